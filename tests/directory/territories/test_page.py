"""The page of a territory: who to call, what is there, what lies beside has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from directory import geography
from directory.enums import CoverageRole
from directory.geography import knowledge
from portal.core.enums import StructureKind
from search import service
from tests.directory.pages import read, section, words
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    LeverPageFactory,
    PracticePageFactory,
    SectorFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(monkeypatch):
    """Two EPCI side by side in a département, of two communes each."""
    communes = [
        TerritoryFactory(
            code=f"0200{n}",
            name=f"Commune {n}",
            population=100 * n,
            latitude=49.5,
            longitude=3 + n / 10,
        )
        for n in range(1, 5)
    ]
    touching = {"02001": ("02002",), "02002": ("02003",), "02003": ("02004",)}
    monkeypatch.setattr(knowledge, "touching_communes", lambda: touching)
    monkeypatch.setattr(knowledge._remembered, "_held", None)
    west = TerritoryFactory(epci=True, code="1", name="Ouest", communes=communes[:2])
    east = TerritoryFactory(epci=True, code="2", name="Est", communes=communes[2:])
    TerritoryFactory(departement=True, code="02", name="Aisne", communes=communes)
    yield west, east
    knowledge._remembered._held = None


def page(client, value: str = "epci-1", status: int = 200):
    return read(client, f"/fr/territoires/{value}/", status)


class TestWhoToCall:
    def test_the_lead_stands_first_whatever_the_width(self, client, land) -> None:
        west, _east = land
        CoverageFactory(territory=west, actor__title="Le PLIE")
        wide = CoverageFactory(
            territory__departement=True,
            territory__communes=list(west.communes.all()),
            role=CoverageRole.LEAD,
            actor__title="La MDE",
        )
        soup = page(client)
        names = [words(p.a) for p in soup.select(".cs-body__name")]
        assert names == ["La MDE", "Le PLIE"]
        assert "Facilitateur pilote" in words(soup.select_one(".cs-body__name"))
        lead = words(soup.select_one(".cs-head__lead"))
        assert "à qui parler d’abord : La MDE (à vérifier)" in lead
        assert str(wide.territory) in section(soup, "bodies")

    def test_a_body_of_one_commune_is_no_answer_for_all(self, client, land) -> None:
        CoverageFactory(territory=land[0].communes.first(), actor__title="Le PLIE")
        soup = page(client)
        assert "dans une partie de ce territoire" in words(soup.select_one(".cs-head"))
        assert "Ailleurs : non connu" in section(soup, "bodies")

    def test_themes_dates_and_contacts_are_said(self, client, land) -> None:
        row = CoverageFactory(
            territory=land[0], themes=[ThemeFactory(label_fr="Marchés réservés")]
        )
        ContactFactory(actor=row.actor, purpose="Clauses du PLIE")
        said = section(page(client), "bodies")
        assert "Pour ces thèmes seulement : Marchés réservés" in said
        assert "à vérifier" in said
        assert "Clauses du PLIE" in said
        assert "example.org" not in said  # shown on request only

    def test_nobody_known_gives_the_nearest_and_asks(self, client, land, site) -> None:
        CoverageFactory(territory=land[1], actor__title="Le voisin")
        ActorPageFactory(
            title="La coordination",
            kinds=[StructureKind.COORDINATION],
            areas=[land[0]],
            published=True,
        )
        site.index()
        said = section(page(client), "bodies")
        assert "Non connu" in said
        assert "Le voisin" in said
        assert "La coordination" in said

    def test_who_knows_can_write_where_an_address_was_given(
        self, client, land, settings
    ) -> None:
        settings.PORTAL_CONTACT = "https://example.org/dire"
        assert "https://example.org/dire" in str(page(client).find(id="bodies").parent)

    def test_confirmed_is_said_with_its_date(self, client, land) -> None:
        CoverageFactory(territory=land[0], nobody=True)
        said = section(page(client), "bodies")
        assert "Personne : c’est confirmé" in said
        assert "le 2 novembre 2026" in said


class TestWhatIsThere:
    @pytest.fixture(autouse=True)
    def content(self, land, site) -> None:
        west, east = land
        woods, cleaning = (
            SectorFactory(slug=slug, label_fr=slug.title())
            for slug in ("bois", "proprete")
        )
        for place, sector, title in ((west, cleaning, "ACI Net"), (east, woods, "EA")):
            actor = ActorPageFactory(title=title, areas=[place], published=True)
            ActivityFactory(page=actor, sector=sector, locale=actor.locale)
            # Rows made beside the page are published with it.
            actor.save_revision().publish()
        ActorPageFactory(
            title="Une tête", kinds=["tete-de-reseau"], areas=[west], published=True
        )
        LeverPageFactory(title="Un levier", territories=[west], published=True)
        PracticePageFactory(title="Une pratique", territories=[east], published=True)
        SessionFactory(course__title="Un cours", territory=east)
        site.index()

    def test_each_list_holds_what_applies_here(self, client) -> None:
        soup = page(client)
        assert "Proprete" in section(soup, "structures")
        assert "ACI Net" in section(soup, "structures")
        assert "EA" not in section(soup, "structures").split()
        assert "Une tête" in section(soup, "networks")
        assert "Un levier" in section(soup, "levers")
        assert "Une pratique" not in section(soup, "practices")
        assert "Un cours" not in section(soup, "dates")

    def test_neighbours_show_what_is_missing_here(self, client) -> None:
        said = section(page(client), "lacks")
        assert "Une structure pour « Bois » Est (1)" in said
        assert "Une pratique à reprendre Est (1)" in said
        assert "Une date de formation sur place Est (1)" in said
        assert "Proprete" not in said

    def test_a_département_holds_both_and_lacks_nothing(self, client) -> None:
        soup = page(client, "departement-02")
        assert {"ACI Net", "EA"} <= {words(a) for a in soup.select(".cs-section a")}
        assert section(soup, "lacks") == ""
        assert "Est" in section(soup, "inside")

    def test_when_the_search_is_down_the_rest_stands(self, client, monkeypatch) -> None:
        monkeypatch.setattr(service, "gather", lambda wanted, memory: ())
        soup = page(client)
        assert "La recherche ne répond pas" in words(soup.main)
        assert "Où il se trouve" in words(soup.main)


class TestAddresses:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("02001", "commune-02001"),
            ("commune 1", "commune-02001"),
            ("Ouest", "epci-1"),
        ],
    )
    def test_a_code_or_a_name_leads_to_the_page(
        self, client, land, asked, found
    ) -> None:
        for url in (f"/fr/territoires/{asked}/", f"/fr/territoires/?lieu={asked}"):
            response = client.get(url)
            assert response.status_code == 302
            assert response["Location"] == f"/fr/territoires/{found}/"

    def test_several_places_are_offered(self, client, land) -> None:
        response = client.get("/fr/territoires/commune/", follow=True)
        soup = read(client, response.redirect_chain[-1][0])
        offered = [words(a) for a in soup.select(".cs-find__choices a")]
        assert len(offered) == 4

    @pytest.mark.parametrize("asked", ["zzz", "%00", "%ff", "..", "x" * 3000])
    def test_nowhere_is_not_found(self, client, land, asked) -> None:
        assert client.get(f"/fr/territoires/{asked}/").status_code == 404

    def test_empty_perimeters_have_no_page(self, client, land) -> None:
        TerritoryFactory(level="perimetre", code="vide", name="Un vide")
        assert client.get("/fr/territoires/perimetre-vide/").status_code != 200

    def test_every_level_is_listed(self, client, land) -> None:
        soup = read(client, "/fr/territoires/")
        for level in ("departement", "epci"):
            assert section(soup, f"level-{level}")
        assert "Aucun lieu" in words(read(client, "/fr/territoires/?lieu=zzz").main)


def test_the_map_and_the_list_say_the_same(client, land) -> None:
    CoverageFactory(territory=land[0].communes.first())
    listed = section(page(client), "inside")
    assert "Commune 1 Un facilitateur est connu" in listed
    assert "Commune 2 Non connu" in listed


def test_what_is_restricted_is_not_named(client, land) -> None:
    row = CoverageFactory(territory=land[0], actor__title="Un secret")
    PageViewRestriction.objects.create(
        page=row.actor, restriction_type=PageViewRestriction.LOGIN
    )
    assert "Un secret" not in words(page(client))


def test_queries_do_not_grow(client, land, site, django_assert_max_num_queries) -> None:
    sector = SectorFactory()

    def fill(count: int) -> None:
        for _ in range(count):
            actor = ActorPageFactory(published=True, areas=[land[0]])
            ActivityFactory(page=actor, sector=sector, locale=actor.locale)
            row = CoverageFactory(territory=land[0])
            ContactFactory(actor=row.actor)
            CoverageFactory(territory=land[1], nobody=True)
            SessionFactory(territory=land[0])
            PracticePageFactory(territories=[land[0]], published=True)
            LeverPageFactory(territories=[land[0]], published=True)
        site.index()

    fill(2)
    page(client)
    with CaptureQueriesContext(connection) as few:
        page(client)
    most = len(few)
    fill(6)
    with django_assert_max_num_queries(most):
        page(client)


def test_geography_is_read_once_for_all(client, land) -> None:
    assert geography.current_geography() is geography.current_geography()
