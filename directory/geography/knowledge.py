"""What is remembered of all territories, built from their rows and one file."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from directory.geography.bits import bits_of, union
from portal.core.models import Territory
from portal.core.stamps import TERRITORIES, Remembered
from search.territories import KnownTerritory, Relations, current_relations

EARTH_RADIUS = 6371.0  # kilometres
NEIGHBOURS = Path(__file__).parent / "data" / "commune_neighbours.txt"

Point = tuple[float, float]  # latitude, longitude


class Geography:
    """Territories, where they lie and what lies beside them; read-only.

    ``touching`` gives, for the code of a commune, codes of communes that border it.
    """

    def __init__(
        self,
        relations: Relations,
        points: Mapping[str, Point],
        touching: Mapping[str, Iterable[str]],
    ) -> None:
        self.relations = relations
        self.points = dict(points)
        communes = [t for t in relations.known.values() if t.is_commune]
        self.everywhere = union(t.communes for t in communes)
        self._bit = {t.code: t.communes.bit_length() - 1 for t in communes}
        self._of_bit = {t.communes.bit_length() - 1: t for t in communes}
        self._vectors = np.full((len(communes), 3), np.nan)
        for territory in communes:
            if point := points.get(territory.value):
                self._vectors[self._bit[territory.code]] = _vector(point)
        self._population = np.zeros(len(communes), dtype=np.int64)
        for territory in communes:
            self._population[self._bit[territory.code]] = territory.population or 0
        self._own = {value: _vector(point) for value, point in points.items()}
        self._beside = self._read_neighbours(touching)

    def _read_neighbours(self, touching: Mapping[str, Iterable[str]]) -> dict[int, int]:
        beside: dict[int, int] = {}
        for code, others in touching.items():
            for other in others:
                one, two = self._bit.get(code), self._bit.get(other)
                if one is not None and two is not None:
                    beside[one] = beside.get(one, 0) | 1 << two
                    beside[two] = beside.get(two, 0) | 1 << one
        return beside

    def communes(self, value: str) -> int:
        """The set of communes of ``value``; all of them for the country."""
        territory = self.relations.known[value]
        return self.everywhere if territory.is_country else territory.communes

    def spread(self, values: Iterable[str]) -> int:
        """All the communes of several territories; unknown ones hold none."""
        known = self.relations.known
        return union(self.communes(value) for value in values if value in known)

    def listed(self, communes: int) -> list[KnownTerritory]:
        return [self._of_bit[int(place)] for place in bits_of(communes)]

    def population(self, communes: int) -> int:
        """Inhabitants of a set of communes, where their number is known."""
        return int(self._population[bits_of(communes)].sum())

    def around(self, value: str) -> int:
        """The communes that border ``value``, outside of it."""
        own = self.communes(value)
        found = union(self._beside.get(int(place), 0) for place in bits_of(own))
        return found & ~own

    def neighbours(self, value: str) -> tuple[KnownTerritory, ...]:
        """Territories of its level that border it and share no commune with it."""
        around, own = self.around(value), self.communes(value)
        level = self.relations.known[value].level
        return tuple(
            other
            for other in self.relations.by_level.get(level, ())
            if other.communes & around and not other.communes & own
        )

    def nearest(self, value: str, communes: int) -> tuple[KnownTerritory, float] | None:
        """The commune of the set that lies nearest to the point of ``value``, and how
        many kilometres away as the crow flies; None where either has no point."""
        here = self._vector_of(value)
        places = bits_of(communes)
        if here is None or not len(places):
            return None
        closeness = self._vectors[places] @ here
        if np.isnan(closeness).all():
            return None
        best = int(np.nanargmax(closeness))
        return self._of_bit[int(places[best])], _kilometres(float(closeness[best]))

    def distance(self, one: str, other: str) -> float | None:
        """Kilometres as the crow flies between two points; None if one is unknown."""
        here, there = self._vector_of(one), self._vector_of(other)
        if here is None or there is None:
            return None
        return _kilometres(float(here @ there))

    def _vector_of(self, value: str) -> np.ndarray | None:
        if value in self._own:
            return self._own[value]
        places = bits_of(self.communes(value))
        vectors = self._vectors[places]
        vectors = vectors[~np.isnan(vectors).any(axis=1)]
        if not len(vectors):
            return None
        middle = vectors.mean(axis=0)
        return middle / np.linalg.norm(middle)


def _vector(point: Point) -> np.ndarray:
    """A point of the earth as a unit vector: nearness is then one product."""
    latitude, longitude = np.radians(point)
    return np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )


def _kilometres(cosine: float) -> float:
    return EARTH_RADIUS * float(np.arccos(min(1.0, max(-1.0, cosine))))


@lru_cache(maxsize=1)
def touching_communes() -> dict[str, tuple[str, ...]]:
    """The file that says which communes border which: see the note beside it."""
    found = {}
    for line in NEIGHBOURS.read_text(encoding="utf-8").splitlines():
        code, *others = line.split()
        found[code] = tuple(others)
    return found


def _build() -> Geography:
    points = {
        value: (latitude, longitude)
        for value, latitude, longitude in Territory.objects.filter(
            latitude__isnull=False, longitude__isnull=False
        )
        .order_by()
        .values_list("value", "latitude", "longitude")
    }
    return Geography(current_relations(), points, touching_communes())


_remembered = Remembered(TERRITORIES, _build)


def current_geography(stamps: dict[str, str] | None = None) -> Geography:
    """The geography as it is now; pass the stamps already read for the request."""
    return _remembered.get(stamps)
