"""Outlines in degrees → shapes with no more points than a map shows.

Territories that share a border keep it in common: no gap opens between them.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from directory.maps.geojson import Ring
from directory.maps.plane import MAX_LATITUDE, UNIT, to_plane
from directory.maps.shapes import Shape, box_of, ring_path

# Islands and holes smaller than this vanish from a territory that has larger parts.
_SMALLEST = 0.002


class NotAnOutline(ValueError):
    """Points that make no surface."""


def geometry_of(polygons: Iterable[list[Ring]]) -> BaseGeometry:
    """A valid surface on the plane of maps. Raise ``NotAnOutline`` where there is none."""
    parts = []
    for outer, *holes in polygons:
        try:
            parts.append(Polygon(_plane(outer), [_plane(hole) for hole in holes]))
        except (ValueError, shapely.GEOSException) as error:
            raise NotAnOutline from error
    surface = MultiPolygon(parts)
    if not surface.is_valid:
        surface = shapely.make_valid(surface)
    parts = list(_surfaces(surface))
    if not parts:
        raise NotAnOutline
    return MultiPolygon(parts) if len(parts) > 1 else parts[0]


def _plane(ring: Ring) -> np.ndarray:
    degrees = np.asarray(ring, dtype=float)
    if np.abs(degrees[:, 1]).max() > MAX_LATITUDE:
        raise NotAnOutline
    return to_plane(degrees)


def _surfaces(geometry: BaseGeometry) -> Iterator[Polygon]:
    for part in shapely.get_parts(geometry):
        if isinstance(part, Polygon):
            if part.area > 0:
                yield part
        elif hasattr(part, "geoms"):
            yield from _surfaces(part)


def simplify(surfaces: list[BaseGeometry], metres: float) -> list[BaseGeometry]:
    """The surfaces without the details below ``metres``; none is lost."""
    held = np.array(surfaces, dtype=object)
    tolerance = metres / UNIT
    if shapely.coverage_is_valid(held):
        simpler = shapely.coverage_simplify(held, tolerance)
    else:  # they overlap or do not meet: each by itself
        simpler = shapely.simplify(held, tolerance, preserve_topology=True)
    return [
        new if not new.is_empty and new.is_valid else old
        for new, old in zip(simpler, held, strict=True)
    ]


def shape_of(surface: BaseGeometry) -> Shape:
    """What is drawn of a surface, in whole units."""
    parts = sorted(_surfaces(surface), key=lambda part: -part.area)
    floor = parts[0].area * _SMALLEST
    rings = [
        vertices
        for part in parts
        if part.area >= floor
        for ring in (part.exterior, *part.interiors)
        if len(set(vertices := _vertices(ring))) > 2
    ]
    if not rings:
        raise NotAnOutline
    inside = parts[0].representative_point()
    return Shape(
        "".join(ring_path(ring) for ring in rings),
        box_of(vertex for ring in rings for vertex in ring),
        (round(inside.x), round(inside.y)),
    )


def _vertices(ring: BaseGeometry) -> list[tuple[int, int]]:
    return [(round(x), round(y)) for x, y in ring.coords]
