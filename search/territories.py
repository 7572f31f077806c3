"""How territories relate, computed from their sets of communes.

A set of communes is one integer, a bit per commune, so that "shares a commune" and
"lies within" are one operation each. Nothing here assumes a tree: an intermunicipality
may lie in two départements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.core.enums import TerritoryLevel
from portal.core.models import Territory
from portal.core.stamps import TERRITORIES, Remembered

COUNTRY = "pays"
# An intermunicipality that one of these touches counts as lying at or below it.
_TOUCHING = {TerritoryLevel.DEPARTEMENT, TerritoryLevel.ARRONDISSEMENT}


@dataclass(frozen=True)
class Place:
    """Where a document stands: as filed, and all that it lies at or below."""

    filed: tuple[str, ...]
    within: tuple[str, ...]
    within_communes: tuple[str, ...]
    breadth: int


@dataclass(frozen=True)
class KnownTerritory:
    value: str
    level: str
    code: str
    name: str
    population: int | None
    communes: int  # a set of bits; every bit for the country


class Relations:
    """Every territory and its relations, held in memory; read-only."""

    def __init__(self, territories: Iterable[KnownTerritory]) -> None:
        self.known = {territory.value: territory for territory in territories}
        self._within: dict[str, tuple[str, ...]] = {}

    @cached_property
    def by_level(self) -> dict[str, list[KnownTerritory]]:
        levels: dict[str, list[KnownTerritory]] = {}
        for territory in self.known.values():
            levels.setdefault(territory.level, []).append(territory)
        return levels

    def names(self, values: Iterable[str]) -> list[str]:
        return [self.known[value].name for value in values if value in self.known]

    def label(self, value: str) -> str:
        return self.known[value].name if value in self.known else value

    def touches(self, one: str, other: str) -> bool:
        """Whether the two share a commune; the country shares all of them."""
        return self._shares(self.known[one], self.known[other])

    def lies_within(self, one: str, other: str) -> bool:
        """Whether ``one`` lies at or below ``other``."""
        return self._lies_within(self.known[one], self.known[other])

    def within(self, value: str) -> tuple[str, ...]:
        """All the territories that ``value`` lies at or below, itself included."""
        if value not in self._within:
            one = self.known[value]
            self._within[value] = tuple(
                other.value
                for other in self.known.values()
                if self._lies_within(one, other)
            )
        return self._within[value]

    def wider(self, value: str) -> tuple[str, ...]:
        """Territories that share a commune with ``value`` and do not lie within it."""
        picked = self.known[value]
        return tuple(
            other.value
            for other in self.known.values()
            if self._shares(picked, other) and not self._lies_within(other, picked)
        )

    def place(self, values: Sequence[str]) -> Place:
        """Where a document filed under ``values`` stands; under none, everywhere."""
        filed = tuple(value for value in values if value in self.known) or (COUNTRY,)
        within = dict.fromkeys(
            other
            for value in filed
            for other in (self.within(value) if value in self.known else (value,))
        )
        communes = tuple(value for value in within if value.startswith("commune-"))
        breadth = 0
        for value in filed:
            if value in self.known and value != COUNTRY:
                breadth |= self.known[value].communes
        return Place(
            filed=filed,
            within=tuple(value for value in within if value not in set(communes)),
            within_communes=communes,
            breadth=breadth.bit_count(),
        )

    def _shares(self, one: KnownTerritory, other: KnownTerritory) -> bool:
        return bool(one.communes & other.communes)

    def _lies_within(self, one: KnownTerritory, other: KnownTerritory) -> bool:
        if one.value == other.value:
            return True
        if other.level == TerritoryLevel.COUNTRY:
            return True
        if not one.communes or one.level == TerritoryLevel.COUNTRY:
            return False
        if one.level == TerritoryLevel.EPCI and other.level in _TOUCHING:
            return self._shares(one, other)
        return one.communes & ~other.communes == 0


def _build() -> Relations:
    rows = list(Territory.objects.order_by("pk"))
    bits = {
        row.pk: 1 << place
        for place, row in enumerate(
            row for row in rows if row.level == TerritoryLevel.COMMUNE
        )
    }
    communes = dict(bits)
    for container, commune in Territory.communes.through.objects.values_list(
        "from_territory_id", "to_territory_id"
    ):
        communes[container] = communes.get(container, 0) | bits.get(commune, 0)
    everything = (1 << len(bits)) - 1
    return Relations(
        KnownTerritory(
            value=row.value,
            level=row.level,
            code=row.code,
            name=row.name,
            population=row.population,
            communes=everything
            if row.level == TerritoryLevel.COUNTRY
            else communes.get(row.pk, 0),
        )
        for row in rows
    )


_remembered = Remembered(TERRITORIES, _build)


def current_relations(stamps: dict[str, str] | None = None) -> Relations:
    """The relations as they are now; pass the stamps already read for the request."""
    return _remembered.get(stamps)
