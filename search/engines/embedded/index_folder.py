"""The folder of an index: which of its generations serves, and who may write.

    <folder>/current              names the generation that serves
    <folder>/<generation>/        one Tantivy index and what it was made with

Readers look at two files before each search, so that what another process wrote is
found at once. A rebuild fills a new generation and replaces ``current`` in one move.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy

from search.engines.base import NO_INDEX, EngineBusy, EngineUnavailable
from search.engines.embedded import compiling, schema

POINTER = "current"
MADE_WITH = "made_with.json"
META = "meta.json"
_NAME = re.compile("index-[0-9a-f-]+")
# A process that has just read the pointer may still be opening the old generation.
GRACE_SECONDS = 5.0


class NeedsRebuild(EngineUnavailable):
    """The index cannot be served: made by other rules, or damaged."""


@contextlib.contextmanager
def guarded() -> Iterator[None]:
    """Tantivy's errors as ours; its panics are not even ``Exception``."""
    try:
        yield
    except (ValueError, OSError) as error:
        if "LockBusy" in str(error):
            raise EngineBusy("Another process is writing to the index.") from error
        raise EngineUnavailable(str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise EngineUnavailable(f"The index failed: {error}") from error
        raise


@dataclass(frozen=True)
class Opened:
    """One generation, open for reading."""

    name: str
    path: Path
    index: tantivy.Index
    complete: bool  # filled by a rebuild, not by changes alone


class IndexFolder:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._pointer: tuple[int, int] | None = None
        self._meta: tuple[int, int] | None = None
        self._opened: Opened | None = None

    def current(self) -> Opened | None:
        """The generation that serves, as of now; None where there is no index.

        Raises ``NeedsRebuild`` where there is one that must not be served.
        """
        opened = self._opened
        if (
            opened is not None
            and self._pointer == _stamp(self.path / POINTER)
            and self._meta == _stamp(opened.path / META)
        ):
            return opened
        with self._lock:
            return self._refresh()

    def state(self) -> str:
        """Changes with each commit and each swap, alike in all processes."""
        opened = self.current()
        if opened is None:
            return NO_INDEX
        return f"{opened.name}:{_stamp(opened.path / META)}"

    def _refresh(self) -> Opened | None:
        for _ in range(5):
            pointer = _stamp(self.path / POINTER)
            if pointer is None:
                self._opened = self._pointer = self._meta = None
                return None
            try:
                name = (self.path / POINTER).read_text("utf-8", "replace").strip()
            except OSError as error:
                raise EngineUnavailable(str(error)) from error
            try:
                meta = self._meta_of(name)
                if self._opened is not None and self._opened.name == name:
                    with guarded():
                        self._opened.index.reload()
                else:
                    self._opened = self._open(name)
            except EngineUnavailable:
                self._opened = None
                # Swapped and swept between our two looks: look again.
                if _stamp(self.path / POINTER) != pointer:
                    continue
                raise
            self._pointer, self._meta = pointer, meta
            return self._opened
        raise EngineUnavailable("The index changes too often to be opened.")

    def _meta_of(self, name: str) -> tuple[int, int]:
        if not _NAME.fullmatch(name):
            raise NeedsRebuild("The index is nowhere to be found.")
        meta = _stamp(self.path / name / META)
        if meta is None:
            raise NeedsRebuild("The index is gone.")
        return meta

    def _open(self, name: str) -> Opened:
        path = self.path / name
        try:
            made_with = dict(json.loads((path / MADE_WITH).read_text("utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise NeedsRebuild("What the index was made with is unknown.") from error
        expected = schema.fingerprint()
        other = [key for key in expected if made_with.get(key) != expected[key]]
        if other:
            raise NeedsRebuild(f"The index was made with another {', '.join(other)}.")
        try:
            with guarded():
                index = tantivy.Index.open(str(path))
                schema.register_tokenizers(index)
                index.config_reader("manual")
                index.reload()
        except EngineUnavailable as error:
            raise NeedsRebuild(f"The index is damaged: {error}") from error
        return Opened(name, path, index, bool(made_with.get("complete")))

    def create(self, *, complete: bool) -> Opened:
        """A new generation, empty, that does not serve yet."""
        name = f"index-{time.time_ns():x}-{os.getpid():x}"
        path = self.path / name
        made_with = {**schema.fingerprint(), "complete": complete}
        with guarded():
            path.mkdir(parents=True)
            (path / MADE_WITH).write_text(json.dumps(made_with), "utf-8")
            index = tantivy.Index(compiling.schema(), path=str(path))
            schema.register_tokenizers(index)
            index.config_reader("manual")
        return Opened(name, path, index, complete)

    def serve(self, made: Opened) -> Opened:
        """From now on every process reads ``made``; returned open for reading."""
        temporary = self.path / f"{made.name}.pointer"
        with guarded():
            with temporary.open("w", encoding="utf-8") as file:
                file.write(made.name)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path / POINTER)
        serving = self.current()
        if serving is None:
            raise EngineUnavailable("The index vanished while it was made.")
        return serving

    def discard(self, made: Opened) -> None:
        shutil.rmtree(made.path, ignore_errors=True)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Alone to make generations and sweep; the system frees it if we die."""
        with guarded():
            self.path.mkdir(parents=True, exist_ok=True)
            lock = (self.path / "lock").open("w")
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise EngineBusy("Another process is making an index.") from error
            yield

    def sweep(self) -> None:
        """Delete what no longer serves; call it ``alone``."""
        pointer = self.path / POINTER
        try:
            name = pointer.read_text("utf-8", "replace").strip()
            if time.time() - pointer.stat().st_mtime < GRACE_SECONDS:
                return
        except OSError:
            name = ""
        for path in self.path.glob("index-*"):
            if path.is_dir() and path.name != name:
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix == ".pointer":
                path.unlink(missing_ok=True)

    def size(self) -> int:
        total = 0
        for path in self.path.rglob("*"):
            with contextlib.suppress(OSError):
                total += path.stat().st_size
        return total


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
