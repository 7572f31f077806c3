"""The page of white zones: three states, said in words, for any address."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from directory.models import Coverage
from directory.zones.table import as_text
from tests.factories import (
    ActorPageFactory,
    CoverageFactory,
    GapFactory,
    SectorFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

PAGE = "/fr/zones-blanches/"
HOSTILE = [
    "manque=rien",
    "secteur=x",
    "mois=-1",
    "mois=1e9",
    "mois=٣",
    "niveau=commune",
    "territoire=nulle-part",
    "etat=<svg onload=alert(1)>",
    "territoire=%00",
    "territoire=%ff",
    "manque=%ED%A0%80",
    "&".join(f"territoire={n}" for n in range(500)),
    "etat=" + "x" * 5000,
]


@pytest.fixture
def region():
    """Three EPCI of two communes: covered, confirmed without anybody, not known."""
    epcis = []
    for name in ("Un", "Deux", "Trois"):
        communes = [
            TerritoryFactory(population=1000, latitude=50.0, longitude=3.0 + n / 10)
            for n in range(2)
        ]
        epcis.append(TerritoryFactory(epci=True, name=name, communes=communes))
    return epcis


def read(client, query: str = "") -> BeautifulSoup:
    response = client.get(f"{PAGE}?{query}")
    assert response.status_code == 200
    # A plain space reads better in tests than the one that does not break.
    text = response.content.decode().replace("\u00a0", " ")
    return BeautifulSoup(text, "html.parser")


def states(soup: BeautifulSoup) -> dict[str, str]:
    return {
        row.th.get_text(strip=True): row.select_one(".cs-state").get_text(strip=True)
        for row in soup.select(".cs-zones__table tbody tr")
    }


class TestStates:
    def test_are_three(self, client, region) -> None:
        one, two, _three = region
        CoverageFactory(territory=one)
        CoverageFactory(territory=two, nobody=True)
        soup = read(client)
        assert states(soup) == {
            "Un": "Un facilitateur est connu",
            "Deux": "Personne : c’est confirmé",
            "Trois": "Non connu",
        }
        counts = [p.get_text(strip=True) for p in soup.select(".cs-zones__count")]
        assert counts == ["1", "1", "1"]
        assert "Vous savez ?" in soup.get_text()

    def test_who_knows_can_write_where_an_address_was_given(
        self, client, region, settings
    ) -> None:
        settings.PORTAL_CONTACT = "https://example.org/dire"
        assert read(client).select('.cs-know a[href="https://example.org/dire"]')

    def test_without_any_row_nothing_is_a_white_zone(self, client, region) -> None:
        assert set(states(read(client)).values()) == {"Non connu"}

    def test_who_confirmed_and_who_works_on_it_are_said(self, client, region) -> None:
        worker = ActorPageFactory(title="Le PLIE voisin", published=True)
        row = CoverageFactory(territory=region[1], nobody=True)
        until = timezone.localdate() + timedelta(days=30)
        Coverage.objects.filter(pk=row.pk).update(
            worked_on_by=worker, worked_on_until=until
        )
        text = read(client).get_text(" ", strip=True)
        assert row.actor.title in text
        assert "2 novembre 2026" in text
        assert "Le PLIE voisin y travaille" in text

    @pytest.mark.parametrize(("days", "said"), [(30, True), (0, True), (-1, False)])
    def test_who_works_on_what_is_not_known(self, client, region, days, said) -> None:
        until = timezone.localdate() + timedelta(days=days)
        CoverageFactory(
            sought=True,
            territory=region[1],
            worked_on_by__title="Le PLIE voisin",
            worked_on_until=until,
        )
        soup = read(client)
        assert states(soup)["Deux"] == "Non connu"
        shown = soup.select_one(".cs-zones__table").get_text(" ", strip=True)
        assert ("Le PLIE voisin y travaille" in shown) is said
        table = client.get("/fr/zones-blanches.csv").content.decode()
        assert ("Le PLIE voisin y travaille" in table) is said
        assert "confirmé par" not in table

    def test_what_holds_for_a_part_is_said_of_that_part(self, client, region) -> None:
        commune = region[1].communes.first()
        worked = {"territory": commune, "worked_on_by__title": "Le PLIE voisin"}
        CoverageFactory(sought=True, **worked)
        CoverageFactory(nobody=True, territory=commune, actor__title="La MDE")
        address = f"/fr/territoires/{region[1].value}/"
        pages = [
            read(client).get_text(" ", strip=True),
            client.get("/fr/zones-blanches.csv").content.decode(),
            client.get(address).content.decode(),
        ]
        for shown in (page.replace("\u00a0", " ") for page in pages):
            assert "Le PLIE voisin y travaille, pour 1 commune sur 2" in shown
            assert "par La MDE le 2 novembre 2026, pour 1 commune" in shown

    def test_what_holds_for_all_is_said_without_a_count(self, client, region) -> None:
        CoverageFactory(sought=True, territory=region[1])
        assert "pour 2 communes" not in read(client).get_text()

    def test_one_commune_covered_is_a_part(self, client, region) -> None:
        CoverageFactory(territory=region[0].communes.first())
        soup = read(client)
        assert states(soup)["Un"] == "Non connu"
        assert "1 commune sur 2 est couverte" in soup.get_text()

    def test_some_themes_are_not_all(self, client, region) -> None:
        CoverageFactory(territory=region[0], themes=[ThemeFactory()])
        soup = read(client)
        assert states(soup)["Un"] == "Non connu"
        assert "pour certains thèmes seulement" in soup.get_text()

    def test_what_nobody_has_asked_is_said_to_be_checked(self, client, region) -> None:
        asked = timezone.localdate()
        CoverageFactory(territory=region[0], checked_on=None)
        CoverageFactory(territory=region[1], checked_on=None)
        CoverageFactory(territory=region[1], checked_on=asked)
        rows = {
            row.th.get_text(strip=True): "À vérifier" in row.get_text()
            for row in read(client).select(".cs-zones__table tbody tr")
        }
        assert rows == {"Un": True, "Deux": False, "Trois": False}

    def test_a_state_can_be_listed_alone(self, client, region) -> None:
        CoverageFactory(territory=region[0])
        assert set(states(read(client, "etat=couvert"))) == {"Un"}


class TestStructures:
    def test_count_by_sector_and_confirmations_hold_below(self, client, region) -> None:
        wide = SectorFactory(slug="nettoyage", label_fr="Nettoyage")
        SectorFactory(slug="vitres", label_fr="Vitres", parent=wide)
        GapFactory(territory=region[0], sector=wide)
        for sector in ("nettoyage", "vitres"):
            soup = read(client, f"manque=structures&secteur={sector}")
            assert states(soup)["Un"] == "Aucune : c’est confirmé"
        other = SectorFactory(slug="bois")
        soup = read(client, f"manque=structures&secteur={other.slug}")
        assert states(soup)["Un"] == "Non connu"

    def test_without_any_sector_the_page_stands(self, client, region) -> None:
        assert read(client, "manque=structures")


class TestCourseDates:
    def ask(self, client, months: int = 3) -> dict[str, str]:
        return states(read(client, f"manque=formations&mois={months}"))

    @pytest.fixture(autouse=True)
    def index(self, site) -> None:
        self.site = site

    def test_serve_the_whole_territory_where_they_are(self, client, region) -> None:
        SessionFactory(territory=region[0].communes.first())
        self.site.index()
        found = self.ask(client)
        assert found == {
            "Un": "Une date y est annoncée",
            "Deux": "Non connu",
            "Trois": "Non connu",
        }

    @pytest.mark.parametrize(
        "changes",
        [
            {"cancelled": True},
            {"past": True},
            {"example": True},
            {"modality": "distance"},
            {"starts_at": timezone.now() + timedelta(days=200)},
        ],
        ids=lambda changes: next(iter(changes)),
    )
    def test_do_not_count_when_nobody_can_go(self, client, region, changes) -> None:
        SessionFactory(territory=region[0], **changes)
        self.site.index()
        assert set(self.ask(client).values()) == {"Non connu"}

    def test_a_longer_time_finds_more(self, client, region) -> None:
        SessionFactory(
            territory=region[0], starts_at=timezone.now() + timedelta(days=100)
        )
        self.site.index()
        assert self.ask(client, 3)["Un"] == "Non connu"
        assert self.ask(client, 6)["Un"] == "Une date y est annoncée"

    def test_confirmed_missing_ones_are_said(self, client, region) -> None:
        GapFactory(sessions=True, territory=region[1])
        assert self.ask(client)["Deux"] == "Aucune : c’est confirmé"


class TestWhoSees:
    def test_drafts_and_restricted_organisations_do_not_count(
        self, client, region
    ) -> None:
        CoverageFactory(territory=region[0], actor=ActorPageFactory())
        secret = CoverageFactory(territory=region[1])
        PageViewRestriction.objects.create(
            page=secret.actor, restriction_type=PageViewRestriction.LOGIN
        )
        soup = read(client)
        assert set(states(soup).values()) == {"Non connu"}
        assert secret.actor.title not in soup.get_text()


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("path", [PAGE, "/fr/zones-blanches.csv"])
def test_any_address_is_answered(client, region, path: str, query: str) -> None:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    assert b"<svg onload" not in response.content


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@x", "\tx", "\rx"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert as_text(text) == f"'{text}"
    assert as_text("CC du Pays") == "CC du Pays"
    assert as_text(None) == ""
    assert as_text(12) == "12"


@pytest.mark.parametrize(
    "query", ["", "manque=structures&secteur=nettoyage", "manque=formations"]
)
def test_queries_do_not_grow(
    client, region, site, django_assert_max_num_queries, query: str
) -> None:
    sector = SectorFactory(slug="nettoyage")

    def fill(count: int) -> None:
        for _ in range(count):
            actor = ActorPageFactory(published=True, areas=[region[0]])
            actor.activities.create(sector=sector, locale=actor.locale)
            CoverageFactory(actor=actor, territory=region[0])
            CoverageFactory(territory=region[1], nobody=True)
            GapFactory(territory=region[1], sector=sector)
            SessionFactory(territory=region[0])
        site.index()

    fill(1)
    client.get(f"{PAGE}?{query}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{PAGE}?{query}")
    most = len(few)
    fill(6)
    with django_assert_max_num_queries(most):
        client.get(f"{PAGE}?{query}")
