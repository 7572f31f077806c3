"""A map: territories as shapes, each with its look, its words and where it leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from directory.geography import Geography
from directory.maps import cartogram
from directory.maps.contours import commune_shapes, wide_shapes
from directory.maps.shapes import Box, Shape
from portal.core.enums import TerritoryLevel
from search.territories import KnownTerritory

MARGIN = 0.02  # of the larger side
# More names than these would cover each other on outlines.
MOST_NAMES = 30
LONGEST_NAME = 8
# Grounds and letters keep their size whatever the map holds.
_GRAINS_ACROSS = 72
_LETTERS_ACROSS = 66


class Look(StrEnum):
    """How an area is drawn; each has a ground and a pattern, told apart without colour."""

    COVERED = "covered"
    PARTLY = "partly"
    NOBODY = "nobody"
    UNKNOWN = "unknown"
    HERE = "here"
    PLAIN = "plain"


@dataclass(frozen=True)
class Saying:
    """What a map says of one territory; ``marked`` adds a sign to its look."""

    look: Look
    text: str
    url: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Area:
    value: str
    name: str
    short: str
    saying: Saying
    path: str
    x: int
    y: int
    sign_y: int  # above the name, when there is one


@dataclass(frozen=True)
class Map:
    """``real`` when outlines are those of the land; sizes are in its own units."""

    areas: tuple[Area, ...]
    borders: str
    real: bool
    view_box: str
    grain: str
    letters: str
    sign: str

    @property
    def looks(self) -> list[Look]:
        """The looks that it uses, in their order: what its key explains."""
        used = {area.saying.look for area in self.areas}
        return [look for look in Look if look in used]

    @property
    def has_signs(self) -> bool:
        return any(area.saying.marked for area in self.areas)


def draw(
    sayings: Mapping[str, Saying],
    geography: Geography,
    stamps: dict[str, str] | None = None,
) -> Map | None:
    """The map of the territories said, with their outlines when all of them are known,
    else as tiles; None when they can be drawn in neither way.

    One query when they are communes, none for wider territories.
    """
    known = geography.relations.known
    drawn = [known[value] for value in sayings if value in known]
    shapes = _outlines(drawn, stamps)
    real = bool(shapes)
    if not real:
        values = tuple(territory.value for territory in drawn)
        shapes = cartogram.shapes_of(values, geography.relations)
    if not shapes:
        return None
    box = _whole([shape.box for shape in shapes.values()])
    named = not real or len(shapes) <= MOST_NAMES
    side = max(box.width, box.height)
    letters = round(side / _LETTERS_ACROSS)
    areas = tuple(
        _area(
            territory,
            shapes[territory.value],
            sayings[territory.value],
            short_name(territory, geography) if named else "",
            letters,
        )
        for territory in drawn
        if territory.value in shapes
    )
    margin = round(side * MARGIN)
    return Map(
        areas=areas,
        borders=_borders(drawn, geography, stamps, real=real),
        real=real,
        view_box=f"{box.left - margin} {box.top - margin}"
        f" {box.width + 2 * margin} {box.height + 2 * margin}",
        grain=f"scale({side / _GRAINS_ACROSS / 8:.2f})",
        letters=str(letters),
        sign=str(round(letters / 2)),
    )


def _outlines(
    drawn: list[KnownTerritory], stamps: dict[str, str] | None
) -> dict[str, Shape]:
    """The outlines of all of them, or nothing."""
    values = [territory.value for territory in drawn]
    if all(territory.is_commune for territory in drawn):
        found = commune_shapes(values)
    else:
        held = wide_shapes(stamps)
        found = {value: held[value] for value in values if value in held}
    return found if len(found) == len(values) else {}


def _whole(boxes: list[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole


def _area(
    territory: KnownTerritory, shape: Shape, saying: Saying, short: str, letters: int
) -> Area:
    x, y = shape.anchor
    return Area(
        value=territory.value,
        name=territory.name,
        short=short,
        saying=saying,
        path=shape.path,
        x=x,
        y=y,
        sign_y=y - round(1.5 * letters) if short else y,
    )


def short_name(territory: KnownTerritory, geography: Geography) -> str:
    """A few letters that stand in a tile: those of the largest town of an EPCI."""
    name = territory.name
    if territory.level == TerritoryLevel.EPCI:
        towns = geography.listed(territory.communes)
        name = (
            max(towns, key=lambda t: (t.population or 0, t.code)).name if towns else ""
        )
    name = re.sub(r"\bSaint\b", "St", re.sub(r"\bSainte\b", "Ste", name))
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 1].rstrip(' -')}."


def _borders(
    drawn: list[KnownTerritory],
    geography: Geography,
    stamps: dict[str, str] | None,
    *,
    real: bool,
) -> str:
    """The borders of départements, for who knows the land by them."""
    if any(territory.level != TerritoryLevel.EPCI for territory in drawn):
        return ""
    departements = geography.relations.by_level.get(TerritoryLevel.DEPARTEMENT, ())
    if real:
        held = wide_shapes(stamps)
        around = geography.spread(territory.value for territory in drawn)
        return "".join(
            held[one.value].path
            for one in departements
            if one.value in held and not one.communes & ~around
        )
    groups = {
        territory.value: max(
            departements,
            key=lambda one: (one.communes & territory.communes).bit_count(),
        ).value
        for territory in drawn
        if departements
    }
    return cartogram.borders(groups)
