"""The nearest first: a total order too, whatever else is asked."""

from dataclasses import replace
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.base import Count, Engine, EngineRequest, Point, Terms
from search.query import Sort
from tests.search.engines.corpus import changes, document, filled, found, typed
from tests.search.servers import NewEngine

# Real points: about 10, 75 and 130 km from the first.
BETHUNE = (50.5306, 2.6408)
BRUAY = (50.4833, 2.5433)
AMIENS = (49.8942, 2.2957)
LAON = (49.5641, 3.6199)


def metres(one: Point, other: Point) -> float:
    (lat, lon), (there_lat, there_lon) = (map(radians, p) for p in (one, other))
    share = sin((there_lat - lat) / 2) ** 2
    share += cos(lat) * cos(there_lat) * sin((there_lon - lon) / 2) ** 2
    return 2 * 6_371_000 * asin(min(1.0, sqrt(share)))


def test_the_nearest_first_then_what_has_no_position(engine: Engine) -> None:
    filled(
        engine,
        document(1, "A", position=LAON),
        document(2, "Z nulle part"),
        document(3, "C", position=BETHUNE),
        document(4, "B", position=AMIENS),
        document(5, "A nulle part", weight=0.6),
        document(6, "D", position=BRUAY, weight=0.6),
    )
    assert found(engine, near=BETHUNE) == [3, 6, 4, 1, 5, 2]
    assert found(engine, near=AMIENS) == [4, 6, 3, 1, 5, 2]


@pytest.mark.parametrize("sort", list(Sort))
def test_it_comes_before_words_tiers_and_sorts(engine: Engine, sort: Sort) -> None:
    filled(
        engine,
        document(1, "Clause clause clause", territories=("epci-1",), position=LAON),
        document(2, "Une clause", position=BRUAY),
        document(3, "Autre chose", position=BETHUNE),
    )
    tiers = (Terms("territories", ("epci-1",)),)
    asked = {"near": BETHUNE, "sort": sort, "narrowest_first": tiers}
    assert found(engine, *typed("clause"), **asked) == [2, 1]
    assert found(engine, **asked) == [3, 2, 1]


def test_filters_totals_and_counts_are_those_of_any_search(engine: Engine) -> None:
    filled(
        engine,
        document(1, kind="acteur", position=BRUAY),
        document(2, kind="acteur"),
        document(3, kind="fiche", position=BETHUNE),
    )
    kinds = Count("kinds", "kind", ())
    request = EngineRequest("fr", (Terms("kind", ("acteur",)),), counts=(kinds,))
    answer = engine.search(replace(request, near=BETHUNE))
    assert answer.ids == ("page-1", "page-2")
    assert answer.total == 2
    assert answer.counts["kinds"] == {"acteur": 2, "fiche": 1}


def test_equals_stand_by_title_and_pages_neither_repeat_nor_skip(
    engine: Engine,
) -> None:
    places = (BETHUNE, LAON, None)
    made = [
        document(n, f"Titre {n * 37 % 60:02}", position=places[n % 3])
        for n in range(60)
    ]
    filled(engine, *made[:30])
    engine.apply(changes(*made[30:]))
    engine.apply(changes(*made[10:20], version=2))
    expected = [
        one.id
        for one in sorted(made, key=lambda d: (places.index(d.position), d.title))
    ]
    for size in (1, 7, 20, 60):
        ids: list[str] = []
        for offset in range(0, 60, size):
            request = EngineRequest("fr", (), near=BETHUNE, offset=offset, limit=size)
            ids += engine.search(request).ids
        assert ids == expected, size
    beyond = engine.search(EngineRequest("fr", (), near=BETHUNE, offset=60))
    assert (beyond.ids, beyond.total) == ((), 60)


def test_a_document_that_moves_or_is_forgotten(engine: Engine) -> None:
    filled(
        engine, document(1, position=BETHUNE), document(2, position=LAON), document(3)
    )
    engine.apply(changes(document(1, position=AMIENS), version=2))
    engine.apply(changes(document(3, position=BRUAY), version=2))
    assert found(engine, near=BETHUNE) == [3, 1, 2]
    engine.apply(changes(document(3), version=3))
    assert found(engine, near=BETHUNE) == [1, 2, 3]


@pytest.mark.parametrize(
    "position", [(91.0, 2.0), (50.0, 181.0), (float("nan"), 2.0), (float("inf"), 0.0)]
)
def test_what_is_no_point_of_the_earth_lies_nowhere(
    engine: Engine, position: Point
) -> None:
    filled(engine, document(1, "A", position=position), document(2, position=LAON))
    assert found(engine, near=BETHUNE) == [2, 1]


@pytest.mark.parametrize("near", [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)])
def test_one_may_ask_from_anywhere(engine: Engine, near: Point) -> None:
    ends = ((90.0, 180.0), (-90.0, -180.0), (0.0, 0.0))
    filled(engine, *(document(n, position=at) for n, at in enumerate(ends)))
    first, *others = found(engine, near=near)
    assert first == ends.index(near)
    assert len(others) == 2


latitudes = st.integers(4_800_000, 5_200_000).map(lambda n: n / 100_000)
longitudes = st.integers(100_000, 500_000).map(lambda n: n / 100_000)
points = st.tuples(latitudes, longitudes)


@settings(max_examples=20)
@given(st.lists(points, min_size=1, max_size=12), points)
def test_the_order_is_that_of_the_distances(
    new_engine: NewEngine, places: list[Point], here: Point
) -> None:
    engine = new_engine()
    filled(engine, *(document(n, position=at) for n, at in enumerate(places)))
    far = [metres(here, places[n]) for n in found(engine, near=here)]
    assert len(far) == len(places)
    # To a metre: engines keep points and compare distances as finely as that.
    assert all(one <= other + 3 for one, other in pairwise(far))
