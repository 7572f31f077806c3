"""The map without contours: one hexagon for each intermunicipality, all of one size."""

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from directory.maps.shapes import Box, Shape, Vertex, joined, ring_path
from portal.core.enums import TerritoryLevel
from search.territories import Relations

TILES = Path(__file__).parent / "data" / "epci_tiles.csv"
HALF_WIDTH, QUARTER = 52, 30  # of a hexagon that stands on its point: 104 × 120

Tile = tuple[int, int]  # column, row

# From the centre, clockwise from the top.
_CORNERS = (
    (0, -2 * QUARTER),
    (HALF_WIDTH, -QUARTER),
    (HALF_WIDTH, QUARTER),
    (0, 2 * QUARTER),
    (-HALF_WIDTH, QUARTER),
    (-HALF_WIDTH, -QUARTER),
)


@lru_cache(maxsize=1)
def tiles() -> dict[str, Tile]:
    """The tile of each EPCI by its value in addresses."""
    with TILES.open(encoding="utf-8", newline="") as file:
        return {
            f"{TerritoryLevel.EPCI}-{row['code']}": (
                int(row["column"]),
                int(row["row"]),
            )
            for row in csv.DictReader(file)
        }


def hexagon(tile: Tile) -> Shape:
    x, y = _centre(tile)
    corners = [(x + dx, y + dy) for dx, dy in _CORNERS]
    box = Box(
        x - HALF_WIDTH,
        y - 2 * QUARTER,
        x + HALF_WIDTH,
        y + 2 * QUARTER,
    )
    return Shape(ring_path(corners), box, (x, y))


def _centre(tile: Tile) -> Vertex:
    column, row = tile
    return HALF_WIDTH * (2 * column + row % 2), 3 * QUARTER * row


def shapes_of(values: tuple[str, ...], relations: Relations) -> dict[str, Shape]:
    """The shape of each territory that the grid can draw: an EPCI is its tile, a wider
    territory the tiles of the EPCI that lie mostly in it."""
    found = {}
    for value in values:
        if value in tiles():
            found[value] = hexagon(tiles()[value])
        elif own := [hexagon(tiles()[epci]) for epci in _mostly_in(value, relations)]:
            found[value] = joined(own)
    return found


def _mostly_in(value: str, relations: Relations) -> Iterator[str]:
    territory = relations.known[value]
    if territory.is_commune:
        return
    for epci in tiles():
        known = relations.known.get(epci)
        if known is None or not known.communes:
            continue
        shared = (known.communes & territory.communes).bit_count()
        if 2 * shared > known.communes.bit_count():
            yield epci


def borders(groups: Mapping[str, str]) -> str:
    """The sides between tiles of different groups, and around them all, as path data.

    ``groups`` gives the group of each EPCI drawn.
    """
    at = {tiles()[epci]: group for epci, group in groups.items() if epci in tiles()}
    parts = []
    for (column, row), group in at.items():
        x, y = _centre((column, row))
        for side, beside in enumerate(_beside(column, row)):
            other = at.get(beside)
            # A side between two tiles is drawn once.
            if other == group or (other is not None and beside < (column, row)):
                continue
            (x1, y1), (x2, y2) = _CORNERS[side], _CORNERS[(side + 1) % 6]
            parts.append(f"M{x + x1} {y + y1}l{x2 - x1} {y2 - y1}")
    return "".join(parts)


def _beside(column: int, row: int) -> tuple[Tile, ...]:
    """The tiles on the other side of each side, in the order of the corners."""
    shift = row % 2
    return (
        (column + shift, row - 1),
        (column + 1, row),
        (column + shift, row + 1),
        (column + shift - 1, row + 1),
        (column - 1, row),
        (column + shift - 1, row - 1),
    )
