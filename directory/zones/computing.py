"""What is there → the state of each territory, whom it concerns, how far help is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from directory.enums import ZoneState
from directory.geography import Geography
from directory.zones.supply import Confirmation, Help, Supply
from search.territories import KnownTerritory


@dataclass(frozen=True)
class Nearest:
    """The nearest commune that is served, by whom, how far as the crow flies; ``place``
    is the territory that is served, or else that commune."""

    commune: KnownTerritory
    page: int
    kilometres: float
    place: str


@dataclass(frozen=True)
class Zone:
    """``lacking`` are the communes without what is needed; ``population`` theirs, as
    far as it is known; ``limited`` those served for some themes only; ``hints`` how
    many facts that do not count lie there; ``unchecked`` the communes served by those
    alone whom nobody has asked yet."""

    territory: KnownTerritory
    communes: int
    covered: int
    nobody: int
    limited: int
    population: int
    confirmations: tuple[Confirmation, ...]
    nearest: Nearest | None
    hints: int = 0
    unchecked: int = 0

    @cached_property
    def lacking(self) -> int:
        return self.communes & ~self.covered

    @property
    def state(self) -> ZoneState:
        if not self.lacking:
            return ZoneState.COVERED
        confirmed = not self.lacking & ~self.nobody
        return ZoneState.NOBODY if confirmed else ZoneState.UNKNOWN

    @property
    def is_partly_covered(self) -> bool:
        return bool(self.covered and self.lacking)

    @property
    def size(self) -> int:
        return self.communes.bit_count()

    @property
    def covered_count(self) -> int:
        return self.covered.bit_count()

    @property
    def lacking_count(self) -> int:
        return self.lacking.bit_count()

    @property
    def is_limited(self) -> bool:
        """Whether some of what is lacking is there for some themes."""
        return bool(self.lacking & self.limited)


def zones_of(
    territories: Iterable[KnownTerritory], supply: Supply, geography: Geography
) -> list[Zone]:
    """The zone of each territory that holds a commune, in the order given."""
    helpers = _Helpers(supply.helps, geography)
    return [
        _zone(territory, supply, geography, helpers)
        for territory in territories
        if geography.communes(territory.value)
    ]


def _zone(
    territory: KnownTerritory,
    supply: Supply,
    geography: Geography,
    helpers: "_Helpers",
) -> Zone:
    communes = geography.communes(territory.value)
    covered = communes & supply.covered
    if covered and supply.reaches_all:
        covered = communes
    lacking = communes & ~covered
    return Zone(
        territory=territory,
        communes=communes,
        covered=covered,
        nobody=lacking & supply.nobody,
        limited=communes & supply.limited,
        population=geography.population(lacking),
        confirmations=tuple(
            row for row in supply.confirmations if row.communes & lacking
        ),
        nearest=helpers.nearest(territory.value, supply) if lacking else None,
        hints=sum(1 for reach in supply.hints if reach & communes),
        unchecked=communes & supply.unchecked,
    )


class _Helpers:
    """Who serves a commune; the same communes are the nearest to many."""

    def __init__(self, helps: Sequence[Help], geography: Geography) -> None:
        self._helps = helps
        self._geography = geography
        self._best: dict[int, tuple[int, str]] = {}

    def nearest(self, value: str, supply: Supply) -> Nearest | None:
        found = self._geography.nearest(value, supply.covered)
        if found is None:
            return None
        commune, kilometres = found
        page, place = self._at(commune.communes)
        return Nearest(commune, page, kilometres, place or commune.value)

    def _at(self, commune: int) -> tuple[int, str]:
        """Of several, the one that serves the fewest communes, and the narrowest of
        its territories that holds this one."""
        if commune not in self._best:
            there = (help for help in self._helps if help.communes & commune)
            best = min(there, key=lambda help: (help.communes.bit_count(), help.page))
            sizes = {
                value: reach.bit_count()
                for value in best.places
                if (reach := self._geography.communes(value)) & commune
            }
            place = min(sizes, key=lambda value: (sizes[value], value), default="")
            self._best[commune] = best.page, place
        return self._best[commune]
