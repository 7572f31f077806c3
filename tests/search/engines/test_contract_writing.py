"""Changes, rebuilds and what tells caches that something changed."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.documents import SearchDocument
from search.engines.base import Change, Engine, EngineBusy, EngineUnavailable, Terms
from tests.search.engines.corpus import changes, document, filled, found, kept, typed


def test_a_change_is_found_when_apply_returns(engine: Engine) -> None:
    (outcome,) = engine.apply(changes(document(1, "Clause")))
    assert (outcome.id, outcome.version, outcome.error) == ("page-1", 1, "")
    assert found(engine, *typed("clause")) == [1]
    engine.apply(changes(document(1, "Marché"), version=2))
    assert found(engine, *typed("clause")) == []
    assert found(engine, *typed("marché")) == [1]
    engine.apply([Change("page-1", 3, None)])
    assert kept(engine) == list(engine.ids()) == []


def test_applying_again_changes_nothing(engine: Engine) -> None:
    batch = [*changes(document(1), document(2)), Change("page-3", 1, None)]
    for _ in range(3):
        outcomes = engine.apply(batch)
        assert [outcome.id for outcome in outcomes] == ["page-1", "page-2", "page-3"]
        assert not any(outcome.error for outcome in outcomes)
        assert kept(engine) == [1, 2]
    assert engine.health().documents == 2
    assert engine.apply([]) == []


def test_the_last_of_a_batch_wins(engine: Engine) -> None:
    first, second = document(1, "Clause"), document(1, "Marché")
    engine.apply([*changes(first), *changes(second, version=2)])
    assert found(engine, *typed("marché")) == [1]
    engine.apply([*changes(first, version=3), Change("page-1", 4, None)])
    assert kept(engine) == []


def test_what_is_older_than_the_index_is_left_out_and_counts_as_done(
    engine: Engine,
) -> None:
    engine.apply(changes(document(1, "Nouveau"), document(2), version=5))
    engine.apply([Change("page-2", 6, None)])
    late = [
        *changes(document(1, "Ancien"), version=4),
        *changes(document(2, "Revenant"), version=5),
    ]
    outcomes = engine.apply(late)
    assert [(o.version, o.error) for o in outcomes] == [(4, ""), (5, "")]
    assert found(engine, *typed("nouveau")) == kept(engine) == [1]
    engine.apply([Change("page-1", 4, None)])
    assert kept(engine) == [1]
    engine.apply(changes(document(2, "De retour"), version=7))
    assert kept(engine) == [1, 2]


def test_a_document_that_is_refused_stops_no_other(engine: Engine) -> None:
    endless = document(2, facets={"theme": ("x" * 40_000,)})
    broken = document(3, audiences=("\ud800",))
    outcomes = engine.apply(changes(document(1), endless, broken, document(4)))
    assert [bool(outcome.error) for outcome in outcomes] == [False, True, True, False]
    assert kept(engine) == [1, 4]
    assert engine.rebuild([document(1), endless, document(4), document(5)]) == 3
    assert kept(engine) == [1, 4, 5]


def test_a_refused_change_leaves_what_was_there(engine: Engine) -> None:
    engine.apply(changes(document(1, "Clause")))
    engine.apply(changes(document(1, facets={"theme": ("x" * 40_000,)}), version=2))
    assert found(engine, *typed("clause")) == [1]
    engine.apply(changes(document(1, "Marché"), version=3))
    assert found(engine, *typed("marché")) == [1]


def test_a_rebuild_replaces_everything(engine: Engine) -> None:
    engine.apply(changes(document(1), document(2), version=9))
    assert engine.rebuild(iter([document(2), document(3), document(2, "Seconde")])) == 2
    assert kept(engine) == [2, 3]
    assert found(engine, *typed("seconde")) == [2]
    health = engine.health()
    assert (health.ok, health.documents, health.needs_rebuild) == (True, 2, False)
    assert health.size_bytes > 0
    # Versions start again: what changes next is applied.
    engine.apply(changes(document(2, "Troisième"), version=1))
    assert found(engine, *typed("troisième")) == [2]


def test_an_empty_rebuild_empties(engine: Engine) -> None:
    engine.apply(changes(document(1)))
    assert engine.rebuild([]) == 0
    assert kept(engine) == []
    assert not engine.health().needs_rebuild


def test_the_old_index_serves_until_the_swap(engine: Engine) -> None:
    filled(engine, document(1))

    def documents() -> Iterator[SearchDocument]:
        for number in (2, 3):
            assert kept(engine) == [1]
            yield document(number)
        engine.apply(changes(document(4)))
        assert kept(engine) == [1, 4]

    engine.rebuild(documents())
    assert kept(engine) == [2, 3]


def test_a_rebuild_that_fails_changes_nothing(engine: Engine) -> None:
    filled(engine, document(1))
    generation = engine.generation()

    def documents() -> Iterator[SearchDocument]:
        yield document(2)
        raise LookupError("the database went away")

    with pytest.raises(LookupError, match="went away"):
        engine.rebuild(documents())
    assert kept(engine) == [1]
    assert engine.generation() == generation
    assert engine.rebuild([document(3)]) == 1


def test_the_generation_changes_with_what_is_indexed_only(engine: Engine) -> None:
    seen = [engine.generation()]

    def changed() -> bool:
        seen.append(engine.generation())
        return seen[-1] not in seen[:-1]

    engine.apply(changes(document(1)))
    assert changed()
    assert engine.generation() == seen[-1]
    kept(engine)
    engine.suggest(["une"], filters=(), limit=3)
    assert engine.generation() == seen[-1]
    engine.apply(changes(document(1, "Autre"), version=2))
    assert changed()
    engine.apply([Change("page-1", 3, None)])
    assert changed()
    engine.rebuild([document(1)])
    assert changed()


def test_writing_holds_over_several_batches(engine: Engine) -> None:
    with engine.writing():
        engine.apply(changes(document(1)))
        assert kept(engine) == [1]
        with engine.writing():
            engine.apply(changes(document(2)))
        engine.apply(changes(document(1, "Clause"), version=2))
        assert found(engine, *typed("clause")) == [1]
    engine.apply(changes(document(3)))
    assert kept(engine) == [1, 2, 3]


def test_writing_is_left_after_a_failure(engine: Engine) -> None:
    def fail() -> None:
        with engine.writing():
            engine.apply(changes(document(1)))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    engine.apply(changes(document(2)))
    assert kept(engine) == [1, 2]


def test_a_rebuild_swapped_in_while_writing_is_written_to(engine: Engine) -> None:
    filled(engine, document(1))
    with engine.writing():
        engine.apply(changes(document(2)))
        engine.rebuild([document(1)])
        engine.apply(changes(document(3)))
        engine.apply(changes(document(4)))
    assert kept(engine) == [1, 3, 4]


def test_two_rebuilds_do_not_mix(engine: Engine) -> None:
    def documents() -> Iterator[SearchDocument]:
        yield document(1)
        with contextlib.suppress(EngineBusy):
            engine.rebuild([document(2)])

    engine.rebuild(documents())
    assert kept(engine) == [1]


def test_all_that_a_document_says_can_change(engine: Engine) -> None:
    made = document(1, "Clause", facets={"theme": ("a",)}, audiences=("public",))
    engine.apply(changes(made))
    other = replace(made, facets={"etape": ("b",)}, audiences=("login",))
    engine.apply(changes(other, version=2))
    assert kept(engine, Terms("theme", ("a",))) == []
    assert kept(engine, Terms("audiences", ("public",))) == []
    assert kept(engine, Terms("etape", ("b",)), Terms("audiences", ("login",))) == [1]


def test_readers_never_see_a_gap_while_indexes_are_swapped(engine: Engine) -> None:
    filled(engine, document(1))
    seen: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(kept(engine))
            except EngineUnavailable as error:
                seen.append(str(error))

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for _ in range(8):
            engine.rebuild([document(1)])
    finally:
        done.set()
        reader.join()
    assert len(seen) > 8
    assert [held for held in seen if held != [1]] == []
