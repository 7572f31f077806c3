"""Neighbours, distances and sums, from sets of communes alone."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geography import Geography, bits_of, current_geography, mask_of
from directory.geography.knowledge import EARTH_RADIUS, touching_communes
from portal.core.models import Territory
from search.territories import KnownTerritory, Relations
from tests.directory.geography.square import COMMUNES, code, square
from tests.factories import TerritoryFactory

cells = st.sets(st.sampled_from(COMMUNES), max_size=20)


@given(st.sets(st.integers(0, 5000)))
def test_a_set_of_bits_comes_back_as_it_was(places: set[int]) -> None:
    assert bits_of(mask_of(places)).tolist() == sorted(places)


@given(cells, cells, cells)
def test_neighbours_border_each_other_and_share_nothing(one, two, three) -> None:
    groups = {"1": one, "2": two, "3": three}
    geography = square(groups)
    for name, own in groups.items():
        beside = {
            (x + dx, y + dy)
            for x, y in own
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
        } - own
        expected = {
            other
            for other, theirs in groups.items()
            if theirs & beside and not theirs & own
        }
        found = geography.neighbours(f"epci-{name}")
        assert {territory.code for territory in found} == expected


@given(cells, cells)
def test_the_nearest_commune_is_the_one_at_the_least_distance(one, two) -> None:
    geography = square({"1": one, "2": two})
    found = geography.nearest("epci-1", geography.communes("epci-2"))
    if not one or not two:
        assert found is None
        return
    nearest, kilometres = found
    distances = [geography.distance("epci-1", f"commune-{code(x, y)}") for x, y in two]
    # To a metre: where points all but meet, an arccosine is no finer than 0.1 m.
    assert kilometres == pytest.approx(min(distances), abs=1e-3)
    own = geography.distance("epci-1", nearest.value)
    assert own == pytest.approx(kilometres, abs=1e-3)


@given(cells)
def test_a_population_is_the_sum_of_those_of_communes(one) -> None:
    geography = square({"1": one})
    communes = geography.communes("epci-1")
    assert geography.population(communes) == sum(x + y for x, y in one)


def test_distances_are_those_of_the_sphere() -> None:
    geography = square({})
    one, two = (50.0, 3.0), (50 + 7 / 50, 3 + 7 / 50)
    (a, b), (c, d) = (map(math.radians, point) for point in (one, two))
    haversine = (
        math.sin((c - a) / 2) ** 2
        + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    )
    expected = 2 * EARTH_RADIUS * math.asin(math.sqrt(haversine))
    found = geography.distance("commune-00", "commune-77")
    assert found == pytest.approx(expected, rel=1e-6)


def test_what_has_no_point_is_at_no_distance() -> None:
    relations = Relations([KnownTerritory("commune-1", "commune", "1", "Un", None, 1)])
    geography = Geography(relations, {}, {})
    assert geography.nearest("commune-1", 1) is None
    assert geography.distance("commune-1", "commune-1") is None


@pytest.mark.django_db
class TestTheRegion:
    def test_a_change_of_territories_is_felt_at_once(self) -> None:
        commune = TerritoryFactory(latitude=50.0, longitude=3.0)
        assert commune.value in current_geography().points
        other = TerritoryFactory()
        assert other.value in current_geography().relations.known

    def test_the_file_of_neighbours_names_communes_of_the_project(
        self, starter: None
    ) -> None:
        codes = set(
            Territory.objects.communes().order_by().values_list("code", flat=True)
        )
        named = {
            code
            for one, others in touching_communes().items()
            for code in (one, *others)
        }
        assert named == codes

    def test_neighbours_are_those_of_an_atlas(self, starter: None) -> None:
        geography = current_geography()

        def names(value: str) -> set[str]:
            return {territory.name for territory in geography.neighbours(value)}

        assert names("departement-02") == {"Nord", "Oise", "Somme"}
        assert names("departement-62") == {"Nord", "Somme"}
        laon = names("commune-02408")
        assert {"Chambry", "Bruyères-et-Montbérault", "Athies-sous-Laon"} <= laon
        assert geography.neighbours("region-32") == ()

    def test_two_towns_are_as_far_apart_as_on_a_map(self, starter: None) -> None:
        kilometres = current_geography().distance("commune-59350", "commune-80021")
        assert kilometres == pytest.approx(98, abs=4)  # Lille, Amiens
