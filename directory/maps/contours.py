"""Outlines that were imported: those above communes are held in memory."""

from collections.abc import Iterable

from directory.maps.shapes import Box, Shape
from directory.models import Contour
from portal.core.enums import TerritoryLevel
from portal.core.stamps import Remembered

# The family of what is held: its stamp is advanced by imports.
CONTOURS = "contours"


def _shapes(rows: Iterable[Contour]) -> dict[str, Shape]:
    return {
        row.territory.value: Shape(
            row.path,
            Box(row.left, row.top, row.right, row.bottom),
            (row.anchor_x, row.anchor_y),
        )
        for row in rows
    }


def _build() -> dict[str, Shape]:
    rows = Contour.objects.exclude(territory__level=TerritoryLevel.COMMUNE)
    return _shapes(rows.select_related("territory"))


_wide = Remembered(CONTOURS, _build)


def wide_shapes(stamps: dict[str, str] | None = None) -> dict[str, Shape]:
    """The outlines of all territories but communes, by value."""
    return _wide.get(stamps)


def commune_shapes(values: Iterable[str]) -> dict[str, Shape]:
    """The outlines of some communes, in one query."""
    rows = Contour.objects.filter(territory__value__in=list(values))
    return _shapes(rows.select_related("territory"))
