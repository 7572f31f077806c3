"""The map of hexagons: one for each EPCI, beside those that it borders."""

import re

import pytest

from directory.geography import current_geography
from directory.maps.cartogram import borders, hexagon, shapes_of, tiles

pytestmark = pytest.mark.django_db


def corners(path: str) -> set[tuple[int, int]]:
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    x, y, *steps = numbers
    found = {(x, y)}
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.add((x, y))
    return found


def test_every_epci_of_the_region_has_a_tile_of_its_own(starter: None) -> None:
    known = {t.value for t in current_geography().relations.by_level["epci"]}
    assert set(tiles()) == known
    assert len(set(tiles().values())) == len(known)


def test_most_neighbours_touch_on_the_grid(starter: None) -> None:
    geography = current_geography()
    drawn = {value: corners(hexagon(tile).path) for value, tile in tiles().items()}
    pairs = {
        frozenset((value, other.value))
        for value in drawn
        for other in geography.neighbours(value)
    }
    touching = sum(
        len(drawn[one] & drawn[two]) == 2 for one, two in (tuple(p) for p in pairs)
    )
    assert touching >= 0.75 * len(pairs)


def test_wide_territories_are_made_of_tiles_and_communes_of_none(
    starter: None,
) -> None:
    relations = current_geography().relations
    values = ("departement-80", "region-32", "commune-59350", "epci-200093201")
    shapes = shapes_of(values, relations)
    assert set(shapes) == {"departement-80", "region-32", "epci-200093201"}
    assert shapes["region-32"].path.count("z") == len(tiles())
    assert 8 <= shapes["departement-80"].path.count("z") <= 20


def test_borders_stand_between_groups_and_around_them() -> None:
    grid = tiles()
    # Two tiles that touch: ten sides around them, one more where they differ.
    (column, row), first = next((tile, value) for value, tile in grid.items())
    beside = {(column + 1, row), (column - 1, row)}
    second = next(value for value, tile in grid.items() if tile in beside)
    assert borders({first: "a", second: "a"}).count("M") == 10
    assert borders({first: "a", second: "b"}).count("M") == 11
