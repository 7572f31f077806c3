"""Shapes of territories on the plane of a map, as SVG writes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Vertex = tuple[int, int]


@dataclass(frozen=True)
class Box:
    left: int
    top: int
    right: int
    bottom: int

    def joined(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class Shape:
    """``path`` is the data of an SVG path, ``anchor`` a point inside for a label."""

    path: str
    box: Box
    anchor: Vertex


def ring_path(ring: Sequence[Vertex]) -> str:
    """A closed ring as path data, each point from the one before: a third shorter."""
    (x, y), *rest = ring
    if rest and rest[-1] == (x, y):
        rest.pop()
    parts = [f"M{x} {y}"]
    command = "l"
    for to_x, to_y in rest:
        dx, dy = to_x - x, to_y - y
        if dx or dy:
            parts.append(f"{command}{dx} {dy}")
            command = " "
            x, y = to_x, to_y
    return "".join(parts) + "z"


def box_of(vertices: Iterable[Vertex]) -> Box:
    xs, ys = zip(*vertices, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def joined(shapes: Sequence[Shape]) -> Shape:
    """Several shapes as one; its label stands on the most central of them."""
    box = shapes[0].box
    for shape in shapes[1:]:
        box = box.joined(shape.box)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2

    def eccentricity(shape: Shape) -> float:
        x, y = shape.anchor
        return (x - middle[0]) ** 2 + (y - middle[1]) ** 2

    central = min(shapes, key=eccentricity)
    return Shape("".join(shape.path for shape in shapes), box, central.anchor)
