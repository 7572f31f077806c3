"""Processes that kill themselves while they write, each at another point.

    python -m tests.search.engines.crashing FOLDER

Writes in FOLDER one index per point, and prints which points were reached.
"""

import json
import os
import pathlib
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

OLD = ("page-1", "page-2")
NEW = ("page-2", "page-3")


def _die(*args: object, **kwargs: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str) -> None:
    setattr(owner, name, _die)


def _after(owner: Any, name: str) -> None:
    done = getattr(owner, name)

    def die_after(*args: object, **kwargs: object) -> None:
        done(*args, **kwargs)
        _die()

    setattr(owner, name, die_after)


def points() -> dict[str, tuple[str, Callable[[], None]]]:
    """What the process is doing, and where it dies."""
    from search.engines.embedded import index_folder, writing

    writer, folder = writing.Writer, index_folder.IndexFolder
    return {
        "apply-first-change": ("apply", lambda: _after(writer, "_queue")),
        "apply-before-commit": ("apply", lambda: _after(writing._Forgotten, "save")),
        "apply-after-commit": ("apply", lambda: _before(writer, "close")),
        "apply-sweeping": ("apply", lambda: _before(folder, "sweep")),
        "rebuild-begun": ("rebuild", lambda: _after(folder, "create")),
        "rebuild-half-way": ("half-rebuild", lambda: None),
        "rebuild-filled": ("rebuild", lambda: _before(folder, "serve")),
        "rebuild-before-swap": ("rebuild", lambda: _before(pathlib.Path, "replace")),
        "rebuild-after-swap": ("rebuild", lambda: _after(pathlib.Path, "replace")),
        "rebuild-sweeping": ("sweeping-rebuild", lambda: _before(shutil, "rmtree")),
        "first-change-ever": ("first", lambda: _before(folder, "serve")),
    }


def _work(folder: Path, doing: str) -> None:
    from search.documents import SearchDocument
    from search.engines.base import Change
    from search.engines.embedded import EmbeddedEngine, index_folder

    engine = EmbeddedEngine(folder)

    def document(document_id: str) -> SearchDocument:
        return SearchDocument(document_id, "fiche", "fr", f"Fiche {document_id}")

    def half() -> Iterator[SearchDocument]:
        yield document("page-2")
        _die()

    match doing:
        case "prepare":
            engine.rebuild(map(document, OLD))
        case "apply" | "first":
            batch = [Change(made, 1, document(made)) for made in NEW]
            engine.apply([*batch, Change("page-1", 1, None)])
        case "rebuild":
            engine.rebuild(map(document, NEW))
        case "half-rebuild":
            engine.rebuild(half())
        case "sweeping-rebuild":
            index_folder.GRACE_SECONDS = 0
            (folder / "index-left-behind").mkdir()
            engine.rebuild(map(document, NEW))


def _in_a_process(work: Callable[[], None]) -> int:
    """The signal that ended the process, or 0."""
    process = os.fork()
    if process:
        _, status = os.waitpid(process, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    try:
        work()
    finally:
        os._exit(0)


def _crash(folder: Path, doing: str, arm: Callable[[], None]) -> None:
    arm()
    _work(folder, doing)


def main(base: Path) -> None:
    import django

    django.setup()
    reached = {}
    for name, (doing, arm) in points().items():
        folder = base / name
        if doing != "first":
            _in_a_process(lambda folder=folder: _work(folder, "prepare"))
        killed = _in_a_process(
            lambda folder=folder, doing=doing, arm=arm: _crash(folder, doing, arm)
        )
        reached[name] = killed == signal.SIGKILL
    _in_a_process(lambda: _work(base / "shared", "apply"))
    sys.stdout.write(json.dumps(reached))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
