"""What leads from page to page."""

import pytest
from django.test import Client

from knowledge.models import LeverIndexPage
from portal.home.models import HomePage
from tests.factories import (
    GuidancePageFactory,
    StandardPageFactory,
    first_index,
    translated,
)
from tests.templates.reading import read, words

pytestmark = pytest.mark.django_db


def test_the_menu_holds_live_sections_and_the_matrix(client: Client) -> None:
    index = first_index(LeverIndexPage)
    index.unpublish()
    labels = [words(a) for a in read(client, "/fr/").select(".fr-nav__link")]
    assert "Pratiques" in labels
    assert index.title not in labels
    assert labels[-1] == "Qui fait quoi"


def test_the_menu_says_where_the_reader_is(client: Client) -> None:
    page = GuidancePageFactory(published=True)
    current = read(client, page.get_url()).select(".fr-nav__link[aria-current]")
    assert [words(link) for link in current] == ["Cadre de référence"]


def test_the_breadcrumb_leads_back_home(client: Client) -> None:
    page = GuidancePageFactory(published=True, title="Une fiche")
    crumbs = read(client, page.get_url()).select(".fr-breadcrumb a")
    assert [words(a) for a in crumbs] == ["Accueil", "Cadre de référence", "Une fiche"]
    assert crumbs[0]["href"] == "/fr/"
    assert crumbs[-1]["aria-current"] == "page"


def test_skip_links_come_first_and_lead_somewhere(client: Client) -> None:
    page = read(client, "/fr/")
    links = page.body.find_all("a")[:3]
    assert links[0]["href"] == "#content"
    assert all(page.find(id=link["href"][1:]) for link in links)


class TestFootOfThePage:
    def test_without_a_statement_the_mention_stands_alone(self, client: Client):
        foot = read(client, "/fr/").footer
        assert "Accessibilité : non conforme" in words(foot).replace("\u00a0", " ")

    def test_it_leads_to_the_statement_and_the_other_pages(self, client: Client):
        StandardPageFactory(slug="accessibilite", title="Déclaration", published=True)
        StandardPageFactory(slug="mentions", title="Mentions", published=True)
        StandardPageFactory(slug="projet", title="En projet")
        foot = read(client, "/fr/").footer
        links = {words(a).replace("\u00a0", " "): a["href"] for a in foot.select("a")}
        assert links["Accessibilité : non conforme"] == "/fr/accessibilite/"
        assert links["Mentions"] == "/fr/mentions/"
        assert "En projet" not in links
        assert "Déclaration" not in links


class TestLanguages:
    @pytest.fixture
    def english_home(self) -> HomePage:
        return translated(first_index(HomePage), published=True, title="Social clauses")

    def test_one_language_needs_no_switch(self, client: Client) -> None:
        assert read(client, "/fr/").select(".fr-header__tools-links") == []

    def test_views_offer_the_languages_that_have_a_home(
        self, client: Client, english_home: HomePage
    ) -> None:
        page = read(client, "/fr/qui-fait-quoi/?a=siae")
        (link,) = page.select(".fr-header__tools-links a")
        assert link["href"] == "/en/who-does-what/?a=siae"
        assert (link["lang"], link["hreflang"]) == ("en", "en")

    def test_a_draft_translation_is_not_offered(
        self, client: Client, english_home: HomePage
    ) -> None:
        page = GuidancePageFactory(published=True)
        translated(page)
        assert read(client, page.get_url()).select(".fr-header__tools-links") == []

    def test_french_sections_stand_in_and_say_so(
        self, client: Client, english_home: HomePage
    ) -> None:
        link = read(client, english_home.get_url()).select(".fr-nav__link")[0]
        assert (words(link), link["lang"]) == ("Cadre de référence", "fr")

    def test_alternate_addresses_are_declared(
        self, client: Client, english_home: HomePage
    ) -> None:
        found = read(client, "/fr/").select('link[rel="alternate"][hreflang]')
        assert {link["hreflang"] for link in found} == {"fr", "en"}


def test_a_site_without_any_content_still_answers(client: Client) -> None:
    for address in (
        "/fr/",
        "/fr/recherche/",
        "/fr/glossaire/",
        "/fr/plan-du-site/",
        "/fr/qui-fait-quoi/",
        "/fr/leviers/",
    ):
        assert read(client, address).h1 is not None
