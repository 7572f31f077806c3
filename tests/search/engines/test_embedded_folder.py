"""The folder of the embedded index: other processes, other rules, damage."""

import json
import tempfile
import threading
from pathlib import Path

import pytest

from search.engines.base import (
    Count,
    EngineBusy,
    EngineRequest,
    EngineUnavailable,
    NoIndex,
)
from search.engines.embedded import EmbeddedEngine, index_folder, schema
from search.engines.embedded.index_folder import guarded
from tests.search.engines.corpus import changes, document, found, kept, typed


@pytest.fixture
def folder(quick_folder: Path) -> Path:
    return Path(tempfile.mkdtemp(dir=quick_folder)) / "index"


@pytest.fixture
def engine(folder: Path) -> EmbeddedEngine:
    made = EmbeddedEngine(folder)
    made.rebuild([document(1, "Clause sociale"), document(2, "Marché")])
    return made


def _generation(folder: Path) -> Path:
    return folder / (folder / index_folder.POINTER).read_text()


def _unserved(folder: Path) -> str:
    """Why a process that opens the index now does not serve it."""
    opened = EmbeddedEngine(folder)
    for refused in (
        lambda: opened.search(EngineRequest("fr", ())),
        lambda: opened.suggest(["cl"], filters=(), limit=3),
        lambda: opened.apply(changes(document(3))),
        opened.generation,
    ):
        with pytest.raises(EngineUnavailable):
            refused()
    health = opened.health()
    assert (health.ok, health.needs_rebuild, health.documents) == (False, True, 0)
    opened.rebuild([document(9)])
    assert kept(opened) == [9]
    assert opened.health().ok
    return health.detail


def test_what_another_process_wrote_is_found_by_the_next_search(
    folder: Path, engine: EmbeddedEngine
) -> None:
    other = EmbeddedEngine(folder)
    assert kept(other) == [1, 2]
    engine.apply(changes(document(3)))
    assert kept(other) == [1, 2, 3]
    assert other.generation() == engine.generation()
    engine.rebuild([document(4)])
    assert kept(other) == [4]
    assert other.generation() == engine.generation()
    other.apply(changes(document(5)))
    assert kept(engine) == [4, 5]


def test_one_writes_at_a_time(folder: Path, engine: EmbeddedEngine) -> None:
    other = EmbeddedEngine(folder)
    with engine.writing():
        with pytest.raises(EngineBusy):
            other.apply(changes(document(3)))
        with pytest.raises(EngineBusy), other.writing():
            pytest.fail("Two writers at once.")
        assert kept(other) == [1, 2]
        engine.apply(changes(document(4)))
    other.apply(changes(document(3)))
    assert kept(engine) == [1, 2, 3, 4]


def test_another_thread_of_the_process_is_another_writer(
    engine: EmbeddedEngine,
) -> None:
    raised: list[BaseException] = []

    def write() -> None:
        try:
            engine.apply(changes(document(3)))
        except EngineBusy as error:
            raised.append(error)

    with engine.writing():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(raised) == 1
    assert kept(engine) == [1, 2]


def test_an_index_swapped_in_that_another_one_writes_to_is_busy(
    folder: Path, engine: EmbeddedEngine
) -> None:
    other = EmbeddedEngine(folder)

    def write() -> None:
        with engine.writing():
            other.rebuild([document(1)])
            with other.writing():
                engine.apply(changes(document(3)))

    with pytest.raises(EngineBusy):
        write()
    engine.apply(changes(document(4)))
    assert kept(engine) == [1, 4]


@pytest.mark.parametrize("part", ["schema", "analysis", "engine"])
def test_an_index_made_by_other_rules_is_never_served(
    folder: Path, engine: EmbeddedEngine, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = schema.fingerprint()
    monkeypatch.setattr(schema, "fingerprint", lambda: {**mine, part: "of tomorrow"})
    assert part in _unserved(folder)


@pytest.mark.parametrize("content", ["", "{", "null", "[]", "{}"])
def test_an_index_of_unknown_origin_is_never_served(
    folder: Path, engine: EmbeddedEngine, content: str
) -> None:
    (_generation(folder) / index_folder.MADE_WITH).write_text(content)
    _unserved(folder)


def test_damaged_files_are_never_served(folder: Path, engine: EmbeddedEngine) -> None:
    suffixes = {
        path.suffix for path in _generation(folder).iterdir() if path.stat().st_size
    } - {""}
    assert {".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm"} <= suffixes
    for suffix in sorted(suffixes - {".json"}):
        for size in (0, 1, 0.5, -1):
            EmbeddedEngine(folder).rebuild([document(1, "Clause sociale")])
            path = next(
                path for path in _generation(folder).iterdir() if path.suffix == suffix
            )
            whole = path.read_bytes()
            left = len(whole) // 2 if size == 0.5 else size % len(whole)
            # Another file of that name: a mapped one must not shrink.
            path.unlink()
            path.write_bytes(whole[:left])
            _unserved(folder)


@pytest.mark.parametrize(
    "name", ["index-gone", "../elsewhere", "", ".", "/", "a\0b", "é\ud800"]
)
def test_a_pointer_to_nowhere_is_never_served(
    folder: Path, engine: EmbeddedEngine, name: str
) -> None:
    (folder / index_folder.POINTER).write_bytes(name.encode("utf-8", "surrogatepass"))
    _unserved(folder)


def test_a_deleted_folder_is_an_absent_index(
    folder: Path, engine: EmbeddedEngine
) -> None:
    (folder / index_folder.POINTER).unlink()
    with pytest.raises(NoIndex):
        kept(engine)
    assert engine.health().needs_rebuild


def test_a_folder_that_cannot_be_made_is_an_outage_for_writers(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    engine = EmbeddedEngine(folder)
    with pytest.raises(NoIndex):
        kept(engine)
    for write in (
        lambda: engine.apply(changes(document(1))),
        lambda: engine.rebuild([]),
    ):
        with pytest.raises(EngineUnavailable):
            write()
    assert engine.health().needs_rebuild


def test_an_index_made_by_changes_alone_serves_and_asks_for_a_rebuild(
    folder: Path,
) -> None:
    engine = EmbeddedEngine(folder)
    engine.apply(changes(document(1)))
    health = EmbeddedEngine(folder).health()
    assert (health.ok, health.documents, health.needs_rebuild) == (True, 1, True)
    engine.rebuild([document(1)])
    assert not engine.health().needs_rebuild


def test_single_writes_do_not_pile_up_segments(engine: EmbeddedEngine) -> None:
    for number in range(30):
        engine.apply(changes(document(number % 15, f"Clause {number}"), version=number))
    opened = engine.folder.current()
    assert opened is not None
    assert opened.index.searcher().num_segments <= 10


def test_an_old_generation_is_deleted_after_a_while_and_still_serves_who_reads_it(
    folder: Path, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = engine.folder.current()
    assert old is not None
    searcher = old.index.searcher()
    EmbeddedEngine(folder).rebuild([document(3)])
    engine.apply(changes(document(4)))
    assert old.path.is_dir()
    monkeypatch.setattr(index_folder, "GRACE_SECONDS", 0)
    engine.apply(changes(document(5)))
    assert not old.path.exists()
    assert searcher.num_docs == 2
    assert kept(engine) == [3, 4, 5]


def test_panics_are_outages_and_interruptions_pass() -> None:
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(EngineUnavailable, match="boom"), guarded():
        raise panic("boom")
    with pytest.raises(KeyboardInterrupt), guarded():
        raise KeyboardInterrupt


def test_the_index_is_asked_twice_and_once_per_choice_at_most(
    engine: EmbeddedEngine,
) -> None:
    plain = tuple(Count(f"c{n}", "theme", ()) for n in range(20))
    answer = engine.search(EngineRequest("fr", (), typed("clause"), counts=plain))
    assert answer.calls <= 2
    assert found(engine, *typed("clause")) == [1]


def test_no_text_is_kept_in_the_index(folder: Path, engine: EmbeddedEngine) -> None:
    secret = "Phrase que personne ne doit retrouver telle quelle"
    engine.rebuild([document(1, body=secret, summary=secret)])
    held = b"".join(path.read_bytes() for path in _generation(folder).iterdir())
    assert secret.encode() not in held
    made_with = json.loads((_generation(folder) / index_folder.MADE_WITH).read_text())
    assert made_with["complete"] is True
