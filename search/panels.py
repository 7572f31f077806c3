"""What a results page draws around its hits: filters, chips, kinds, the headline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.enums import TerritoryLevel
from search.addresses import address, choosing
from search.facets import FACETS, TERRITORY, TYPE
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
    extra: str = ""


def panels(results: SearchResults, memory: Memory) -> tuple[Panel, ...]:
    return tuple(_panel(facet, results, memory) for facet in results.facets)


def _panel(facet: FacetResult, results: SearchResults, memory: Memory) -> Panel:
    chosen = len(results.query.chosen(facet.key))
    if facet.key == TERRITORY:
        return Panel(
            facet.key,
            facet.label,
            False,
            chosen,
            groups=tuple(_groups(facet, memory)),
            extra=facet.extra,
        )
    return Panel(
        facet.key, facet.label, facet.nested, chosen, facet.values, extra=facet.extra
    )


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
    values = {value.value: value for value in _flattened(facet.values)}
    picked = tuple(value for value in values.values() if value.selected)
    if picked:
        yield Group(PICKED, _("Chosen"), picked)
    known = memory.relations.known
    for level, label in level_labels().items():
        held = [
            value
            for value in values.values()
            if known[value.value].level == level and not value.selected
        ]
        fullest = sorted(held, key=lambda value: -value.count)[:FULLEST]
        if fullest:
            yield Group(level, label, tuple(fullest))


def _flattened(values: Iterable[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _flattened(value.children)


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
    found = []
    for key, values in query.filters:
        facet = FACETS[key]
        for value in values:
            kept = tuple(other for other in values if other != value)
            found.append(
                Chip(
                    key,
                    str(facet.label),
                    value,
                    facet.values.label(value, memory),
                    address(choosing(query, key, kept)),
                )
            )
    return tuple(found)


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
    sessions = value.value == "session"
    return sessions if query.chosen("periode") else not sessions


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
