"""What the search finds for a territory: structures, networks, levers, practices, dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from directory.zones.structures import INCLUSIVE
from portal.core.enums import StructureKind
from search import service
from search.engines.base import Condition, Days, Not, Terms
from search.facets import SESSION, STATUS, TERRITORY, TYPE
from search.labels import Memory, label_language
from search.query import SearchQuery, Sort, Without
from search.results import Hit
from search.service import Gathered, Wanted
from search.territories import KnownTerritory

STRUCTURES_READ = 50
SHOWN = 6
DATES = 5
# A lever that is closed or suspended applies nowhere.
OPEN_LEVERS = ("ouvert", "bientot-ferme", "a-verifier")
SECTOR = "secteur"
REMOTE = Terms("modalite", ("distance",))


@dataclass(frozen=True)
class Sector:
    """``count`` structures of a sector can act there; ``names`` are some of them."""

    slug: str
    label: str
    count: int
    names: tuple[Hit, ...]


@dataclass(frozen=True)
class Shelves:
    """``structures`` counts each once, whatever their sectors."""

    structures: Gathered
    networks: Gathered
    levers: Gathered
    practices: Gathered
    dates: Gathered
    sectors: tuple[Sector, ...]
    # What is called a structure here, as the search is asked for it.
    kinds: ClassVar[list[str]] = sorted(INCLUSIVE)


@dataclass(frozen=True)
class Asker:
    """The same visitor, the same day, for each list."""

    today: date
    language: str
    memory: Memory

    def wanted(
        self,
        kind: str,
        places: Sequence[str],
        *filters: tuple[str, tuple[str, ...]],
        size: int = SHOWN,
        sort: Sort = Sort.RELEVANCE,
        local: bool = False,
        conditions: tuple[Condition, ...] = (),
        counted: tuple[str, ...] = (),
    ) -> Wanted:
        """A list of one kind of content; ``local`` leaves out what is wider."""
        query = SearchQuery(
            today=self.today,
            language=self.language,
            filters=((TYPE, (kind,)), (TERRITORY, tuple(places)), *filters),
            sort=sort,
            size=size,
            without=frozenset({Without.WIDER}) if local else frozenset(),
        )
        return Wanted(query, conditions, counted)

    @property
    def coming(self) -> Condition:
        return Days("next_on", self.today.toordinal(), None)

    def structures(self, places: Sequence[str], size: int) -> Wanted:
        return self.wanted(
            "acteur",
            places,
            ("structure", tuple(Shelves.kinds)),
            size=size,
            counted=(SECTOR,),
        )

    def gather(self, wanted: Sequence[Wanted]) -> tuple[Gathered, ...]:
        return service.gather(wanted, memory=self.memory)


def read_shelves(value: str, asker: Asker) -> Shelves | None:
    """The lists of a territory; None while the search does not answer."""
    here = (value,)
    found = asker.gather(
        [
            asker.structures(here, STRUCTURES_READ),
            asker.wanted("acteur", here, ("structure", (StructureKind.NETWORK_HEAD,))),
            asker.wanted("levier", here, (STATUS, OPEN_LEVERS)),
            asker.wanted("pratique", here, local=True),
            asker.wanted(
                SESSION,
                here,
                size=DATES,
                sort=Sort.NEXT_DATE,
                conditions=(asker.coming,),
                counted=("modalite",),
            ),
        ]
    )
    if not found:
        return None
    structures, networks, levers, practices, dates = found
    sectors = tuple(_sectors(structures, asker.memory))
    return Shelves(structures, networks, levers, practices, dates, sectors)


def _sectors(structures: Gathered, memory: Memory) -> list[Sector]:
    """Sectors of the first level, in the editors' order."""
    counts = structures.counts.get(SECTOR, {})
    return [
        Sector(
            slug,
            label,
            counts[slug],
            tuple(
                hit for hit in structures.hits if slug in hit.card.get("sectors", ())
            ),
        )
        for slug, label in sectors_of(memory).items()
        if counts.get(slug)
    ]


def sectors_of(memory: Memory) -> dict[str, str]:
    """The sectors of the first level with their labels, in the editors' order."""
    table = memory.tables[SECTOR]
    labels = table.labels(label_language())
    return {slug: labels[slug] for slug, entry in table.items() if not entry.parent}


@dataclass(frozen=True)
class Beside:
    """What the territories beside have: sectors by territory, practices, dates."""

    sectors: dict[str, dict[str, int]]
    practices: dict[str, int]
    dates: dict[str, int]


def read_beside(neighbours: Sequence[KnownTerritory], asker: Asker) -> Beside:
    """One call to the engine for each neighbour, two for all of them, no query."""
    values = tuple(territory.value for territory in neighbours)
    if not values:
        return Beside({}, {}, {})
    field = "within_communes" if neighbours[0].is_commune else "within"
    found = asker.gather(
        [
            asker.wanted("pratique", values, size=0, local=True, counted=(field,)),
            asker.wanted(
                SESSION,
                values,
                size=0,
                local=True,
                conditions=(asker.coming, Not(REMOTE)),
                counted=(field,),
            ),
            *(asker.structures((value,), 0) for value in values),
        ]
    )
    if not found:
        return Beside({}, {}, {})
    practices, dates, *structures = found
    return Beside(
        sectors={
            value: one.counts.get(SECTOR, {})
            for value, one in zip(values, structures, strict=True)
        },
        practices=_of(values, practices.counts[field]),
        dates=_of(values, dates.counts[field]),
    )


def _of(values: tuple[str, ...], counts: dict[str, int]) -> dict[str, int]:
    return {value: counts[value] for value in values if counts.get(value)}
