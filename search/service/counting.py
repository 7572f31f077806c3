"""Counts: what is asked of the engine, and how its answer becomes values of facets.

A facet's counts ignore its own selection, so that a value's count is what choosing it
would give. Counts that share their filters are one call to the engine.
"""

from collections.abc import Iterator, Mapping

from search import periods
from search.engines.base import Condition, Count
from search.facets import (
    COURSE,
    FACETS,
    PERIOD,
    SESSION,
    STATUS,
    TERRITORY,
    TYPE,
    Facet,
    Shape,
)
from search.labels import Memory
from search.query import SearchQuery, Without
from search.service.conditions import (
    CLOSED,
    CLOSING_SOON,
    OPEN,
    Selection,
    effective_types,
    local_condition,
    status_days,
)
from search.territories import OPENED

Counted = Mapping[str, Mapping[str | tuple[str, str], int]]

# Counts that are no facet's.
LANGUAGES = "languages"
LOCAL = "local"
_COMMUNES = "territoire:communes"
_RANGES = "periode:ranges"
_CLOSING = "statut:closing"


def shown_facets(query: SearchQuery) -> Iterator[Facet]:
    """The facets that the kinds searched may hold, and those where something is
    chosen; a period may always be chosen where courses or sessions are. A calendar
    holds one kind."""
    types = effective_types(query)
    for facet in FACETS.values():
        if facet.key == TYPE and query.calendar is not None:
            continue
        if facet.fits(types) or query.chosen(facet.key):
            yield facet


def asked(
    query: SearchQuery, selection: Selection, memory: Memory
) -> tuple[Count, ...]:
    """All the counts that a page of results needs."""
    everything = selection.filters()
    counts = [Count(LANGUAGES, "language", everything)]
    for facet in shown_facets(query):
        filters = _filters(facet, query, selection) or everything
        match facet.shape:
            case Shape.TERRITORY:
                counts.append(Count(facet.key, "within", filters))
                if communes := _open_communes(query, memory):
                    counts.append(
                        Count(_COMMUNES, "within_communes", filters, communes)
                    )
            case Shape.STATUS:
                counts.append(Count(facet.key, facet.key, filters))
                ranges = tuple(
                    (name, *days) for name, days in status_days(query).items()
                )
                counts.append(
                    Count(
                        _CLOSING,
                        "closes_on",
                        filters,
                        day_ranges=ranges,
                        split_by=STATUS,
                    )
                )
            case Shape.PERIOD:
                counts.append(Count(facet.key, facet.key, filters))
                counts.append(
                    Count(_RANGES, "starts_on", filters, day_ranges=_ranges(query))
                )
            case _:
                counts.append(Count(facet.key, facet.key, filters))
    if _needs_local(query):
        local = (*everything, local_condition(query, memory))
        counts.append(Count(LOCAL, TYPE, local))
    return tuple(counts)


def _filters(
    facet: Facet, query: SearchQuery, selection: Selection
) -> tuple[Condition, ...]:
    """Those that leave out the facet's own selection; none: those of the hits."""
    if facet.key == PERIOD:
        # Choosing a period asks for sessions, and nothing else holds one.
        return selection.filters(without=(PERIOD, TYPE))
    if query.chosen(facet.key) or facet.key == TYPE:
        return selection.filters(without=(facet.key,))
    return ()


def _ranges(query: SearchQuery) -> tuple[tuple[str, int | None, int | None], ...]:
    found = []
    for value in periods.RANGES:
        first, last = periods.bounds(value, query.today)
        found.append(
            (
                value,
                first.toordinal() if first else None,
                last.toordinal() if last else None,
            )
        )
    return tuple(found)


def _open_communes(query: SearchQuery, memory: Memory) -> tuple[str, ...]:
    """Communes chosen, and those of the intermunicipalities and arrondissements
    chosen: four thousand are never counted at once."""
    relations = memory.relations
    found: dict[str, None] = {}
    for value in query.chosen(TERRITORY):
        territory = relations.known[value]
        if territory.is_commune:
            found[value] = None
        elif territory.level in OPENED:
            found.update(dict.fromkeys(relations.communes_of(value)))
    return tuple(found)


def _needs_local(query: SearchQuery) -> bool:
    picked = query.chosen(TERRITORY)
    return len(picked) > 1 and Without.WIDER not in query.without


def values_of(facet: Facet, query: SearchQuery, counted: Counted) -> dict[str, int]:
    """How many documents choosing each value would give; zeros left out."""
    raw = {str(k): n for k, n in counted.get(facet.key, {}).items()}
    match facet.shape:
        case Shape.TERRITORY:
            raw |= {str(k): n for k, n in counted.get(_COMMUNES, {}).items()}
        case Shape.STATUS:
            raw = _statuses(raw, counted.get(_CLOSING, {}))
        case Shape.PERIOD:
            raw = _periods(raw, counted.get(_RANGES, {}), query)
        case _ if facet.key == TYPE:
            raw = _types(raw, query)
        case _:
            pass
    return {value: number for value, number in raw.items() if number > 0}


def _types(raw: dict[str, int], query: SearchQuery) -> dict[str, int]:
    if query.chosen(PERIOD):
        # Courses at a date are sessions: the two are one choice.
        raw.pop(COURSE, None)
    return raw


def _periods(
    months: dict[str, int],
    ranges: Mapping[str | tuple[str, str], int],
    query: SearchQuery,
) -> dict[str, int]:
    types = query.chosen(TYPE)
    if types and not {SESSION, COURSE} & set(types):
        return {}
    return {str(name): n for name, n in ranges.items()} | months


def _statuses(
    stored: dict[str, int], closing: Mapping[str | tuple[str, str], int]
) -> dict[str, int]:
    """What today makes of the statuses as stored."""
    found = dict(stored)
    for status, number in stored.items():
        past = closing.get((status, "past"), 0)
        soon = closing.get((status, "soon"), 0) if status == OPEN else 0
        if status != CLOSED:
            found[status] = number - past - soon
            found[CLOSED] = found.get(CLOSED, 0) + past
        if soon:
            found[CLOSING_SOON] = soon
    return found


def local_total(query: SearchQuery, counted: Counted, total: int) -> int:
    """How many of the results lie at or below the territories picked."""
    picked = query.chosen(TERRITORY)
    if Without.WIDER in query.without or not picked:
        return total
    if len(picked) > 1:
        return sum(counted.get(LOCAL, {}).values())
    name = _COMMUNES if picked[0].startswith("commune-") else TERRITORY
    return counted.get(name, {}).get(picked[0], 0)
