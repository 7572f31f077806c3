"""Several short lists at once, for pages that are made of them: the same search, without
the counts of a results page, and each page asked once whether it may be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from search.engines.base import Condition, Count, EngineRequest
from search.labels import Memory
from search.models import SearchEntry
from search.query import SearchQuery, Sort
from search.results import Hit
from search.service.asking import start_asking
from search.service.conditions import narrowest_first, select
from search.service.hits import draw_hits
from search.service.seeing import PUBLIC

READ_AT_ONCE = 200


@dataclass(frozen=True)
class Wanted:
    """A list to gather: the first ``query.size`` pages of a query without words, under
    further conditions, and how many documents hold each value of the fields counted."""

    query: SearchQuery
    conditions: tuple[Condition, ...] = ()
    counted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gathered:
    total: int
    hits: tuple[Hit, ...]
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def gather(wanted: Sequence[Wanted], *, memory: Memory) -> tuple[Gathered, ...]:
    """What each list holds, in their order; nothing at all while the engine is down:
    the database would answer without the filters that these lists are made of.

    One call to the engine for each list, three queries to the database for all.
    """
    asking = start_asking()
    answers = []
    for one in wanted:
        answers.append(asking.search(_request(one, memory)))
        if asking.degraded:
            return ()
    every = [document_id for answer in answers for document_id in answer.ids]
    drawn = {hit.id: hit for hit in draw_hits(every, _anyone(wanted))}
    return tuple(
        Gathered(
            total=answer.total,
            hits=tuple(drawn[found] for found in answer.ids if found in drawn),
            counts={
                name: {str(value): number for value, number in counted.items()}
                for name, counted in answer.counts.items()
            },
        )
        for answer in answers
    )


def _request(wanted: Wanted, memory: Memory) -> EngineRequest:
    query = wanted.query
    filters = (*select(query, memory).filters(), *wanted.conditions)
    nearest = narrowest_first(query, memory) if query.sort is Sort.RELEVANCE else ()
    return EngineRequest(
        language=query.language,
        filters=filters,
        sort=query.sort,
        narrowest_first=nearest,
        limit=query.size,
        counts=tuple(Count(name, name, filters) for name in wanted.counted),
    )


def _anyone(wanted: Sequence[Wanted]) -> SearchQuery:
    """Whose eyes the lists are for: those of the first query, as of all."""
    return wanted[0].query


def cards(
    kind: str,
    *,
    language: str,
    by: date | None = None,
    audiences: Sequence[str] = (PUBLIC,),
) -> Iterator[dict[str, Any]]:
    """The card of every object of ``kind`` that can be read in ``language``, once each,
    in one query and without the engine: for sums over all of them.

    With ``by``, only those whose next date may come until that day. They are read as
    they come: thousands of cards are never held at once.
    """
    allowed = set(audiences)
    rows = SearchEntry.objects.filter(kind=kind, visible=True)
    if by is not None:
        # An entry is looked at again the day after its next date.
        rows = rows.filter(recheck_on__lte=by + timedelta(days=1))
    met: set[str] = set()
    columns = "object_id", "audiences", "readable_in", "card"
    for key, may_see, readable_in, card in (
        rows.order_by().values_list(*columns).iterator(READ_AT_ONCE)
    ):
        seen = key in met or allowed.isdisjoint(may_see)
        if not seen and language in readable_in:
            met.add(key)
            yield card
