"""The page of the directory: the facets of the search, the nearest first if asked."""

import re
from typing import Any

import pytest
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from directory.models import ActorPage, DirectoryIndexPage
from portal.core.models import Territory
from search.engines import breaker
from search.indexing.drain import drain
from search.service import asking
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    SectorFactory,
    TerritoryFactory,
    first_index,
)
from tests.search.service.oracle import Oracle
from tests.templates.reading import faults, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

# Real points, so that distances can be checked: about 10 and 170 km from Béthune.
BETHUNE = {"latitude": 50.5306, "longitude": 2.6408}
BRUAY = {"latitude": 50.4833, "longitude": 2.5433}
LAON = {"latitude": 49.5641, "longitude": 3.6199}


@pytest.fixture(autouse=True)
def _in_french():
    with override("fr"):
        yield


@pytest.fixture
def places() -> dict[str, Any]:
    return {
        "bethune": TerritoryFactory(
            code="62119", name="Béthune", postcodes="62400", **BETHUNE
        ),
        "bruay": TerritoryFactory(
            code="62178", name="Bruay-la-Buissière", postcodes="62700", **BRUAY
        ),
        "laon": TerritoryFactory(code="02408", name="Laon", postcodes="02000", **LAON),
    }


@pytest.fixture
def actors(places) -> dict[str, ActorPage]:
    made = {
        "far": ActorPageFactory(title="A loin", published=True, commune=places["laon"]),
        "near": ActorPageFactory(
            title="B près", published=True, commune=places["bruay"]
        ),
        "here": ActorPageFactory(
            title="C ici", published=True, commune=places["laon"], **BETHUNE
        ),
        "nowhere": ActorPageFactory(title="D nulle part", published=True),
    }
    drain()
    return made


def address() -> str:
    page = first_index(DirectoryIndexPage)
    return str(page.get_url())


def titles(client: Client, query: str = "") -> list[str]:
    page = read(client, f"{address()}{query}")
    return [words(link) for link in page.select(".cs-hits .cs-card__title")]


class TestNear:
    @pytest.mark.parametrize(
        "typed",
        ["Béthune", "bethune", "62400", "commune-62119", "Béthune (62)"],
    )
    def test_the_nearest_come_first_and_tell_how_far(self, client, actors, typed):
        query = f"?pres={typed}"
        assert titles(client, query) == ["C ici", "B près", "A loin", "D nulle part"]
        cards = [
            words(card)
            for card in read(client, f"{address()}{query}").select(".cs-card")
        ]
        assert "À moins de 1 km" in cards[0]
        assert "À 9 km" in cards[1]
        assert "À 12" in cards[2]
        assert "km" not in cards[3]

    def test_the_place_is_kept_and_can_be_taken_away(self, client, actors):
        page = read(client, f"{address()}?pres=62400")
        assert page.find(id="pres")["value"] == "Béthune (62)"
        kept = [a["href"] for a in page.select(".fr-pagination a[href], .cs-chip")]
        assert all("pres=commune-62119" in link for link in kept)
        assert len(page.select('[name="pres"]')) == 1
        assert "Sans les distances" in words(page.find(id="near"))

    def test_another_order_keeps_the_distances(self, client, actors):
        query = "?pres=62400&tri=titre"
        assert titles(client, query)[0] == "A loin"
        assert "À 9 km" in words(read(client, f"{address()}{query}").main)

    def test_several_places_are_offered(self, client, actors):
        TerritoryFactory(code="80001", name="Laon")
        page = read(client, f"{address()}?pres=laon")
        offered = page.select("#near .cs-places a")
        assert {words(link) for link in offered} == {
            "Laon (02) Commune",
            "Laon (80) Commune",
        }
        assert faults(page) == []

    def test_a_commune_comes_before_what_is_wider(self, client, actors, places):
        TerritoryFactory(epci=True, name="Laon", communes=[places["laon"]])
        assert titles(client, "?pres=laon")[0] == "A loin"

    def test_of_a_shared_postcode_the_largest_commune_and_the_others_are_offered(
        self, client, actors
    ):
        Territory.objects.filter(code="62119").update(population=25_000)
        TerritoryFactory(code="62310", name="Essars", postcodes="62400", population=9)
        page = read(client, f"{address()}?pres=62400")
        assert page.find(id="pres")["value"] == "Béthune (62)"
        near = page.find(id="near")
        assert "D’autres communes ont ce code postal : Essars (62)" in words(near)
        assert near.find("a", string="Essars (62)")["href"].endswith(
            "pres=commune-62310"
        )
        assert titles(client, "?pres=62400")[0] == "C ici"

    def test_a_wide_place_is_measured_from_its_middle(self, client, actors, places):
        TerritoryFactory(epci=True, name="Le Laonnois", communes=[places["laon"]])
        assert titles(client, "?pres=Le Laonnois")[0] == "A loin"

    def test_without_the_engine_no_order_is_promised(self, client, actors, monkeypatch):
        engine = Oracle()
        engine.down = True
        monkeypatch.setattr(asking, "current_engine", lambda: engine)
        monkeypatch.setattr(breaker, "_breakers", {})
        page = read(client, f"{address()}?pres=62400")
        assert len(page.select(".cs-card")) == 4
        near = words(page.find(id="near"))
        assert "Distances depuis Béthune (62), à vol d’oiseau." in near
        assert faults(page) == []

    @pytest.mark.parametrize(
        "typed", ["Nulle part", "99999", "'", "%00", "a" * 500, "<b>", "()", "😀"]
    )
    def test_any_words_are_answered(self, client, actors, typed):
        page = read(client, f"{address()}?pres={typed}")
        assert len(page.select(".cs-card")) == 4
        assert faults(page) == []

    def test_a_place_that_is_unknown_is_said(self, client, actors):
        page = read(client, f"{address()}?pres=Nulle part")
        assert "Aucun lieu de ce nom" in words(page.find(id="near"))

    def test_a_place_without_a_point_changes_no_order(self, client, actors):
        TerritoryFactory(code="60001", name="Sans point")
        assert len(titles(client, "?pres=Sans point")) == 4

    def test_pages_follow_each_other(self, client, places):
        for number in range(45):
            ActorPageFactory(
                title=f"Structure {number:02}",
                published=True,
                latitude=50 + number / 100,
                longitude=2.64,
            )
        drain()
        seen: list[str] = []
        for page in (1, 2, 3):
            seen += titles(client, f"?pres=62400&page={page}")
        assert len(set(seen)) == 45
        assert seen[0] == "Structure 44"
        assert titles(client, "?pres=62400&page=9") == seen[40:]


class TestFacets:
    def test_only_organisations_are_listed(self, client, actors):
        page = read(client, f"{address()}?type=pratique")
        assert len(page.select(".cs-card")) == 4
        assert page.find(id="panel-type") is None

    def test_they_narrow_and_are_kept(self, client, places):
        sector = SectorFactory(slug="proprete", label_fr="Propreté")
        ActorPageFactory(
            title="Qui nettoie",
            published=True,
            kinds=["ei"],
            commune=places["bruay"],
            activities=[ActivityFactory.build(sector=sector)],
        )
        ActorPageFactory(title="Autre", published=True, commune=places["laon"])
        drain()
        query = "?secteur=proprete&structure=ei&pres=62400"
        assert titles(client, query) == ["Qui nettoie"]
        page = read(client, f"{address()}{query}")
        chips = {words(chip) for chip in page.select(".cs-chip")}
        assert any("Propreté" in chip for chip in chips)
        assert all("Organisme" not in chip for chip in chips)
        assert faults(page) == []

    def test_by_words(self, client, actors):
        assert titles(client, "?q=loin") == ["A loin"]

    def test_nothing_found_says_what_to_do(self, client, actors):
        page = read(client, f"{address()}?q=introuvable")
        assert "Aucun résultat" in words(page.find(id="headline"))
        assert "Sans Organismes" not in words(page.find(id="results"))
        elsewhere = page.find("a", string=re.compile("dans tout le portail"))
        assert elsewhere["href"] == "/fr/recherche/?q=introuvable"
        assert faults(page) == []

    def test_it_says_that_it_recommends_nobody(self, client, actors):
        assert "sans valeur de recommandation" in words(read(client, address()).main)

    def test_what_was_asked_is_not_for_search_engines(self, client, actors):
        asked = read(client, f"{address()}?q=loin")
        assert asked.find("meta", attrs={"name": "robots"})["content"].startswith(
            "noindex"
        )
        assert read(client, address()).find("meta", attrs={"name": "robots"}) is None


def _narrowed(link: Tag) -> str:
    """Where a link of the map leads, without the kind, which goes without saying."""
    address, _, place = str(link["href"]).partition("#")
    assert place == "headline"
    return address.replace("type=acteur&", "").replace("&type=acteur", "")


class TestMap:
    """One hexagon for each intermunicipality of the region that is known."""

    @pytest.fixture
    def region(self, places) -> dict[str, str]:
        codes = {"bethune": "200072460", "laon": "200043495", "empty": "200018083"}
        communes = {
            "bethune": [places["bethune"], places["bruay"]],
            "laon": [places["laon"]],
            "empty": [TerritoryFactory(code="60002")],
        }
        return {
            name: TerritoryFactory(
                epci=True, code=code, name=f"CA {name}", communes=communes[name]
            ).value
            for name, code in codes.items()
        }

    @staticmethod
    def areas(page) -> dict[str, str]:
        """What the map says of each area, by where it leads."""
        return {
            _narrowed(area): " ".join(area["aria-label"].split())
            for area in page.select("#map .cs-map__area[href]")
        }

    def test_says_how_many_and_narrows_the_list(self, client, region, actors):
        page = read(client, address())
        assert self.areas(page) == {
            f"?territoire={region['bethune']}": "CA bethune. 1 organisme",
            f"?territoire={region['laon']}": "CA laon. 2 organismes",
            f"?territoire={region['empty']}": "CA empty. Aucun que le portail connaisse",
        }
        assert faults(page) == []
        # Who works everywhere can act there too.
        narrowed = titles(client, f"?territoire={region['bethune']}")
        assert narrowed == ["B près", "D nulle part"]

    def test_a_table_says_the_same(self, client, region, actors):
        table = read(client, address()).select_one("#map-table")
        rows = [words(row) for row in table.select("tbody tr")]
        assert rows == ["CA bethune 1", "CA laon 2"]
        links = [_narrowed(link) for link in table.select("tbody a")]
        assert links[0] == f"?territoire={region['bethune']}"
        assert "1 autre intercommunalité" in words(table)

    def test_keeps_all_counts_when_an_area_is_chosen_and_takes_it_away(
        self, client, region, actors
    ):
        chosen = f"?q=loin&territoire={region['laon']}&pres=commune-62119"
        page = read(client, f"{address()}{chosen}")
        said = self.areas(page)
        assert said["?q=loin&pres=commune-62119"] == "CA laon. Choisi : 1 organisme"
        both = (
            f"?q=loin&territoire={region['laon']}&territoire={region['bethune']}"
            "&pres=commune-62119"
        )
        assert said[both] == "CA bethune. Aucun que le portail connaisse"
        current = page.select_one("#map-table a[aria-current]")
        assert words(current) == "CA laon"

    def test_an_area_replaces_the_wider_place_that_holds_it(
        self, client, region, places
    ):
        wide = TerritoryFactory(departement=True, code="02", communes=[places["laon"]])
        ActorPageFactory(published=True, commune=places["laon"])
        drain()
        page = read(client, f"{address()}?territoire={wide.value}")
        assert f"?territoire={region['laon']}" in self.areas(page)

    def test_marks_where_one_asked_to_be_near(self, client, region, actors):
        page = read(client, f"{address()}?pres=62400")
        assert len(page.select("#map svg.cs-map__drawing .cs-map__sign")) == 1
        assert "Béthune (62)" in words(page.select_one("#where-key"))

    def test_is_left_out_where_nothing_can_be_drawn(self, client, actors):
        page = read(client, address())
        assert page.select_one("#map svg") is None
        assert faults(page) == []


def test_as_many_queries_however_many_organisations(client, places):
    TerritoryFactory(epci=True, code="200072460", communes=[places["bruay"]])

    def asked() -> int:
        drain()
        client.get(f"{address()}?pres=62400")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address()}?pres=62400")
        return len(queries)

    ActorPageFactory(published=True, commune=places["laon"])
    few = asked()
    for _ in range(6):
        ActorPageFactory(published=True, commune=places["bruay"])
    assert asked() == few
