"""Need: a structure that can do the work of a sector.

Where a structure says that it works counts (each activity may have an area of its own),
never its address.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from directory.enums import GapKind
from directory.following import hidden_paths
from directory.geography import Geography
from directory.models import Activity, ActorPage
from directory.zones.gaps import confirmations
from directory.zones.supply import Help, Supply
from portal.core.enums import StructureKind
from search.labels import Memory

# Those that hours of insertion or a reserved contract may be given to.
INCLUSIVE = frozenset(
    kind.value
    for kind in (
        *(StructureKind.ACI, StructureKind.AI, StructureKind.EI, StructureKind.ETTI),
        *(StructureKind.EITI, StructureKind.GEIQ, StructureKind.REGIE),
        *(StructureKind.EA, StructureKind.EATT, StructureKind.ESAT),
        *(StructureKind.EBE, StructureKind.TIH),
    )
)


def structures(sector: str, geography: Geography, memory: Memory) -> Supply:
    """The structures of ``sector`` or of a part of it. Confirmations are those that
    hold for the whole of it: given for the sector itself, or for what holds it."""
    below = (sector, *_children(sector, memory))
    parent = memory.tables["secteur"][sector].parent
    said = confirmations(
        GapKind.STRUCTURES, geography, (sector, parent) if parent else (sector,)
    )
    helps: dict[int, Help] = {}
    hints: dict[int, int] = {}
    known = geography.relations.known
    for page, areas, commune in _activities(below):
        reach = geography.spread(areas)
        if reach:
            before = helps.get(page, Help(page, 0))
            places = tuple(dict.fromkeys((*before.places, *areas)))
            helps[page] = Help(page, before.communes | reach, places)
        elif commune in known:
            hints[page] = geography.communes(commune)
    return Supply(
        helps=tuple(helps.values()),
        confirmations=said,
        hints=tuple(reach for page, reach in hints.items() if page not in helps),
        as_of=max((row.on for row in said if row.on), default=None),
    )


def _children(sector: str, memory: Memory) -> list[str]:
    table = memory.tables["secteur"]
    return [slug for slug, entry in table.items() if entry.parent == sector]


def _activities(
    sectors: tuple[str, ...],
) -> Iterator[tuple[int, list[str], str]]:
    """Page, areas and commune of each activity of ``sectors``, in four queries."""
    own = _areas(
        Activity.areas.through.objects.filter(activity__sector__slug__in=sectors),
        "activity_id",
    )
    general = _areas(
        ActorPage.areas.through.objects.filter(
            actorpage__activities__sector__slug__in=sectors
        ),
        "actorpage_id",
    )
    hidden = hidden_paths()
    for key, page, path, kinds, commune in _of_sources(sectors).values_list(
        "pk", "page_id", "page__path", "page__kinds", "page__commune__value"
    ):
        if not path.startswith(hidden) and not INCLUSIVE.isdisjoint(kinds):
            areas = own.get(key) or general.get(page, ())
            yield page, sorted(areas), commune or ""


def _of_sources(sectors: tuple[str, ...]) -> QuerySet[Activity]:
    """The activities of live pages; a translation repeats those of its source."""
    french = Q(page__locale__language_code=settings.LANGUAGE_CODE)
    has_source = Exists(
        ActorPage.objects.filter(
            translation_key=OuterRef("page__translation_key"),
            locale__language_code=settings.LANGUAGE_CODE,
        )
    )
    rows = Activity.objects.filter(
        sector__slug__in=sectors, page__live=True, page__alias_of__isnull=True
    )
    return rows.filter(french | ~has_source).order_by()


def _areas(rows: QuerySet[Model], holder: str) -> dict[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    for key, value in rows.order_by().values_list(holder, "territory__value"):
        found[key].add(value)
    return found
