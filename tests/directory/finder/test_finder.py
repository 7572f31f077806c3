"""Whom to call at a commune: one answer, or the truth and who else to ask."""

from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from directory.enums import CoverageRole
from directory.finder.communes import found, offered
from portal.core.enums import StructureKind
from search.territories import KnownTerritory, Relations
from tests.directory.pages import read, section, words
from tests.factories import (
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    StandardPageFactory,
    TerritoryFactory,
    ThemeFactory,
)

URL = "/fr/mon-facilitateur/"


def commune(bit: int, code: str, name: str, people: int, *postcodes: str):
    value = f"commune-{code}"
    return KnownTerritory(
        value, "commune", code, name, people, 1 << bit, tuple(postcodes)
    )


REGION = Relations(
    [
        commune(0, "02381", "Hirson", 8000, "02500"),
        commune(1, "02000", "Éparcy", 30, "02500"),
        commune(2, "02500", "Mesbrecourt", 400, "02270"),
        commune(3, "59001", "Saint-Aubin", 300, "59440"),
        commune(4, "60001", "Saint-Aubin", 900, "60001"),
        commune(5, "62826", "Le Touquet-Paris-Plage", 4000),
        KnownTerritory("epci-1", "epci", "1", "Hirson", 9000, 3),
    ]
)


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("Hirson", "commune-02381"),
            ("  hirson ", "commune-02381"),
            ("HIRSON", "commune-02381"),
            ("02381", "commune-02381"),
            ("commune-02381", "commune-02381"),
            ("eparcy", "commune-02000"),
            ("Éparcy", "commune-02000"),
            ("59440", "commune-59001"),
            ("60001", "commune-60001"),
            ("02500", ""),  # a code and a postcode of others
            ("Saint-Aubin", ""),
            ("Saint", ""),
            ("Paris", ""),
            ("touquet", "commune-62826"),
            ("Le Touquet", "commune-62826"),
            ("epci-1", ""),
            ("", ""),
        ],
    )
    def test_names_one_commune_or_none(self, typed: str, value: str) -> None:
        assert found(typed, REGION) == value

    def test_what_may_be_meant_is_offered_the_largest_first(self) -> None:
        assert offered("saint aubin", REGION) == ["commune-60001", "commune-59001"]
        postcode = offered("02500", REGION)
        assert postcode[0] == "commune-02500"
        assert set(postcode[1:]) == {"commune-02381", "commune-02000"}
        assert offered("", REGION) == []

    @given(st.text(max_size=300))
    def test_anything_typed_is_answered(self, typed: str) -> None:
        value = found(typed, REGION)
        assert value == "" or REGION.known[value].is_commune
        assert all(REGION.known[one].is_commune for one in offered(typed, REGION))


@pytest.mark.django_db
class TestTheAnswer:
    @pytest.fixture(autouse=True)
    def land(self, site) -> None:
        self.site = site
        self.here = TerritoryFactory(
            code="02381", name="Hirson", latitude=49.92, longitude=4.08
        )
        self.there = TerritoryFactory(
            code="02999", name="Laon", latitude=49.56, longitude=3.62
        )
        self.epci = TerritoryFactory(epci=True, name="Thiérache", communes=[self.here])
        both = [self.here, self.there]
        self.aisne = TerritoryFactory(departement=True, name="Aisne", communes=both)

    def ask(self, client, typed: str = "Hirson"):
        return read(client, f"{URL}?commune={typed}")

    def test_the_body_its_check_and_its_contact(self, client) -> None:
        row = CoverageFactory(territory=self.epci, actor__title="Le PLIE")
        type(row).objects.filter(pk=row.pk).update(checked_on="2026-10-03")
        ContactFactory(actor=row.actor, purpose="Clauses")
        answer = section(self.ask(client), "answer")
        assert "Pour une clause sociale à Hirson (02)" in answer
        assert "Le PLIE" in answer
        assert "Vérifié le 3 octobre 2026" in answer
        assert "Afficher" in answer or "Voir" in answer

    def test_a_body_that_cannot_be_reached_leads_outside(self, client) -> None:
        ActorPageFactory(
            title="Le service de l’État",
            kinds=[StructureKind.STATE],
            areas=[self.aisne],
            published=True,
        )
        row = CoverageFactory(territory=self.epci, actor__title="Le PLIE")
        self.site.index()
        finder = self.ask(client)
        assert "Aucun moyen de le joindre" in section(finder, "answer")
        organisation = read(client, row.actor.get_url())
        territory = read(client, f"/fr/territoires/{self.epci.value}/")
        for soup in (finder, organisation, territory):
            asked = soup.find(attrs={"aria-labelledby": "regional"})
            assert "Le service de l’État" in words(asked)
            assert asked.find("a", href="https://lemarche.inclusion.gouv.fr")
            assert not asked.find("a", href=URL)
        assert "appelez avant" not in words(organisation)
        assert "sources publiques : à vérifier" in words(organisation)

    def test_a_body_with_a_page_of_its_own_is_reached_there(self, client) -> None:
        website = "https://plie.example.org/clauses"
        CoverageFactory(territory=self.epci, actor__website=website)
        soup = self.ask(client)
        assert soup.select_one(f'.cs-body a[href="{website}"]')
        assert "Aucun moyen" not in section(soup, "answer")
        assert not section(soup, "regional")

    def test_another_body_for_a_theme(self, client) -> None:
        CoverageFactory(territory=self.epci, actor__title="Le PLIE")
        theme = ThemeFactory(label_fr="Marchés réservés")
        CoverageFactory(territory=self.aisne, actor__title="Le réseau", themes=[theme])
        soup = self.ask(client)
        assert "Le réseau" not in section(soup, "answer")
        assert "Marchés réservés Le réseau" in section(soup, "themes")

    def test_the_lead_of_wider_territories(self, client) -> None:
        CoverageFactory(territory=self.epci, actor__title="Le PLIE")
        CoverageFactory(
            territory=self.aisne, actor__title="La MDE", role=CoverageRole.LEAD
        )
        soup = self.ask(client)
        assert "La MDE" in section(soup, "leads") or "La MDE" in section(soup, "answer")

    def test_nobody_known_the_nearest_and_the_region(self, client) -> None:
        laon = TerritoryFactory(epci=True, name="Pays de Laon", communes=[self.there])
        CoverageFactory(territory=laon, actor__title="La MEF")
        for kind, title in (
            (StructureKind.COORDINATION, "La coordination"),
            (StructureKind.NETWORK_HEAD, "Un réseau"),
            (StructureKind.PRESCRIBER, "Une mission locale"),
        ):
            ActorPageFactory(
                title=title, kinds=[kind], areas=[self.aisne], published=True
            )
        self.site.index()
        soup = self.ask(client)
        answer = section(soup, "answer")
        assert "ne sait pas encore" in answer
        assert "Vous savez ?" in answer
        assert "Au plus près : Pays de Laon, à 52 km à vol d’oiseau" in answer
        assert answer.count("La MEF") == 1
        assert "La coordination" in section(soup, "regional")
        assert "Un réseau" in section(soup, "networks")
        assert "Une mission locale" in section(soup, "prescribers")

    def test_who_knows_can_write_where_an_address_was_given(
        self, client, settings
    ) -> None:
        def begun() -> list[str]:
            answer = self.ask(client).main.select('#answer ~ p a[href^="mailto:"]')
            return [unquote(link["href"]) for link in answer]

        assert begun() == []
        settings.PORTAL_CONTACT = "clauses@example.org"
        (mail,) = begun()
        assert mail.startswith("mailto:clauses@example.org?subject=Qui peut aider")
        assert "Hirson" in mail
        assert "Comment vous le savez" in mail

    def test_who_follows_clauses_around_is_told_apart_where_nobody_is_known(
        self, client
    ) -> None:
        kinds = [StructureKind.FACILITATOR]
        ActorPageFactory(
            title="Le département", kinds=kinds, areas=[self.aisne], published=True
        )
        self.site.index()
        answer = section(self.ask(client), "answer")
        assert "Organismes cités par ici, à interroger" in answer
        assert answer.count("Le département") == 1
        CoverageFactory(territory=self.epci, actor__title="La MEF")
        self.site.index()
        answer = section(self.ask(client), "answer")
        assert "La MEF" in answer
        assert "Le département" not in answer

    def test_who_works_on_it_is_said_where_nobody_is_known(self, client) -> None:
        CoverageFactory(
            sought=True, territory=self.epci, worked_on_by__title="Le PLIE voisin"
        )
        answer = section(self.ask(client), "answer")
        assert "ne sait pas encore" in answer
        assert "Le PLIE voisin y travaille" in answer

    def test_nobody_confirmed(self, client) -> None:
        worker = ActorPageFactory(title="Le PLIE voisin", published=True)
        row = CoverageFactory(territory=self.epci, nobody=True)
        type(row).objects.filter(pk=row.pk).update(worked_on_by=worker)
        answer = section(self.ask(client), "answer")
        assert "Personne ne suit les clauses sociales ici : c’est confirmé" in answer
        assert "2 novembre 2026" in answer
        assert "Le PLIE voisin y travaille" in answer

    def test_several_communes_are_offered_without_script(self, client) -> None:
        TerritoryFactory(code="59999", name="Laon")
        soup = self.ask(client, "Laon")
        links = [a["href"] for a in soup.select("#communes a")]
        assert f"{URL}?commune=commune-02999" in links
        assert len(links) == 2

    def test_typing_is_helped_with_script(self, client) -> None:
        soup = read(client, f"{URL}communes/?commune=hir")
        assert [words(a) for a in soup.select("a")] == ["Hirson (02)"]
        assert "<html" not in str(soup)

    def test_an_unknown_place_is_said(self, client) -> None:
        assert "Aucune commune de ce nom" in words(self.ask(client, "zzz").main)

    def test_what_editors_wrote_stands_below(self, client) -> None:
        StandardPageFactory(
            slug="mon-facilitateur", summary="Un résumé d’éditeur." * 3, published=True
        )
        assert "Un résumé d’éditeur." in words(read(client, URL).main)

    @pytest.mark.parametrize(
        "typed",
        ["%00", "%ff", "x" * 5000, "%3Csvg%20onload=1%3E", "'%20OR%201=1", "+" * 600],
    )
    def test_any_address_is_answered(self, client, typed) -> None:
        for url in (URL, f"{URL}communes/"):
            response = client.get(f"{url}?commune={typed}")
            assert response.status_code == 200
            assert b"<svg onload" not in response.content

    def test_queries_do_not_grow(self, client, django_assert_max_num_queries) -> None:
        def fill(count: int) -> None:
            for _ in range(count):
                row = CoverageFactory(territory=self.epci, themes=[])
                ContactFactory(actor=row.actor)
                CoverageFactory(territory=self.aisne, themes=[ThemeFactory()])
                ActorPageFactory(
                    kinds=[StructureKind.PRESCRIBER], areas=[self.epci], published=True
                )
            self.site.index()

        fill(1)
        self.ask(client)
        with CaptureQueriesContext(connection) as few:
            self.ask(client)
        most = len(few)
        fill(5)
        self.ask(client)  # vocabularies that changed are read again once
        with django_assert_max_num_queries(most):
            self.ask(client)


@pytest.mark.django_db
def test_the_standing_page_says_who_answers_for_it(client):
    actor = ActorPageFactory(title="Service de l’État", published=True)
    StandardPageFactory(slug="mon-facilitateur", published=True, answers_for=actor)
    page = read(client, URL)
    assert page.main.find("a", string="Service de l’État")["href"] == actor.get_url()
