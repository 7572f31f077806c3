"""Who answers for the region where no facilitator is known."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import get_language

from portal.core.enums import StructureKind, TerritoryLevel
from search import service
from search.facets import TERRITORY, TYPE
from search.labels import Memory
from search.query import SearchQuery
from search.results import Hit
from search.service import Gathered, Wanted

ACTOR = "acteur"
SHOWN = 3


def actors_wanted(kinds: tuple[str, ...], place: str, *, shown: int = SHOWN) -> Wanted:
    """Organisations of some kinds that can act at a place, the closest first."""
    filters = [(TYPE, (ACTOR,))]
    if place:
        filters.append((TERRITORY, (place,)))
    filters.append(("structure", kinds))
    query = SearchQuery(
        today=timezone.localdate(),
        language=get_language() or "fr",
        filters=tuple(filters),
        size=shown,
    )
    return Wanted(query)


def regional_wanted(place: str, memory: Memory) -> list[Wanted]:
    """The regional coordination, then the services of the State of the place."""
    place = place or _region(memory)
    return [
        actors_wanted((StructureKind.COORDINATION,), place),
        actors_wanted((StructureKind.STATE,), place),
    ]


def together(found: Iterable[Gathered]) -> tuple[Hit, ...]:
    """The first pages of several lists, each once."""
    hits = {hit.id: hit for one in found for hit in one.hits}
    return tuple(hits.values())[:SHOWN]


def regional_help(place: str, memory: Memory) -> tuple[Hit, ...]:
    """Who answers for a place; nobody while the search does not answer."""
    return together(service.gather(regional_wanted(place, memory), memory=memory))


def _region(memory: Memory) -> str:
    regions = memory.relations.by_level.get(TerritoryLevel.REGION, ())
    return next((region.value for region in regions), "")
