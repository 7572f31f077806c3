"""One search, from what was asked to what is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from time import perf_counter

from search.engines.base import (
    All,
    Condition,
    Count,
    EngineAnswer,
    EngineRequest,
    Not,
    Point,
    Terms,
)
from search.facets import GENERAL, SESSION, TERRITORY, TYPE
from search.labels import Memory, current_memory
from search.query import MAX_RANK, ReadQuery, SearchQuery, Sort, Without
from search.results import Note, SearchResults
from search.service import counting, notes
from search.service.asking import Asked, start_asking
from search.service.conditions import (
    Selection,
    effective_types,
    local_condition,
    narrowest_first,
    select,
    upcoming,
)
from search.service.faceting import facet_results
from search.service.hits import draw_hits
from search.service.nearness import kilometres, point_of
from search.service.relaxing import nearby_wordings, relaxations
from search.service.trying import Found, try_wordings
from search.service.wording import SOURCE_LANGUAGE, Wording
from search.territories import COUNTRY

# Bounded: they order what is about as relevant. Of two that apply, the larger counts.
LOCAL_BOOST = 1.3
AROUND_BOOST = 1.1


def search(
    asked: ReadQuery | SearchQuery, *, memory: Memory | None = None
) -> SearchResults:
    """Answer a query; never fails for want of an engine.

    Pass the ``memory`` that the query was read with, so that stamps are read once.
    """
    start = perf_counter()
    read = asked if isinstance(asked, ReadQuery) else _as_read(asked)
    memory = memory or current_memory()
    results = _Search(read, memory).run()
    return replace(results, total_ms=(perf_counter() - start) * 1000)


def _as_read(query: SearchQuery) -> ReadQuery:
    return ReadQuery(query, beyond_limit=query.page * query.size > MAX_RANK)


@dataclass
class _Search:
    read: ReadQuery
    memory: Memory

    def run(self) -> SearchResults:
        query = self.read.query
        selection = select(query, self.memory)
        counts = counting.asked(query, selection, self.memory)
        asking = start_asking()

        def ask(wording: Wording) -> EngineAnswer:
            return asking.search(self._request(query, wording, selection, counts))

        def everywhere(wording: Wording) -> EngineAnswer:
            bare = replace(query, filters=(), size=0)
            unfiltered = select(bare, self.memory)
            return asking.search(self._request(bare, wording, unfiltered, ()))

        found = try_wordings(query, self.memory, asking, ask, everywhere)
        answer = found.answer
        pages = ceil(min(answer.total, MAX_RANK) / query.size)
        if not answer.ids and 0 < pages < query.page and not self.read.beyond_limit:
            # Past the last page: the last one is shown.
            query = replace(query, page=pages)
            request = self._request(query, found.wording, selection, ())
            answer = replace(answer, ids=asking.search(request).ids)
        hits = draw_hits(answer.ids, query, found.wording)
        if self._here:
            hits = tuple(
                replace(hit, kilometres=kilometres(self._here, hit.card))
                for hit in hits
            )
        total = answer.total - (len(answer.ids) - len(hits))
        local = counting.local_total(query, answer.counts, answer.total)
        gone = answer.total - total
        empty = not total
        return SearchResults(
            query=query,
            total=total,
            hits=hits,
            facets=facet_results(query, answer.counts, self.memory),
            engine=asking.engine.name,
            notes=tuple(self._notes(query, asking, found, total, max(local - gone, 0))),
            relaxations=relaxations(query, found.wording, asking, self.memory)
            if empty
            else (),
            nearby=nearby_wordings(query, asking, self.memory) if empty else (),
            pages=max(pages, 1),
            by_distance=self._near(query) is not None and not asking.degraded,
            engine_ms=asking.milliseconds,
        )

    def _request(
        self,
        query: SearchQuery,
        wording: Wording,
        selection: Selection,
        counts: tuple[Count, ...],
    ) -> EngineRequest:
        by_relevance = query.sort is Sort.RELEVANCE
        browsing = wording.is_empty
        sort = query.sort if query.calendar is None else Sort.NEXT_DATE
        tiers: tuple[Condition, ...] = ()
        if by_relevance:
            tiers = _own_language_first(query)
        if query.calendar is not None:
            tiers = ()
        elif by_relevance and browsing:
            tiers = narrowest_first(query, self.memory) or _own_first(query)
            if effective_types(query) == (SESSION,):
                sort = Sort.NEXT_DATE
        if sort is Sort.NEXT_DATE:
            tiers = _upcoming_first(tiers, upcoming(query))
        return EngineRequest(
            language=query.language,
            filters=selection.filters(),
            slots=wording.slots,
            at_least=wording.at_least,
            other_slots=wording.other_slots,
            boosts=() if browsing else _boosts(query, self.memory),
            sort=sort,
            narrowest_first=tiers,
            near=self._near(query),
            offset=0 if self.read.beyond_limit else (query.page - 1) * query.size,
            limit=0 if self.read.beyond_limit else query.size,
            counts=counts,
        )

    @cached_property
    def _here(self) -> Point | None:
        """What distances are measured from, if any are asked for."""
        return point_of(self.read.query.near)

    def _near(self, query: SearchQuery) -> Point | None:
        """The point whose nearest come first, unless another order was chosen."""
        by_relevance = query.sort is Sort.RELEVANCE and query.calendar is None
        return self._here if by_relevance else None

    def _notes(
        self, query: SearchQuery, asking: Asked, found: Found, total: int, local: int
    ) -> Iterator[Note]:
        if asking.degraded:
            yield notes.degraded_note(query)
        yield from notes.reading_notes(self.read, self.memory)
        if query.page != self.read.query.page:
            yield notes.last_page_note(self.read.query.page)
        yield from found.notes
        if note := notes.synonym_note(query, found.wording):
            yield note
        if asking.degraded:
            return
        if note := notes.territory_note(query, total, local):
            yield note
        languages = found.answer.counts.get(counting.LANGUAGES, {})
        if note := notes.language_note(
            query, {str(name): n for name, n in languages.items()}
        ):
            yield note


def _upcoming_first(
    tiers: tuple[Condition, ...], coming: Condition
) -> tuple[Condition, ...]:
    """Each tier in two, what is to come before what is gone or has no date."""
    split: list[Condition] = []
    for tier in tiers:
        split += [All((tier, coming)), tier]
    return (*split, coming)


def _own_language_first(query: SearchQuery) -> tuple[Condition, ...]:
    """Pages in the reader's own language before those that are shown for want of a
    translation: words of two languages do not compare."""
    if query.language == SOURCE_LANGUAGE:
        return ()
    return (Terms("language", (query.language,)),)


def _own_first(query: SearchQuery) -> tuple[Condition, ...]:
    """Without words or place: also, what the site says of itself last."""
    own = _own_language_first(query)
    if query.chosen(TYPE):
        return own
    content = Not(Terms(TYPE, (GENERAL,)))
    return (*(All((one, content)) for one in own), *own, content)


def _boosts(query: SearchQuery, memory: Memory) -> tuple[tuple[Condition, float], ...]:
    """With words, nearness counts a little and never decides alone."""
    if not query.chosen(TERRITORY) or Without.WIDER in query.without:
        return ()
    around = Not(Terms("territories", (COUNTRY,)))
    return (
        (local_condition(query, memory), LOCAL_BOOST),
        (around, AROUND_BOOST),
    )
