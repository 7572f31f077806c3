"""The contract, kept by Tantivy."""

import logging
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import tantivy

from search.documents import SearchDocument
from search.engines.base import (
    Change,
    Condition,
    Engine,
    EngineAnswer,
    EngineRequest,
    EngineUnavailable,
    Health,
    Outcome,
)
from search.engines.embedded import compiling, counting, ordering, schema
from search.engines.embedded.index_folder import (
    IndexFolder,
    NeedsRebuild,
    Opened,
    guarded,
)
from search.engines.embedded.sort_keys import identifier
from search.query import Sort
from search.text import analysis

logger = logging.getLogger(__name__)

_HEAP = 60_000_000
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
        self._vocabularies: dict[str, tuple[str, dict[str, int]]] = {}

    def search(self, request: EngineRequest) -> EngineAnswer:
        opened = self.folder.current()
        if opened is None:
            return EngineAnswer((), 0, {count.name: {} for count in request.counts})
        base = compiling.everything()
        if request.slots:
            base = compiling.matching(request.slots, request.language)
        filters = compiling.conjunction(request.filters)
        with guarded():
            searcher = opened.index.searcher()
            found = compiling.both(base, filters)
            total = ordering.how_many(searcher, found)
            page = ordering.Page([], 0)
            if request.limit > 0 and request.offset < total:
                page = self._page(searcher, request, found, filters)
            counts, calls = counting.count(searcher, base, request.counts)
        return EngineAnswer(tuple(page.ids), total, counts, 1 + page.calls + calls)

    def _page(
        self,
        searcher: tantivy.Searcher,
        request: EngineRequest,
        found: tantivy.Query,
        filters: tantivy.Query,
    ) -> ordering.Page:
        query, page_of = found, partial(_by_order, searcher, request.sort)
        if request.slots and request.sort is Sort.RELEVANCE:
            query = compiling.boosted(
                compiling.both(
                    compiling.text(request.slots, request.language), filters
                ),
                request.boosts,
            )
            page_of = partial(ordering.by_relevance, searcher)
        if not request.narrowest_first:
            return page_of(query, request.offset, request.limit)
        return ordering.in_tiers(
            searcher,
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
        query = compiling.both(
            compiling.beginnings(cut), compiling.conjunction(filters)
        )
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
        rules = analysis.rules_for(language)
        state = self.folder.state()
        held = self._vocabularies.get(rules)
        if held is not None and held[0] == state:
            return held[1]
        opened = self.folder.current()
        words: dict[str, int] = {}
        if opened is not None:
            with guarded():
                searcher = opened.index.searcher()
                words = dict(searcher.terms_with_prefix(f"words_{rules}", ""))
        self._vocabularies[rules] = (state, words)
        return words

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        if not batch:
            return []
        opened = self.folder.current()
        if opened is None:
            opened = self._first_generation()
        outcomes: list[Outcome] = []
        with guarded():
            writer = opened.index.writer(_HEAP, 1)
            for change in batch:
                error = _write(writer, change)
                outcomes.append(Outcome(change.id, change.version, error))
            writer.commit()
            writer.wait_merging_threads()
        return outcomes

    def _first_generation(self) -> Opened:
        with self.folder.alone():
            if self.folder.current() is None:
                self.folder.serve(self.folder.create(complete=False))
        opened = self.folder.current()
        if opened is None:
            raise EngineUnavailable("The index vanished while it was made.")
        return opened

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        with self.folder.alone():
            self.folder.sweep()
            made = self.folder.create(complete=True)
            try:
                count = _fill(made, documents)
                self.folder.serve(made)
            except BaseException:
                self.folder.discard(made)
                raise
            self.folder.sweep()
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
            return Health(True, 0, "There is no index yet.", needs_rebuild=True)
        with guarded():
            documents = opened.index.searcher().num_docs
        detail = "" if opened.complete else "Made by changes alone, never by a rebuild."
        return Health(True, documents, detail, not opened.complete, self.folder.size())


def _by_order(
    searcher: tantivy.Searcher,
    sort: Sort,
    query: tantivy.Query,
    offset: int,
    limit: int,
) -> ordering.Page:
    return ordering.by_field(searcher, query, _ORDERS[sort], offset, limit)


def _write(writer: tantivy.IndexWriter, change: Change) -> str:
    """Queue one change; return why it was refused, or nothing."""
    document = None
    if change.document is not None:
        try:
            document = schema.to_index(
                change.document, change.version, compiling.schema()
            )
        except schema.Refused as error:
            return str(error)
    writer.delete_documents_by_term("id", change.id)
    if document is not None:
        writer.add_document(document)
    return ""


def _fill(made: Opened, documents: Iterable[SearchDocument]) -> int:
    seen: set[str] = set()
    with guarded():
        writer = made.index.writer(2 * _HEAP, 1)
    for document in documents:
        try:
            indexed = schema.to_index(document, 0, compiling.schema())
        except schema.Refused as error:
            logger.warning("%s is left out of the index: %s", document.id, error)
            continue
        with guarded():
            if document.id in seen:
                writer.delete_documents_by_term("id", document.id)
            writer.add_document(indexed)
        seen.add(document.id)
    with guarded():
        writer.commit()
        writer.wait_merging_threads()
    return len(seen)


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
            return compiling.like(field, held, documents, _LIKE_TERMS)
    return None
