"""What a results page draws around its hits: filters, chips, kinds, the headline."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.enums import TerritoryLevel
from search.addresses import address, choosing, taking_away
from search.facets import FACETS, PERIOD, SESSION, TERRITORY, TYPE
from search.kinds import all_kinds
from search.labels import Memory
from search.query import SearchQuery
from search.results import FacetResult, FacetValue, SearchResults

FULLEST = 15
PICKED = "picked"
# From this share on, a kind is offered alone.
DOMINANT = 0.6
KINDS_NAMED = 3


@dataclass(frozen=True)
class Group:
    """The territories of one level, or those picked."""

    level: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Panel:
    """One facet as it is drawn; a territory is drawn by groups."""

    key: str
    label: str
    nested: bool
    selected_count: int
    values: tuple[FacetValue, ...] = ()
    groups: tuple[Group, ...] = ()
    note: str = ""


def panels(results: SearchResults, memory: Memory) -> tuple[Panel, ...]:
    return tuple(_panel(facet, results.query, memory) for facet in results.facets)


def _panel(facet: FacetResult, query: SearchQuery, memory: Memory) -> Panel:
    selected = len(facet.chosen)
    if facet.key == TERRITORY:
        groups = tuple(_groups(facet, memory))
        return Panel(facet.key, facet.label, False, selected, groups=groups)
    note = _of_sessions(facet, query)
    return Panel(
        facet.key, facet.label, facet.nested, selected, facet.values, note=note
    )


def _of_sessions(facet: FacetResult, query: SearchQuery) -> str:
    """Why the counts of kinds add up to more than was found, where they do."""
    if facet.key != TYPE or facet.chosen or query.chosen(PERIOD):
        return ""
    if not any(value.value == SESSION and value.count for value in facet.values):
        return ""
    return _("Sessions are not part of the total: tick them to see them.")


def level_labels() -> dict[str, str]:
    return {
        TerritoryLevel.COUNTRY: _("Whole country"),
        TerritoryLevel.REGION: _("Regions"),
        TerritoryLevel.DEPARTEMENT: _("Départements"),
        TerritoryLevel.ARRONDISSEMENT: _("Arrondissements"),
        TerritoryLevel.EPCI: _("Intermunicipalities"),
        TerritoryLevel.EMPLOYMENT_ZONE: _("Employment zones"),
        TerritoryLevel.PERIMETER: _("Perimeters"),
        TerritoryLevel.COMMUNE: _("Communes"),
    }


def _groups(facet: FacetResult, memory: Memory) -> Iterator[Group]:
    """The territories picked, then the fullest of each level."""
    relations = memory.relations
    if chosen := facet.chosen:
        yield Group(PICKED, _("Chosen"), facet.some(chosen))
    held: dict[str, list[str]] = {}
    for value in facet.counts:
        if value in relations.known and value not in chosen:
            held.setdefault(relations.known[value].level, []).append(value)
    for level, label in level_labels().items():
        fullest = sorted(
            held.get(level, ()),
            key=lambda value: (-facet.counts[value], relations.order[value]),
        )
        if fullest:
            yield Group(level, label, facet.some(fullest[:FULLEST]))


@dataclass(frozen=True)
class Chip:
    key: str
    facet: str
    value: str
    label: str
    remove: str


def chips(results: SearchResults, memory: Memory) -> tuple[Chip, ...]:
    """Every value chosen, with the link that takes it away."""
    query = results.query
    return tuple(
        Chip(
            key,
            str(FACETS[key].label),
            value,
            FACETS[key].values.label(value, memory),
            taking_away(query, key, value),
        )
        for key, values in query.filters
        for value in values
    )


@dataclass(frozen=True)
class KindCount:
    value: str
    label: str
    count: int
    link: str
    selected: bool


def kind_counts(results: SearchResults) -> tuple[KindCount, ...]:
    """How many results each kind has among those found, to see one alone."""
    query = results.query
    chosen = query.chosen(TYPE)
    counted = next((f.values for f in results.facets if f.key == TYPE), ())
    return tuple(
        KindCount(
            value.value,
            value.label,
            value.count,
            address(choosing(query, TYPE, (value.value,))),
            value.selected,
        )
        for value in counted
        if value.count and (value.selected if chosen else _is_found(value, query))
    )


def _is_found(value: FacetValue, query: SearchQuery) -> bool:
    sessions = value.value == SESSION
    return sessions if query.chosen(PERIOD) else not sessions


def dominant_kind(kinds: tuple[KindCount, ...]) -> KindCount | None:
    """The kind worth seeing alone: most of the results, but not all of them."""
    total = sum(kind.count for kind in kinds)
    if len(kinds) < 2:
        return None
    largest = max(kinds, key=lambda kind: kind.count)
    return largest if largest.count >= DOMINANT * total else None


def headline(results: SearchResults, kinds: tuple[KindCount, ...]) -> str:
    """ "12 practices and 3 levers for “…”": what the status line announces."""
    words = {"found": _found(results, kinds), "q": results.query.q}
    return _("%(found)s for “%(q)s”") % words if results.query.q else words["found"]


def _found(results: SearchResults, kinds: tuple[KindCount, ...]) -> str:
    if not results.total:
        return _("No result")
    if 0 < len(kinds) <= KINDS_NAMED and _all_counted(results, kinds):
        return str(get_text_list([_counted(kind) for kind in kinds], _("and")))
    return ngettext("%(count)s result", "%(count)s results", results.total) % {
        "count": results.total
    }


def _all_counted(results: SearchResults, kinds: tuple[KindCount, ...]) -> bool:
    return sum(kind.count for kind in kinds) == results.total


def _counted(kind: KindCount) -> str:
    declared = all_kinds()[kind.value]
    name = str(declared.label if kind.count == 1 else declared.plural)
    return _("%(count)s %(kind)s") % {
        "count": kind.count,
        "kind": name[:1].lower() + name[1:],
    }
