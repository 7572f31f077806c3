"""The contract, kept by Tantivy."""

import contextlib
import logging
import threading
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import tantivy
from django.utils.translation import gettext as _

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
    NoIndex,
    Outcome,
)
from search.engines.embedded import (
    compiling,
    counting,
    nearness,
    ordering,
    schema,
    wording,
)
from search.engines.embedded.index_folder import (
    IndexFolder,
    NeedsRebuild,
    Opened,
    guarded,
)
from search.engines.embedded.sort_keys import identifier
from search.engines.embedded.writing import Writer, fill
from search.query import Sort
from search.text import analysis

logger = logging.getLogger(__name__)

_MAX_SWAPS = 3
_ORDERS = {
    Sort.RELEVANCE: "by_weight",
    Sort.RECENT: "by_newest",
    Sort.MODIFIED: "by_modified",
    Sort.NEXT_DATE: "by_soonest",
    Sort.TITLE: "by_title",
}
_LIKE_TERMS = 20


class EmbeddedEngine(Engine):
    """An index in ``folder``, shared by all the processes of this machine."""

    name = "embedded"

    def __init__(self, folder: Path | str) -> None:
        self.folder = IndexFolder(Path(folder))
        self._local = threading.local()

    def search(self, request: EngineRequest) -> EngineAnswer:
        opened = self.folder.current()
        if opened is None:
            raise NoIndex(_("There is no index yet."))
        text = wording.matching(request)
        found = compiling.found(text, request.filters)
        with guarded():
            searcher = opened.index.searcher()
            page = self._page(searcher, request, found)
            counts, calls = counting.count(searcher, text, request.counts)
            calls += page.calls
            total = page.total
            if total is None:
                total = counting.total(request.filters, request.counts, counts)
            if total is None:
                total = ordering.how_many(searcher, found)
                calls += 1
        return EngineAnswer(tuple(page.ids), total, counts, calls)

    def _page(
        self, searcher: tantivy.Searcher, request: EngineRequest, found: tantivy.Query
    ) -> ordering.Page:
        if request.limit < 1:
            return ordering.Page([], None, 0)
        if request.near is not None:
            return nearness.by_distance(
                searcher, found, request.near, request.offset, request.limit
            )
        query = found
        page_of: ordering.PageOf = partial(
            ordering.by_field, searcher, _ORDERS[request.sort]
        )
        text = wording.text(request) if request.sort is Sort.RELEVANCE else None
        if text is not None:
            query = wording.boosted(
                compiling.found(text, request.filters), request.boosts
            )
            page_of = partial(ordering.by_relevance, searcher)
        if not request.narrowest_first:
            return page_of(query, request.offset, request.limit)
        return ordering.in_tiers(
            compiling.tiers(query, request.narrowest_first),
            page_of,
            request.offset,
            request.limit,
        )

    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        opened = self.folder.current()
        cut = [word[: schema.LONGEST_BEGINNING] for word in words if word]
        if opened is None or not cut or limit < 1:
            return []
        query = compiling.both(wording.beginnings(cut), compiling.conjunction(filters))
        with guarded():
            searcher = opened.index.searcher()
            return ordering.by_relevance(searcher, query, 0, limit).ids

    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        opened = self.folder.current()
        if opened is None or limit < 1:
            return []
        with guarded():
            searcher = opened.index.searcher()
            like = _like(searcher, document_id)
            if like is None:
                return []
            query = compiling.both(like, compiling.conjunction(filters))
            ids = ordering.by_relevance(searcher, query, 0, limit + 1).ids
        return [other for other in ids if other != document_id][:limit]

    def vocabulary(self, language: str) -> dict[str, int]:
        opened = self.folder.current()
        if opened is None:
            return {}
        with guarded():
            words = opened.index.searcher().terms_with_prefix(
                f"words_{analysis.rules_for(language)}", ""
            )
            return dict(words)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        if getattr(self._local, "writer", None) is not None:
            yield
            return
        self._local.writer = Writer.open(self._to_write())
        try:
            yield
        finally:
            self._close()
        with contextlib.suppress(EngineBusy), self.folder.alone():
            self.folder.sweep()

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        if not batch:
            return []
        with self.writing():
            for _ in range(_MAX_SWAPS):
                outcomes = self._local.writer.apply(batch)
                serving = self._to_write()
                if serving.name == self._local.writer.opened.name:
                    return outcomes
                # A rebuild was swapped in meanwhile: it must hold the batch too.
                self._close()
                self._local.writer = Writer.open(serving)
        raise EngineUnavailable("The index is rebuilt too often to be written to.")

    def _close(self) -> None:
        """Close the writer of this thread, if it has one: twice is refused."""
        writer, self._local.writer = self._local.writer, None
        if writer is not None:
            writer.close()

    def _to_write(self) -> Opened:
        """The generation that serves, made if there is none yet."""
        opened = self.folder.current()
        if opened is not None:
            return opened
        with self.folder.alone():
            opened = self.folder.current()
            return opened or self.folder.serve(self.folder.create(complete=False))

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        refused: list[Outcome] = []
        changes = (Change(document.id, 0, document) for document in documents)
        with self.folder.alone():
            self.folder.sweep()
            made = self.folder.create(complete=True)
            try:
                count = fill(made, changes, refused)
                self.folder.serve(made)
            except BaseException:
                self.folder.discard(made)
                raise
        for outcome in refused:
            logger.warning("%s is not in the index: %s", outcome.id, outcome.error)
        return count

    def ids(self) -> Iterable[str]:
        opened = self.folder.current()
        if opened is None:
            return
        with guarded():
            searcher = opened.index.searcher()
            step = max(1, searcher.num_docs)
            hits = searcher.search(compiling.everything(), step, count=False).hits
            found = [searcher.doc(address)["key"][0] for _, address in hits]
        for key in found:
            yield identifier(key)

    def generation(self) -> str:
        return self.folder.state()

    def health(self) -> Health:
        try:
            opened = self.folder.current()
        except NeedsRebuild as error:
            return Health(False, 0, str(error), True, self.folder.size())
        except EngineUnavailable as error:
            return Health(False, 0, str(error))
        if opened is None:
            return Health(True, 0, _("There is no index yet."), needs_rebuild=True)
        with guarded():
            documents = opened.index.searcher().num_docs
        detail = (
            "" if opened.complete else _("Made by changes alone, never by a rebuild.")
        )
        return Health(True, documents, detail, not opened.complete, self.folder.size())


def _like(searcher: tantivy.Searcher, document_id: str) -> tantivy.Query | None:
    hits = searcher.search(compiling.identified(document_id), 1, count=False).hits
    if not hits:
        return None
    stored = searcher.doc(hits[0][1])
    documents = searcher.num_docs
    for language in schema.LANGUAGES:
        field = f"like_{language}"
        terms = " ".join(stored.get_all(field)).split()
        if terms:
            held = {term: searcher.doc_freq(field, term) for term in terms}
            return wording.like(field, held, documents, _LIKE_TERMS)
    return None
