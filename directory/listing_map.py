"""The map beside the directory: its facet of territories, drawn."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.geography import Geography, current_geography
from directory.maps.drawing import Look, Map, Saying, draw
from portal.core.enums import TerritoryLevel
from search.addresses import adding, taking_away
from search.facets import TERRITORY
from search.query import SearchQuery
from search.results import SearchResults
from search.territories import KnownTerritory

SEVERAL = 5
RESULTS = "#headline"


@dataclass(frozen=True)
class MapRow:
    """One line of the table that says what the map says."""

    name: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class ListingMap:
    """``rows`` hold the intermunicipalities where something is found or chosen, by
    name; ``empty`` is how many others there are; ``sign`` says what is marked."""

    map: Map
    key: list[tuple[Look, str]]
    sign: str
    rows: list[MapRow]
    empty: int


def map_of(results: SearchResults, stamps: dict[str, str]) -> ListingMap | None:
    """How many of what is found lie in each intermunicipality, whichever of them are
    chosen; None while counts are not known, or without anything to draw."""
    facet = next((one for one in results.facets if one.key == TERRITORY), None)
    geography = current_geography(stamps)
    epcis = geography.relations.by_level.get(TerritoryLevel.EPCI, [])
    if facet is None or not epcis:
        return None
    query = results.query
    rows = {
        epci.value: MapRow(
            epci.name,
            facet.counts.get(epci.value, 0),
            _address(epci, query, geography),
            epci.value in facet.chosen,
        )
        for epci in epcis
    }
    near = _communes_near(query, geography)
    drawn = draw(
        {
            epci.value: Saying(
                _look(rows[epci.value]),
                _text(rows[epci.value]),
                rows[epci.value].url,
                marked=bool(epci.communes & near),
            )
            for epci in epcis
        },
        geography,
        stamps,
    )
    if drawn is None:
        return None
    told = [row for row in rows.values() if row.count or row.chosen]
    return ListingMap(
        map=drawn,
        key=[(look, _labels()[look]) for look in drawn.looks],
        sign=geography.relations.label(query.near) if query.near else "",
        rows=sorted(told, key=lambda row: row.name),
        empty=len(rows) - len(told),
    )


def _address(epci: KnownTerritory, query: SearchQuery, geography: Geography) -> str:
    chosen = query.chosen(TERRITORY)
    if epci.value in chosen:
        return taking_away(query, TERRITORY, epci.value) + RESULTS
    related = geography.relations.related
    instead_of = [value for value in chosen if related(value, epci.value)]
    return adding(query, TERRITORY, epci.value, instead_of) + RESULTS


def _communes_near(query: SearchQuery, geography: Geography) -> int:
    """The commune that one asks to be near to; a wider place is no point of a map."""
    near = geography.relations.known.get(query.near)
    return near.communes if near is not None and near.is_commune else 0


def _look(row: MapRow) -> Look:
    if row.chosen:
        return Look.HERE
    if row.count >= SEVERAL:
        return Look.COVERED
    return Look.PARTLY if row.count else Look.UNKNOWN


def _labels() -> dict[Look, str]:
    return {
        Look.HERE: _("Chosen"),
        Look.COVERED: _("%(count)s organisations or more") % {"count": SEVERAL},
        Look.PARTLY: _("Fewer than %(count)s") % {"count": SEVERAL},
        Look.UNKNOWN: _("None that the portal knows"),
    }


def _text(row: MapRow) -> str:
    if not row.count:
        text = _("None that the portal knows")
    else:
        text = ngettext(
            "%(count)s organisation", "%(count)s organisations", row.count
        ) % {"count": row.count}
    return _("Chosen: %(text)s") % {"text": text} if row.chosen else text
