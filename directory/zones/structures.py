"""Need: a structure that can do the work of a sector.

Where a structure says that it works counts (each activity may have an area of its own),
never its address.
"""

from collections import defaultdict

from django.conf import settings

from directory.enums import GapKind
from directory.geography import Geography
from directory.models import Activity, ActorPage
from directory.zones.gaps import confirmations
from directory.zones.supply import Help, Supply
from portal.core.enums import StructureKind
from search.labels import Memory

# Those that hours of insertion or a reserved contract may be given to.
INCLUSIVE = frozenset(
    {
        *(StructureKind.ACI, StructureKind.AI, StructureKind.EI, StructureKind.ETTI),
        *(StructureKind.EITI, StructureKind.GEIQ, StructureKind.REGIE),
        *(StructureKind.EA, StructureKind.EATT, StructureKind.ESAT),
        *(StructureKind.EBE, StructureKind.TIH),
    }
)


def structures(sector: str, geography: Geography, memory: Memory) -> Supply:
    """The structures of ``sector`` or of a part of it. Confirmations are those that
    hold for the whole of it: given for the sector itself, or for what holds it."""
    below = (sector, *_children(sector, memory))
    parent = memory.tables["secteur"][sector].parent
    said = confirmations(
        GapKind.STRUCTURES, geography, (sector, parent) if parent else (sector,)
    )
    helps: dict[int, int] = {}
    hints: dict[int, int] = {}
    known = geography.relations.known
    for page, areas, commune in _activities(below):
        reach = geography.spread(areas)
        if reach:
            helps[page] = helps.get(page, 0) | reach
        elif commune in known:
            hints[page] = geography.communes(commune)
    return Supply(
        helps=tuple(Help(page, reach) for page, reach in helps.items()),
        confirmations=said,
        hints=tuple(reach for page, reach in hints.items() if page not in helps),
        as_of=max((row.on for row in said if row.on), default=None),
    )


def _children(sector: str, memory: Memory) -> list[str]:
    table = memory.tables["secteur"]
    return [slug for slug, entry in table.items() if entry.parent == sector]


def _activities(
    sectors: tuple[str, ...],
) -> list[tuple[int, list[str], str]]:
    """Page, areas and commune of each activity of ``sectors``, in three queries."""
    pages = ActorPage.objects.live().public().filter(alias_of__isnull=True)
    french = ActorPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    # Facts are those of the source: a translation repeats them.
    source = pages.exclude(
        pk__in=pages.exclude(locale__language_code=settings.LANGUAGE_CODE)
        .filter(translation_key__in=french.values("translation_key"))
        .values("pk")
    )
    rows = Activity.objects.filter(
        sector__slug__in=sectors, page__in=source.order_by().values("pk")
    ).order_by()
    own: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in Activity.areas.through.objects.filter(
        activity__in=rows.values("pk")
    ).values_list("activity_id", "territory__value"):
        own[key].append(value)
    general: defaultdict[int, list[str]] = defaultdict(list)
    for key, value in ActorPage.areas.through.objects.filter(
        actorpage__in=rows.values("page_id")
    ).values_list("actorpage_id", "territory__value"):
        general[key].append(value)
    return [
        (page, own.get(key) or general.get(page, []), commune or "")
        for key, page, kinds, commune in rows.values_list(
            "pk", "page_id", "page__kinds", "page__commune__value"
        )
        if INCLUSIVE.intersection(kinds)
    ]
