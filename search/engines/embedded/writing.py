"""The one writer: what is queued, what is older than the index, what was forgotten."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from search.engines.base import Change, Outcome
from search.engines.embedded import compiling, schema
from search.engines.embedded.index_folder import Opened, guarded

# Bytes: a batch needs little, a whole index goes faster with more.
HEAP = 16_000_000
FILL_HEAP = 120_000_000
_FORGOTTEN = "forgotten.json"
# Long enough for a process that read a row, then waited for the others.
_REMEMBERED = 1_000


@dataclass
class Writer:
    """Tantivy's writer on one generation. Held by one thread of one process."""

    opened: Opened
    native: tantivy.IndexWriter

    @classmethod
    def open(cls, opened: Opened) -> "Writer":
        """Raises ``EngineBusy`` while another one is open, here or elsewhere."""
        with guarded():
            return cls(opened, opened.index.writer(HEAP, 1))

    def close(self) -> None:
        """Wait for merges, without which segments pile up, and free the lock."""
        with guarded():
            self.native.wait_merging_threads()

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        """Write and commit ``batch``, but what is older than what the index holds."""
        outcomes: list[Outcome] = []
        forgotten = _Forgotten(self.opened.path)
        with guarded():
            self.opened.index.reload()
            searcher = self.opened.index.searcher()
            known = {
                change.id: max(_held(searcher, change.id), forgotten.version(change.id))
                for change in batch
            }
            for change in batch:
                error = ""
                if change.version >= known[change.id]:
                    error = self._queue(change)
                    if not error:
                        known[change.id] = change.version
                        forgotten.note(change)
                outcomes.append(Outcome(change.id, change.version, error))
            forgotten.save()
            self.native.commit()
        return outcomes

    def _queue(self, change: Change) -> str:
        """Why the change is refused, or nothing."""
        indexed = None
        if change.document is not None:
            try:
                indexed = schema.to_index(
                    change.document, change.version, compiling.schema()
                )
            except schema.Refused as error:
                return str(error)
        self.native.delete_documents_by_term("id", change.id)
        if indexed is not None:
            self.native.add_document(indexed)
        return ""


def fill(made: Opened, changes: Iterable[Change], refused: list[Outcome]) -> int:
    """Write a new generation; return how many documents it holds."""
    held: set[str] = set()
    with guarded():
        native = made.index.writer(FILL_HEAP, 1)
    for change in changes:
        document, indexed = change.document, None
        if document is not None:
            try:
                indexed = schema.to_index(document, change.version, compiling.schema())
            except schema.Refused as error:
                refused.append(Outcome(change.id, change.version, str(error)))
                continue
        with guarded():
            if change.id in held:
                native.delete_documents_by_term("id", change.id)
                held.discard(change.id)
            if indexed is not None:
                native.add_document(indexed)
                held.add(change.id)
    with guarded():
        native.commit()
        native.wait_merging_threads()
    return len(held)


def _held(searcher: tantivy.Searcher, document_id: str) -> int:
    """The version of a document in the index, or -1."""
    hits = searcher.search(compiling.identified(document_id), 1, count=False).hits
    if not hits:
        return -1
    version = searcher.fast_field_values("version", [hits[0][1]])[0]
    return -1 if version is None else int(version)


class _Forgotten:
    """Versions of documents lately deleted, so that no old news brings them back."""

    def __init__(self, generation: Path) -> None:
        self._file = generation / _FORGOTTEN
        try:
            self._versions: dict[str, int] = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            self._versions = {}
        self._changed = False

    def version(self, document_id: str) -> int:
        return self._versions.get(document_id, -1)

    def note(self, change: Change) -> None:
        was = self._versions.pop(change.id, None)
        if change.document is None:
            self._versions[change.id] = change.version
        self._changed |= was != self._versions.get(change.id)

    def save(self) -> None:
        if not self._changed:
            return
        latest = dict(list(self._versions.items())[-_REMEMBERED:])
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps(latest), "utf-8")
        temporary.replace(self._file)
