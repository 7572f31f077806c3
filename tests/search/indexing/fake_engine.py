"""The contract of writing, in memory: what drains and rebuilds are tested with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from search.documents import SearchDocument
from search.engines.base import (
    Change,
    Condition,
    Engine,
    EngineAnswer,
    EngineBusy,
    EngineRequest,
    EngineUnavailable,
    Health,
    Outcome,
)


class FakeEngine(Engine):
    """``down`` and ``busy`` refuse all calls, ``refused`` some documents.

    One that is ``forgetful`` takes whatever it is given last, as an engine does that
    keeps no version of what it deleted. ``meanwhile`` is called once, in the middle
    of the next batch or rebuild.
    """

    name = "fake"

    def __init__(self, *, forgetful: bool = False) -> None:
        self.documents: dict[str, SearchDocument] = {}
        self.versions: dict[str, int] = {}
        self.forgetful = forgetful
        self.down = self.busy = False
        self.refused: set[str] = set()
        self.batches: list[list[str]] = []
        self.meanwhile: Callable[[], Any] | None = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        self._answer()
        yield

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        self._answer()
        self._interrupt()
        self.batches.append([change.id for change in batch])
        return [
            Outcome(change.id, change.version, self._take(change)) for change in batch
        ]

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        self._answer()
        filled: dict[str, SearchDocument] = {}
        for document in documents:
            self._interrupt()
            if document.id not in self.refused:
                filled[document.id] = document
        self._interrupt()
        self.documents = filled
        self.versions = {}
        return len(filled)

    def ids(self) -> Iterable[str]:
        self._answer()
        return list(self.documents)

    def health(self) -> Health:
        return Health(not self.down, len(self.documents))

    def generation(self) -> str:
        return str(len(self.batches))

    def _answer(self) -> None:
        if self.busy:
            raise EngineBusy("another one writes")
        if self.down:
            raise EngineUnavailable("no answer")

    def _interrupt(self) -> None:
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()

    def _take(self, change: Change) -> str:
        if change.document is not None and change.id in self.refused:
            return "the engine does not want it"
        if not self.forgetful:
            if change.version < self.versions.get(change.id, 0):
                return ""
            self.versions[change.id] = change.version
        if change.document is None:
            self.documents.pop(change.id, None)
        else:
            self.documents[change.id] = change.document
        return ""

    def search(self, request: EngineRequest) -> EngineAnswer:
        raise NotImplementedError

    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        raise NotImplementedError

    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        raise NotImplementedError

    def vocabulary(self, language: str) -> dict[str, int]:
        raise NotImplementedError
