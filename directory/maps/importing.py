"""Files of outlines → the outlines of territories that are known here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from directory.geography import current_geography
from directory.maps.contours import CONTOURS
from directory.maps.geojson import Flaw, Outline, read_outlines
from directory.maps.plane import UNIT, to_plane
from directory.maps.shapes import Shape
from directory.maps.simplifying import NotAnOutline, geometry_of, shape_of, simplify
from directory.models import Contour
from portal.core.enums import TerritoryLevel
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.models import Stamp, Territory

# What is too small to be seen on the maps of each level, in metres.
DETAIL = {TerritoryLevel.COMMUNE: 60.0}
WIDE_DETAIL = 300.0
# An outline lies around the point that official files give; wide ones may not hold it.
FARTHEST = 30_000.0  # metres
WRITTEN_AT_ONCE = 500


@dataclass(frozen=True)
class _Read:
    outline: Outline
    territory: Territory
    surface: BaseGeometry


def import_outlines(paths: Sequence[Path], *, dry_run: bool = False) -> ImportReport:
    """Keep the outlines of ``paths``, all or none.

    In the report a line is the place of a feature in its file. Raise ``ImportRefused``
    when a file holds nothing that can be drawn: no file is then imported.
    """
    names = ", ".join(path.name for path in paths)
    report = ImportReport(file=names, encoding="utf-8", dry_run=dry_run)
    found = [shape for path in paths for shape in _shapes_of(path, report)]
    with transaction.atomic():
        _keep(found, report, dry_run=dry_run)
    return report


def forget_outlines() -> int:
    """Go back to maps of tiles; how many outlines there were."""
    with transaction.atomic():
        gone, _each = Contour.objects.all().delete()
        Stamp.advance(CONTOURS)
    return gone


def _shapes_of(path: Path, report: ImportReport) -> list[tuple[Territory, Shape]]:
    outlines = []
    for item in read_outlines(path):
        report.read += 1
        if isinstance(item, Flaw):
            report.reject(item.number, item.field, item.value, item.message)
        else:
            outlines.append(item)
    read = list(_surfaces(outlines, report))
    if not read:
        raise ImportRefused(
            _("%(file)s holds no outline of a territory that is known here.")
            % {"file": path.name}
        )
    detail = DETAIL.get(TerritoryLevel(read[0].territory.level), WIDE_DETAIL)
    simpler = simplify([known.surface for known in read], detail)
    shapes = []
    for known, surface in zip(read, simpler, strict=True):
        try:
            shapes.append((known.territory, shape_of(surface)))
        except NotAnOutline:
            _reject_outline(known.outline, report)
    return shapes


def _surfaces(outlines: list[Outline], report: ImportReport) -> Iterable[_Read]:
    territories = _territories(outline.code for outline in outlines)
    points = current_geography().points
    taken: set[str] = set()
    for outline in outlines:
        territory = territories.get(outline.code)
        if territory is None:
            message = _("No territory of this code is known here.")
        elif outline.code in taken:
            message = _("An outline of this code comes before in the file.")
        else:
            try:
                surface = geometry_of(outline.polygons)
            except NotAnOutline:
                _reject_outline(outline, report)
                continue
            point = points.get(territory.value)
            if point is None or _metres(surface, *point) <= FARTHEST:
                taken.add(outline.code)
                yield _Read(outline, territory, surface)
                continue
            message = _("This outline lies far from where the territory is.")
        report.reject(outline.number, "code", outline.code, message)


def _metres(surface: BaseGeometry, latitude: float, longitude: float) -> float:
    x, y = to_plane(np.array([[longitude, latitude]]))[0]
    return float(surface.distance(Point(x, y))) * UNIT


def _reject_outline(outline: Outline, report: ImportReport) -> None:
    message = _("The points of this outline make no surface.")
    report.reject(outline.number, "geometry", outline.code, message)


def _territories(codes: Iterable[str]) -> dict[str, Territory]:
    """By code as written, the territories of the one level that the file is about.

    A code may stand for a region and for a département: the level that knows most of
    the codes is meant, the wider for want of a difference.
    """
    given = set(codes)
    by_code: dict[tuple[str, str], Territory] = {}
    for territory in Territory.objects.exclude(level=TerritoryLevel.COUNTRY):
        by_code[territory.level, territory.code] = territory
    longest = Counter(
        level for level, code in by_code if code in given or code.lstrip("0") in given
    )
    order = list(TerritoryLevel.values)
    levels = sorted(longest, key=lambda name: (-longest[name], order.index(name)))
    if not levels:
        return {}
    chosen = levels[0]
    found = {code: row for (level, code), row in by_code.items() if level == chosen}
    # Spreadsheets drop the zeros that codes start with.
    bare = {code.lstrip("0"): row for code, row in found.items()}
    return {code: row for code in given if (row := found.get(code) or bare.get(code))}


def _keep(
    found: list[tuple[Territory, Shape]], report: ImportReport, *, dry_run: bool
) -> None:
    before = {row.territory_id: row for row in Contour.objects.all()}
    rows: dict[int, Contour] = {}
    for territory, shape in found:
        row = _contour(territory, shape)
        old = before.get(territory.pk)
        if old is not None and old.path == row.path:
            report.unchanged += 1
            continue
        if old is None and territory.pk not in rows:
            report.created += 1
        else:
            report.updated += 1
        rows[territory.pk] = row
    if dry_run or not rows:
        return
    Contour.objects.filter(territory__in=list(rows)).delete()
    Contour.objects.bulk_create(rows.values(), batch_size=WRITTEN_AT_ONCE)
    Stamp.advance(CONTOURS)


def _contour(territory: Territory, shape: Shape) -> Contour:
    x, y = shape.anchor
    return Contour(
        territory=territory,
        path=shape.path,
        left=shape.box.left,
        top=shape.box.top,
        right=shape.box.right,
        bottom=shape.box.bottom,
        anchor_x=x,
        anchor_y=y,
    )
