"""A GeoJSON file → outlines with the code of their territory; it may hold anything.

Source of the format: RFC 7946 (degrees of WGS84, longitude first).
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from portal.core.imports.refusals import ImportRefused

MAX_BYTES = 40 * 1024 * 1024
MAX_FEATURES = 40_000  # the country has 35,000 communes
MAX_POINTS = 1_500_000
# Where publishers write the official code, the most telling first.
CODE_NAMES = (
    "code",
    "code_insee",
    "insee_com",
    "codgeo",
    "code_siren",
    "siren",
    "siren_epci",
    "code_epci",
    "insee_arr",
    "code_arrondissement",
    "insee_dep",
    "code_departement",
    "insee_reg",
    "code_region",
    "ze2020",
    "code_zone_emploi",
)
WGS84 = ("crs84", "epsg::4326", "epsg:4326")

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Outline:
    """``polygons``: for each, its outer ring and then its holes, in degrees."""

    number: int  # the place of the feature in the file, from 1
    code: str
    polygons: list[list[Ring]]


@dataclass(frozen=True)
class Flaw:
    """A feature that cannot be drawn, and why."""

    number: int
    field: str
    value: str
    message: str


class _Wrong(Exception):
    def __init__(self, message: str, field: str = "geometry") -> None:
        super().__init__(message)
        self.field = field


def read_outlines(path: Path) -> Iterator[Outline | Flaw]:
    """The features of the file one by one. Raise ``ImportRefused`` when it is none."""
    features = _features(_document(path))
    budget = _Budget(MAX_POINTS)
    for number, feature in enumerate(features, start=1):
        code = _code(feature)
        try:
            if not code:
                raise _Wrong(
                    _("It has no official code, such as a property “code”."), "code"
                )
            yield Outline(number, code, _polygons(feature, budget))
        except _Wrong as wrong:
            yield Flaw(number, wrong.field, code, str(wrong))


def _document(path: Path) -> dict[str, Any]:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImportRefused(
                _(
                    "%(file)s holds more than %(size)d MB. Simplify its outlines first:"
                    " a map needs no more than a point every hundred metres."
                )
                % {"file": path.name, "size": MAX_BYTES // 1024**2}
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ImportRefused(
            _("%(file)s cannot be read: %(reason)s.")
            % {"file": path.name, "reason": error.strerror or error}
        ) from error
    try:
        document = json.loads(raw, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _refused(path, _("its encoding is not UTF-8")) from error
    except RecursionError as error:
        raise _refused(path, _("its parts lie too deep in each other")) from error
    except ValueError as error:
        raise _refused(path, _("it is no JSON text")) from error
    if not isinstance(document, dict):
        raise _refused(path, _("it is no collection of features"))
    if document.get("type") == "Topology":
        raise _refused(path, _("it is TopoJSON: convert it to GeoJSON"))
    return document


def _refused(path: Path, reason: str) -> ImportRefused:
    words = {"file": path.name, "reason": reason}
    return ImportRefused(_("%(file)s is no GeoJSON file: %(reason)s.") % words)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _features(document: dict[str, Any]) -> list[Any]:
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise ImportRefused(_("This GeoJSON holds no collection of features."))
    if not features:
        raise ImportRefused(_("This GeoJSON holds no feature."))
    if len(features) > MAX_FEATURES:
        raise ImportRefused(
            _("This GeoJSON holds more than %(count)d features.")
            % {"count": MAX_FEATURES}
        )
    crs = json.dumps(document.get("crs") or "crs84").lower()
    if not any(name in crs for name in WGS84):
        raise _not_degrees()
    return features


def _not_degrees() -> ImportRefused:
    return ImportRefused(
        _(
            "The coordinates are not degrees of longitude and latitude (WGS84)."
            " Convert the file to EPSG:4326 first."
        )
    )


def _code(feature: Any) -> str:
    """The official code of a feature, or empty."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        return ""
    held = {str(name).lower(): value for name, value in properties.items()}
    for name in CODE_NAMES:
        value = held.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()[:20]
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return str(value)[:20] if value < 10**12 else ""
    return ""


@dataclass
class _Budget:
    """So many points, for the whole file."""

    left: int

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise ImportRefused(
                _(
                    "This GeoJSON holds more than %(count)d points. Simplify its"
                    " outlines first."
                )
                % {"count": MAX_POINTS}
            )


def _polygons(feature: Any, budget: _Budget) -> list[list[Ring]]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(_("Its outline is neither a Polygon nor a MultiPolygon."))
    coordinates = geometry.get("coordinates")
    given = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(given, list) or not given:
        raise _Wrong(_("Its outline is empty."))
    return [_rings(polygon, budget) for polygon in given]


def _rings(polygon: Any, budget: _Budget) -> list[Ring]:
    if not isinstance(polygon, list) or not polygon:
        raise _Wrong(_("Its outline is empty."))
    return [_ring(ring, budget) for ring in polygon]


def _ring(ring: Any, budget: _Budget) -> Ring:
    if not isinstance(ring, list) or len(ring) < 4:
        raise _Wrong(_("An outline has at least four points, the last as the first."))
    budget.take(len(ring))
    points = [_point(point) for point in ring]
    if points[0] != points[-1]:
        raise _Wrong(_("An outline ends at the point where it starts."))
    return points


def _point(point: Any) -> tuple[float, float]:
    if not isinstance(point, list) or not 2 <= len(point) <= 4:
        raise _Wrong(_("A point is a longitude and a latitude."))
    longitude, latitude = (_number(part) for part in point[:2])
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise _not_degrees()
    return longitude, latitude


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _Wrong(_("A point is a longitude and a latitude."))
    # An integer of any length, or a decimal beyond what is counted with.
    if abs(value) > 10**9 or not math.isfinite(value):
        raise _not_degrees()
    return float(value)
