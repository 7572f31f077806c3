"""How territories relate, computed from their sets of communes.

A set of communes is one integer, a bit per commune, so that "shares a commune" and
"lies within" are one operation each. Nothing here assumes a tree: an intermunicipality
may lie in two départements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.enums import TerritoryLevel
from portal.core.models import Territory
from portal.core.stamps import TERRITORIES, Remembered
from search.text.analysis import fold

COUNTRY = "pays"
# An intermunicipality that one of these touches counts as lying at or below it.
_TOUCHING = {TerritoryLevel.DEPARTEMENT, TerritoryLevel.ARRONDISSEMENT}
# What holds communes that one may go down to.
OPENED = {TerritoryLevel.EPCI, TerritoryLevel.ARRONDISSEMENT}

# How wide a level is; levels of one rank overlap and none is narrower.
RANKS = {
    TerritoryLevel.COMMUNE.value: 0,
    TerritoryLevel.EPCI.value: 1,
    TerritoryLevel.ARRONDISSEMENT.value: 1,
    TerritoryLevel.EMPLOYMENT_ZONE.value: 1,
    TerritoryLevel.PERIMETER.value: 1,
    TerritoryLevel.DEPARTEMENT.value: 2,
    TerritoryLevel.REGION.value: 3,
    TerritoryLevel.COUNTRY.value: 4,
}


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
    postcodes: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        return RANKS.get(self.level, 1)

    @property
    def is_commune(self) -> bool:
        return self.level == TerritoryLevel.COMMUNE

    @property
    def is_country(self) -> bool:
        return self.level == TerritoryLevel.COUNTRY


class Relations:
    """Every territory and its relations, held in memory; read-only."""

    def __init__(self, territories: Iterable[KnownTerritory]) -> None:
        self.known = {territory.value: territory for territory in territories}
        # The country needs no row: what is filed nowhere holds everywhere.
        self.known.setdefault(
            COUNTRY, KnownTerritory(COUNTRY, TerritoryLevel.COUNTRY, "", "", None, -1)
        )
        self._within: dict[str, tuple[str, ...]] = {}
        self._wider: dict[str, tuple[str, ...]] = {}
        self._below: dict[tuple[str, str], tuple[str, ...]] = {}
        self._labels: dict[tuple[str | None, str], str] = {}

    @cached_property
    def by_level(self) -> dict[str, list[KnownTerritory]]:
        levels: dict[str, list[KnownTerritory]] = {}
        for territory in self.known.values():
            levels.setdefault(territory.level, []).append(territory)
        return levels

    @cached_property
    def above_communes(self) -> tuple[KnownTerritory, ...]:
        return tuple(t for t in self.known.values() if not t.is_commune)

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each value in lists: widest level first, then by name."""
        levels = list(TerritoryLevel.values)
        ordered = sorted(
            self.known.values(),
            key=lambda t: (
                not t.is_country,
                levels.index(t.level) if t.level in levels else len(levels),
                fold(t.name),
                t.value,
            ),
        )
        return {territory.value: place for place, territory in enumerate(ordered)}

    @cached_property
    def _commune_of_bit(self) -> dict[int, str]:
        return {t.communes: t.value for t in self.known.values() if t.is_commune}

    def names(self, values: Iterable[str]) -> list[str]:
        return [self.known[value].name for value in values if value in self.known]

    def label(self, value: str) -> str:
        """The name, with what tells it from its namesakes of other levels."""
        key = get_language(), value
        if key not in self._labels and value in self.known:
            self._labels[key] = self._label(self.known[value])
        return self._labels.get(key, value)

    def _label(self, territory: KnownTerritory) -> str:
        words = {"name": territory.name, "code": territory.code[:2]}
        if territory.is_country:
            return territory.name or _("Whole country")
        if territory.is_commune:
            return _("%(name)s (%(code)s)") % words
        if territory.level == TerritoryLevel.ARRONDISSEMENT:
            return _("%(name)s (arrondissement)") % words
        if territory.level == TerritoryLevel.EMPLOYMENT_ZONE:
            return _("%(name)s (employment zone)") % words
        return territory.name

    def is_empty(self, value: str) -> bool:
        """Whether it holds no commune, so that nothing can lie there."""
        territory = self.known[value]
        return not territory.communes and not territory.is_country

    def touches(self, one: str, other: str) -> bool:
        """Whether the two share a commune; the country shares all of them."""
        return self._shares(self.known[one], self.known[other])

    def lies_within(self, one: str, other: str) -> bool:
        """Whether ``one`` lies at or below ``other``."""
        return self._lies_within(self.known[one], self.known[other])

    def related(self, one: str, other: str) -> bool:
        """Whether one of the two lies at or below the other."""
        return self.lies_within(one, other) or self.lies_within(other, one)

    def within(self, value: str) -> tuple[str, ...]:
        """All the territories that ``value`` lies at or below, itself included."""
        if value not in self._within:
            self._within[value] = self._compute_within(self.known[value])
        return self._within[value]

    def _compute_within(self, one: KnownTerritory) -> tuple[str, ...]:
        if self.is_empty(one.value):
            return ()
        found = [
            other.value
            for other in self.above_communes
            if self._lies_within(one, other)
        ]
        if one.communes in self._commune_of_bit:
            found.append(self._commune_of_bit[one.communes])
        return tuple(found)

    def wider(self, value: str) -> tuple[str, ...]:
        """Territories that share a commune with ``value`` and do not lie within it."""
        if value not in self._wider:
            picked = self.known[value]
            # A commune that is shared lies within: only wider levels are looked at.
            self._wider[value] = tuple(
                other.value
                for other in self.above_communes
                if self._shares(picked, other) and not self._lies_within(other, picked)
            )
        return self._wider[value]

    def touched_epcis(self, value: str) -> tuple[str, ...]:
        """The intermunicipalities that stand under a département."""
        return self._sharing(value, TerritoryLevel.EPCI)

    def communes_of(self, value: str) -> tuple[str, ...]:
        return self._sharing(value, TerritoryLevel.COMMUNE)

    def _sharing(self, value: str, level: str) -> tuple[str, ...]:
        if (value, level) not in self._below:
            picked = self.known[value]
            self._below[value, level] = tuple(
                other.value
                for other in self.by_level.get(level, ())
                if self._shares(picked, other)
            )
        return self._below[value, level]

    def wider_than_rank(self, rank: int) -> tuple[str, ...]:
        """Every territory of a level wider than ``rank``."""
        return tuple(t.value for t in self.above_communes if t.rank > rank)

    def place(self, values: Sequence[str]) -> Place:
        """Where a document filed under ``values`` stands; under none, everywhere."""
        filed = tuple(value for value in values if value in self.known) or (COUNTRY,)
        within = dict.fromkeys(other for value in filed for other in self.within(value))
        communes = tuple(value for value in within if self.known[value].is_commune)
        breadth = 0
        for value in filed:
            if value != COUNTRY:
                breadth |= self.known[value].communes
        return Place(
            filed=filed,
            within=tuple(value for value in within if value not in set(communes)),
            within_communes=communes,
            breadth=0 if COUNTRY in filed else breadth.bit_count(),
        )

    def _shares(self, one: KnownTerritory, other: KnownTerritory) -> bool:
        if one.is_country or other.is_country:
            return not (self.is_empty(one.value) or self.is_empty(other.value))
        return bool(one.communes & other.communes)

    def _lies_within(self, one: KnownTerritory, other: KnownTerritory) -> bool:
        if one.value == other.value:
            return True
        if other.is_country:
            return True
        if not one.communes or one.is_country:
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
            postcodes=tuple(row.postcodes.split()),
        )
        for row in rows
    )


_remembered = Remembered(TERRITORIES, _build)


def current_relations(stamps: dict[str, str] | None = None) -> Relations:
    """The relations as they are now; pass the stamps already read for the request."""
    return _remembered.get(stamps)
