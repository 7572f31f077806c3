"""What a query asks of documents, facet by facet, as conditions that engines know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from search import periods
from search.engines.base import All, Any, Condition, Days, Not, Terms
from search.facets import FACETS, PERIOD, SESSION, STATUS, TERRITORY, TYPE, Shape
from search.labels import Memory
from search.query import SearchQuery, Without
from search.territories import Relations

# Statuses of a lever as stored, and what today's date makes of them.
OPEN, CLOSED, CLOSING_SOON = "ouvert", "ferme", "bientot-ferme"
SOON = timedelta(days=30)

ONLY_SESSIONS = Terms(TYPE, (SESSION,))


@dataclass(frozen=True)
class Selection:
    """The conditions of one query: what always holds, and one per facet.

    ``by_key`` also has the type when nothing is chosen there: everything but sessions,
    or sessions alone once a period is chosen.
    """

    base: tuple[Condition, ...]
    by_key: dict[str, Condition]

    def filters(self, *, without: Iterable[str] = ()) -> tuple[Condition, ...]:
        left_out = set(without)
        chosen = (c for key, c in self.by_key.items() if key not in left_out)
        return (*self.base, *chosen)


def select(query: SearchQuery, memory: Memory) -> Selection:
    by_key: dict[str, Condition] = {TYPE: _implied_type(query)}
    for key, values in query.filters:
        by_key[key] = _condition(key, values, query, memory)
    if query.calendar is None:
        return Selection(readable(query), by_key)
    if query.calendar.month:
        by_key[PERIOD] = Terms(PERIOD, (query.calendar.month,))
    coming = Days("next_on", query.calendar.first.toordinal(), None)
    return Selection((*readable(query), coming), by_key)


def readable(query: SearchQuery) -> tuple[Condition, ...]:
    """What the viewer may see, in the reader's language, kept for memory or not."""
    conditions: list[Condition] = [
        Terms("audiences", query.audiences),
        Terms("readable_in", (query.language,)),
    ]
    if Without.FALLBACK in query.without:
        conditions.append(Terms("language", (query.language,)))
    if not query.archived:
        conditions.append(Terms("archived", ("false",)))
    return tuple(conditions)


def effective_types(query: SearchQuery) -> tuple[str, ...]:
    """The kinds that can be found; none: all but sessions."""
    if query.calendar is not None:
        return (SESSION,)
    chosen = query.chosen(TYPE)
    if chosen:
        return chosen
    return (SESSION,) if query.chosen(PERIOD) else ()


def _implied_type(query: SearchQuery) -> Condition:
    asked = query.calendar is not None or query.chosen(PERIOD)
    return ONLY_SESSIONS if asked else Not(ONLY_SESSIONS)


def _condition(
    key: str, values: tuple[str, ...], query: SearchQuery, memory: Memory
) -> Condition:
    match FACETS[key].shape:
        case Shape.TERRITORY:
            return territory_condition(
                values, memory.relations, wider=Without.WIDER not in query.without
            )
        case Shape.STATUS:
            return Any(tuple(_status(value, query) for value in values))
        case Shape.PERIOD:
            return Any(tuple(_period(value, query) for value in values))
        case _:
            return Terms(key, values)


def _period(value: str, query: SearchQuery) -> Condition:
    if periods.is_month(value):
        return Terms(PERIOD, (value,))
    first, last = periods.bounds(value, query.today)
    return Days(
        "starts_on",
        first.toordinal() if first else None,
        last.toordinal() if last else None,
    )


def status_days(query: SearchQuery) -> dict[str, tuple[int | None, int]]:
    """The closing dates that change a status today: gone by, or near."""
    today = query.today.toordinal()
    return {"past": (None, today - 1), "soon": (today, today + SOON.days)}


def _status(value: str, query: SearchQuery) -> Condition:
    """Dates win over what was stored: see ``status_on`` of the levers."""
    days = status_days(query)
    past = Days("closes_on", *days["past"])
    soon = Days("closes_on", *days["soon"])
    if value == CLOSED:
        return Any((Terms(STATUS, (CLOSED,)), past))
    if value == CLOSING_SOON:
        return All((Terms(STATUS, (OPEN,)), soon))
    kept: tuple[Condition, ...] = (Terms(STATUS, (value,)), Not(past))
    return All((*kept, Not(soon)) if value == OPEN else kept)


def territory_condition(
    values: Iterable[str], relations: Relations, *, wider: bool
) -> Condition:
    """Documents that share a commune with one of the territories picked, or only
    those that lie at or below; an empty perimeter finds nothing."""
    picked = [value for value in values if not relations.is_empty(value)]
    found = list(_local(picked, relations))
    if wider:
        around = dict.fromkeys(w for value in picked for w in relations.wider(value))
        if around:
            found.append(Terms("territories", tuple(around)))
    return Any(tuple(found))


def _local(picked: list[str], relations: Relations) -> Iterable[Condition]:
    communes = tuple(v for v in picked if relations.known[v].is_commune)
    others = tuple(v for v in picked if not relations.known[v].is_commune)
    if others:
        yield Terms("within", others)
    if communes:
        yield Terms("within_communes", communes)


def local_condition(query: SearchQuery, memory: Memory) -> Condition:
    """Documents at or below the territories picked."""
    return territory_condition(query.chosen(TERRITORY), memory.relations, wider=False)


def narrowest_first(query: SearchQuery, memory: Memory) -> tuple[Condition, ...]:
    """Tiers: what lies at or below the territories picked, then what is wider, each
    from the narrowest level to the widest."""
    picked = query.chosen(TERRITORY)
    if not picked:
        return ()
    relations = memory.relations
    ranks = [relations.known[value].rank for value in picked]
    local = local_condition(query, memory)
    tiers: list[Condition] = []
    for rank in range(max(ranks)):
        tiers.append(All((local, Not(_filed_wider_than(rank, relations)))))
    tiers.append(local)
    for rank in range(min(ranks), 4):
        if rank:
            tiers.append(Not(_filed_wider_than(rank, relations)))
    return tuple(tiers)


def _filed_wider_than(rank: int, relations: Relations) -> Condition:
    return Terms("territories", relations.wider_than_rank(rank))


def upcoming(query: SearchQuery) -> Condition:
    return Days("next_on", query.today.toordinal(), None)
