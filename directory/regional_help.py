"""Who answers for the region where no facilitator is known."""

from django.utils import timezone
from django.utils.translation import get_language

from portal.core.enums import StructureKind, TerritoryLevel
from search import service
from search.facets import TERRITORY, TYPE
from search.labels import Memory
from search.query import SearchQuery
from search.results import Hit
from search.service import Wanted

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


def regional_help(place: str, memory: Memory) -> tuple[Hit, ...]:
    """The regional coordination, then the services of the State of the place."""
    place = place or _region(memory)
    gathered = service.gather(
        [
            actors_wanted((StructureKind.COORDINATION,), place),
            actors_wanted((StructureKind.STATE,), place),
        ],
        memory=memory,
    )
    found = {hit.id: hit for one in gathered for hit in one.hits}
    return tuple(found.values())[:SHOWN]


def _region(memory: Memory) -> str:
    regions = memory.relations.by_level.get(TerritoryLevel.REGION, ())
    return next((region.value for region in regions), "")
