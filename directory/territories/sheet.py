"""The page of a territory: read once, in a number of queries that does not grow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from directory.bodies import Body, bodies_of
from directory.enums import ZoneState
from directory.following import read_following
from directory.geography import Geography, current_geography
from directory.page_links import page_links
from directory.territories.shelves import (
    Asker,
    Beside,
    Shelves,
    read_beside,
    read_shelves,
    sectors_of,
)
from directory.zones.computing import Zone, zones_of
from directory.zones.facilitators import facilitators
from directory.zones.supply import Supply
from portal.core.enums import TerritoryLevel
from portal.core.visits import PageLink
from search.territories import KnownTerritory

BODIES = 8
NEIGHBOURS = 8
# From the widest to the narrowest, as one says where a place is.
ABOVE = (
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTEMENT,
    TerritoryLevel.ARRONDISSEMENT,
    TerritoryLevel.EMPLOYMENT_ZONE,
    TerritoryLevel.EPCI,
)


@dataclass(frozen=True)
class Lack:
    """Something that the territory lacks and that neighbours have.

    ``sector`` is empty for a facilitator, a practice or a date, which ``what`` names;
    neighbours come with how many they have, 0 where it is not counted.
    """

    what: str
    sector: str
    label: str
    neighbours: tuple[tuple[KnownTerritory, int], ...]


@dataclass(frozen=True)
class TerritorySheet:
    """``bodies`` are those to call, the lead first; ``more_bodies`` how many are left;
    ``zone`` says whether each commune has one; ``shelves`` is None while the search
    does not answer."""

    territory: KnownTerritory
    geography: Geography
    today: date
    bodies: list[Body]
    more_bodies: int
    zone: Zone | None
    supply: Supply
    pages: dict[int, PageLink]
    shelves: Shelves | None
    lacks: list[Lack]

    @property
    def communes(self) -> int:
        return self.geography.communes(self.territory.value)

    @property
    def commune_count(self) -> int:
        return self.communes.bit_count()

    @property
    def is_reachable(self) -> bool:
        """Whether one of the bodies shown can be called."""
        return any(body.is_reachable for body in self.bodies)

    @property
    def above(self) -> list[KnownTerritory]:
        """The wider territories that it shares communes with, widest first."""
        return [
            other
            for level in ABOVE
            for other in self._sharing(level)
            if self._holds(other)
        ]

    @cached_property
    def parts(self) -> list[Zone]:
        """What it is made of, and who follows clauses there: the communes of an EPCI,
        the EPCI of what is wider, by name."""
        if self.territory.is_commune:
            return []
        narrow = self.territory.level == TerritoryLevel.EPCI
        level = TerritoryLevel.COMMUNE if narrow else TerritoryLevel.EPCI
        order = self.geography.relations.order
        inside = sorted(self._sharing(level), key=lambda t: order[t.value])
        return zones_of(inside, self.supply, self.geography)

    @property
    def neighbours(self) -> list[KnownTerritory]:
        return neighbours_of(self.territory, self.geography)

    def _sharing(self, level: str) -> list[KnownTerritory]:
        known = self.geography.relations.by_level.get(level, ())
        return [t for t in known if t.communes & self.communes and t != self.territory]

    def _holds(self, other: KnownTerritory) -> bool:
        """Whether ``other`` says where the territory is: it is wider than it."""
        return other.communes.bit_count() > self.communes.bit_count()


def read_territory(value: str, asker: Asker) -> TerritorySheet:
    """All that the page of a territory that is known shows."""
    geography = current_geography(dict(asker.memory.stamps))
    territory = geography.relations.known[value]
    rows = read_following(geography, asker.today)
    supply = facilitators(rows)
    [zone] = zones_of([territory], supply, geography) or [None]
    there = [row for row in rows if row.communes & geography.communes(value)]
    following = {row.actor for row in there if not row.nobody}
    bodies = bodies_of(there, geography.communes(value), limit=BODIES)
    shelves = read_shelves(value, asker)
    neighbours = neighbours_of(territory, geography)
    beside = read_beside(neighbours, asker)
    return TerritorySheet(
        territory=territory,
        geography=geography,
        today=asker.today,
        bodies=bodies,
        more_bodies=len(following) - len(bodies),
        zone=zone,
        supply=supply,
        pages=page_links(_named(zone)),
        shelves=shelves,
        lacks=list(_lacks(zone, shelves, neighbours, beside, supply, geography, asker)),
    )


def neighbours_of(
    territory: KnownTerritory, geography: Geography
) -> list[KnownTerritory]:
    """The territories beside, the most populated first."""
    found = geography.neighbours(territory.value)
    ordered = sorted(found, key=lambda t: (-(t.population or 0), t.value))
    return ordered[:NEIGHBOURS]


def _named(zone: Zone | None) -> set[int]:
    """The pages that what is known of facilitators there names."""
    if zone is None:
        return set()
    keys = {zone.nearest.page} if zone.nearest else set()
    for row in zone.confirmations:
        keys |= {row.by} | ({row.worked_on_by} - {None})
    return keys


def _lacks(
    zone: Zone | None,
    shelves: Shelves | None,
    neighbours: Sequence[KnownTerritory],
    beside: Beside,
    supply: Supply,
    geography: Geography,
    asker: Asker,
) -> Iterator[Lack]:
    if zone is not None and zone.state != ZoneState.COVERED:
        served = zones_of(neighbours, supply, geography)
        covered = [z.territory for z in served if z.state == ZoneState.COVERED]
        if covered:
            yield Lack("facilitateur", "", "", tuple((t, 0) for t in covered))
    if shelves is None:
        return
    present = {sector.slug for sector in shelves.sectors}
    for slug, label in sectors_of(asker.memory).items():
        if slug not in present and (
            having := [
                (other, beside.sectors[other.value][slug])
                for other in neighbours
                if beside.sectors.get(other.value, {}).get(slug)
            ]
        ):
            yield Lack("structures", slug, label, tuple(having))
    for what, there, counts in (
        ("pratiques", shelves.practices.total, beside.practices),
        ("formations", _on_site(shelves), beside.dates),
    ):
        if not there and counts:
            having = [(t, counts[t.value]) for t in neighbours if t.value in counts]
            yield Lack(what, "", "", tuple(having))


def _on_site(shelves: Shelves) -> int:
    """How many dates bring people somewhere."""
    counts = shelves.dates.counts["modalite"]
    return sum(count for how, count in counts.items() if how != "distance")
