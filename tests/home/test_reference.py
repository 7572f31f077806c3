"""Glossary, site map and first pages of sections."""

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.models import PracticeIndexPage
from portal.home import site_map
from portal.home.glossary import by_letter
from search.indexing.rebuild import rebuild_index
from tests.factories import (
    ActorPageFactory,
    GlossaryTermFactory,
    LeverPageFactory,
    PracticePageFactory,
    RolePageFactory,
    first_index,
)
from tests.templates.reading import faults, read, words

pytestmark = pytest.mark.django_db


def test_terms_stand_under_their_letter_as_in_a_dictionary():
    rows = [
        GlossaryTermFactory(slug=slug, term_fr=term)
        for slug, term in (("z", "Zone"), ("e", "Étape"), ("d", "Dépôt"), ("n", "2e"))
    ]
    found = [
        (group.letter, [row.slug for row in group.terms]) for group in by_letter(rows)
    ]
    assert found == [("0-9", ["n"]), ("D", ["d"]), ("E", ["e"]), ("Z", ["z"])]


def test_the_glossary_explains_and_searches(client: Client):
    GlossaryTermFactory(
        slug="siae", term_fr="SIAE", definition_fr="Une structure.", to_verify=True
    )
    page = read(client, "/fr/glossaire/")
    entry = page.find(id="siae")
    assert "Une structure." in words(entry)
    assert "À vérifier" in words(entry)
    assert entry.find("a")["href"] == "/fr/recherche/?q=SIAE"
    assert faults(page) == []


def test_the_site_map_lists_sections_and_what_they_hold(client: Client, monkeypatch):
    monkeypatch.setattr(site_map, "LISTED", 2)
    for title in ("Premier", "Deuxième", "Troisième"):
        LeverPageFactory(published=True, title=title)
    LeverPageFactory(title="Brouillon")
    page = read(client, "/fr/plan-du-site/")
    text = words(page.main)
    assert "Premier" in text
    assert "Troisième" not in text
    assert "et 1 autre page" in text
    assert "Brouillon" not in text
    assert faults(page) == []


class TestFirstPageOfASection:
    def test_it_lists_its_pages_and_ways_to_narrow_them(self, client: Client):
        LeverPageFactory(published=True, title="Une aide")
        LeverPageFactory(title="Une aide en projet")
        rebuild_index()
        page = read(client, "/fr/leviers/")
        assert [words(a) for a in page.select(".cs-card__title a")] == ["Une aide"]
        narrow = page.select_one(".cs-ways a")
        assert narrow["href"] == "/fr/recherche/?type=levier&nature=subvention"
        assert faults(page) == []

    def test_the_framework_opens_on_sheets_and_roles(self, client: Client):
        RolePageFactory(published=True, title="Le facilitateur")
        rebuild_index()
        page = read(client, "/fr/cadre-de-reference/")
        assert "Le facilitateur" in words(page.select_one(".cs-roles"))
        assert faults(page) == []

    def test_an_empty_section_says_so(self, client: Client):
        page = read(client, "/fr/outils/")
        assert "Rien n’est encore publié ici." in words(page.main)
        assert faults(page) == []

    def test_a_space_lists_what_its_organisation_publishes(self, client: Client):
        actor = ActorPageFactory(title="Un réseau", published=True)
        root: Page = first_index(PracticeIndexPage)
        space = PracticeIndexPage(title="Espace du réseau", organisation=actor)
        root.add_child(instance=space)
        space.save_revision().publish()
        practice = PracticePageFactory(parent=space, published=True)
        rebuild_index()
        page = read(client, space.get_url())
        assert practice.get_url() in [
            a["href"] for a in page.main.find_all("a", href=True)
        ]
        above = read(client, "/fr/pratiques/")
        assert space.get_url() in [
            a["href"] for a in above.main.find_all("a", href=True)
        ]
        assert faults(page) == []
