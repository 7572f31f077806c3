"""Paths of SVG, from points and back."""

import re

from hypothesis import given
from hypothesis import strategies as st

from directory.maps.shapes import box_of, ring_path

vertices = st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999))


def read(path: str) -> list[tuple[int, int]]:
    assert re.fullmatch(r"M-?\d+ -?\d+(l-?\d+ -?\d+( -?\d+ -?\d+)*)?z", path)
    x, y, *steps = map(int, re.findall(r"-?\d+", path))
    found = [(x, y)]
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


@given(st.lists(vertices, min_size=1, max_size=30, unique=True))
def test_a_ring_is_drawn_through_its_points_and_closed(ring) -> None:
    assert read(ring_path([*ring, ring[0]])) == ring
    assert read(ring_path(ring)) == ring


@given(st.lists(vertices, min_size=1))
def test_a_box_holds_its_points_and_no_more(points) -> None:
    box = box_of(points)
    assert all(box.left <= x <= box.right for x, _y in points)
    assert all(box.top <= y <= box.bottom for _x, y in points)
    assert {box.left, box.right} <= {x for x, _y in points}
