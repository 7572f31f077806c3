"""States of territories from sets of communes, whatever overlaps."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.enums import ZoneState
from directory.zones.computing import Zone, zones_of
from directory.zones.supply import Confirmation, Help, Supply
from tests.directory.geography.square import COMMUNES, bit, code, square

Cells = set[tuple[int, int]]

cells = st.sets(st.sampled_from(COMMUNES), max_size=12)


def mask(chosen: Cells) -> int:
    return sum(bit(*cell) for cell in chosen)


def zone_of(own: Cells, supply: Supply) -> Zone:
    geography = square({"1": own})
    [zone] = zones_of(geography.relations.by_level["epci"], supply, geography)
    return zone


@st.composite
def supplies(draw: st.DrawFn) -> tuple[list[Cells], list[Cells], Supply]:
    helped = draw(st.lists(cells, max_size=4))
    confirmed = draw(st.lists(cells, max_size=3))
    supply = Supply(
        helps=tuple(Help(n, mask(reach)) for n, reach in enumerate(helped)),
        confirmations=(
            *(Confirmation(mask(reach), 1, date(2026, 1, 1)) for reach in confirmed),
            Confirmation(mask(set(COMMUNES)), 1, None, 2),  # of what is not known
        ),
    )
    return helped, confirmed, supply


@given(cells.filter(bool), supplies())
def test_the_state_is_that_of_each_commune(own: Cells, drawn) -> None:
    helped, confirmed, supply = drawn
    zone = zone_of(own, supply)
    covered = {cell for cell in own if any(cell in reach for reach in helped)}
    lacking = own - covered
    known = {cell for cell in lacking if any(cell in reach for reach in confirmed)}
    if not lacking:
        expected = ZoneState.COVERED
    else:
        expected = ZoneState.NOBODY if known == lacking else ZoneState.UNKNOWN
    assert zone.state == expected
    assert zone.is_partly_covered == bool(covered and lacking)
    assert zone.size == len(own)
    assert (zone.covered_count, zone.lacking_count) == (len(covered), len(lacking))
    assert zone.population == sum(x + y for x, y in lacking)


@given(cells.filter(bool), supplies())
def test_help_is_as_near_as_can_be_and_really_there(own: Cells, drawn) -> None:
    helped, _confirmed, supply = drawn
    zone = zone_of(own, supply)
    everywhere = set().union(*helped) if helped else set()
    if own <= everywhere or not everywhere:
        assert zone.nearest is None
        return
    geography = square({"1": own})
    distances = {
        cell: geography.distance("epci-1", f"commune-{code(*cell)}")
        for cell in everywhere
    }
    # To a metre: where points all but meet, an arccosine is no finer than 0.1 m.
    assert zone.nearest.kilometres == pytest.approx(min(distances.values()), abs=1e-3)
    place = tuple(int(part) for part in zone.nearest.commune.code)
    assert place in helped[zone.nearest.page]


@given(cells.filter(bool), supplies())
def test_where_one_place_is_enough_a_zone_is_served_or_not(own: Cells, drawn) -> None:
    helped, _confirmed, supply = drawn
    reaching = Supply(helps=supply.helps, reaches_all=True)
    zone = zone_of(own, reaching)
    served = any(own & reach for reach in helped)
    assert (zone.state == ZoneState.COVERED) == served
    assert not zone.is_partly_covered


@given(cells, supplies())
def test_confirmations_that_others_contradict_are_not_shown(own: Cells, drawn) -> None:
    _helped, _confirmed, supply = drawn
    if not own:
        return
    zone = zone_of(own, supply)
    assert all(row.communes & zone.lacking for row in zone.confirmations)


def test_a_territory_without_communes_is_no_zone() -> None:
    geography = square({"vide": set()})
    found = zones_of(geography.relations.by_level["epci"], Supply(), geography)
    assert found == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, True), (date(2026, 11, 22), True), (date(2026, 11, 21), False)],
)
def test_work_that_is_late_is_no_longer_said(until, expected) -> None:
    row = Confirmation(1, 1, date(2026, 1, 1), 2, until)
    assert row.is_worked_on(date(2026, 11, 22)) is expected
