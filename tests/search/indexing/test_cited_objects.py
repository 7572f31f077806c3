"""What pages cite changes, and they with it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.models import Job
from portal.core.stamps import read_stamps
from tests.factories import (
    ActorPageFactory,
    FunderFactory,
    GlossaryTermFactory,
    GuidancePageFactory,
    JobFactory,
    LegalReferenceFactory,
    LeverFunderFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
    SectorFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    TrainingPageFactory,
    translated,
)

pytestmark = pytest.mark.django_db


def test_a_label_changes_on_pages_and_translations_that_carry_it(index, marks_of):
    theme = ThemeFactory(label_fr="Achats")
    page = GuidancePageFactory(published=True, themes=[theme])
    english = translated(page, "en", title="A sheet", published=True)
    other = GuidancePageFactory(published=True)
    index.drain()
    untouched = marks_of(other)
    theme.label_fr, theme.label_en = "Achats responsables", "Responsible purchasing"
    theme.save()
    assert "Achats responsables" in index.of(page).search_terms
    assert "Responsible purchasing" in index.of(english).search_terms
    assert marks_of(other) == untouched


def test_a_new_parent_and_its_address_reach_the_pages_of_the_children(index):
    parent, child = SectorFactory(slug="parent"), SectorFactory(slug="enfant")
    page = GuidancePageFactory(published=True, sectors=[child])
    assert index.of(page).facets["secteur"] == ("enfant",)
    child.parent = parent
    child.save()
    assert index.of(page).facets["secteur"] == ("parent", "enfant")
    parent.slug = "renomme"
    parent.save()
    assert index.of(page).facets["secteur"] == ("renomme", "enfant")


def test_a_funder_reaches_the_pages_through_their_rows(index):
    funder = FunderFactory(slug="region")
    page = LeverPageFactory(
        published=True, funders=[LeverFunderFactory.build(funder=funder)]
    )
    assert index.of(page).facets["financeur"] == ("region",)
    funder.slug = "conseil-regional"
    funder.save()
    assert index.of(page).facets["financeur"] == ("conseil-regional",)


def test_a_legal_reference_marks_the_pages_that_cite_it(index, marks_of):
    reference = LegalReferenceFactory()
    page = GuidancePageFactory(published=True, legal_references=[reference])
    before = marks_of(page)
    reference.title = "Un autre titre"
    reference.save()
    assert marks_of(page) == before + 1


def test_the_name_of_an_organisation_reaches_the_pages_that_cite_it(index):
    actor = ActorPageFactory(published=True, title="Ville de Laon")
    named = PracticePageFactory(published=True, buyer=actor)
    in_a_row = PracticePageFactory(
        published=True, organisations=[PracticeOrganisationFactory.build(actor=actor)]
    )
    provided = TrainingPageFactory(published=True, provider=actor)
    english = translated(named, "en", title="A practice", published=True)
    assert index.of(named).card["buyer"] == "Ville de Laon"
    actor.title = "Commune de Laon"
    actor.save_revision().publish()
    assert index.of(named).card["buyer"] == "Commune de Laon"
    assert index.of(english).card["buyer"] == "Commune de Laon"
    assert "Commune de Laon" in index.of(in_a_row).body
    assert index.of(provided).card["provider"] == "Commune de Laon"


def test_a_renamed_territory_reaches_pages_and_sessions(index):
    laon = TerritoryFactory(name="Laon")
    page = PracticePageFactory(published=True, territories=[laon])
    session = SessionFactory(territory=laon)
    assert "Laon" in index.of(page).search_terms
    laon.name = "Laon-en-Laonnois"
    laon.save()
    assert "Laon-en-Laonnois" in index.of(page).search_terms
    assert "Laon-en-Laonnois" in index.of(session).search_terms


def test_the_communes_of_a_territory_move_what_is_filed_in_them(index):
    laon, soissons = TerritoryFactory(name="Laon"), TerritoryFactory(name="Soissons")
    epci = TerritoryFactory(epci=True, communes=[laon])
    area = TerritoryFactory(epci=True, communes=[soissons])
    in_laon = PracticePageFactory(published=True, territories=[laon])
    in_area = PracticePageFactory(published=True, territories=[area])
    in_soissons = PracticePageFactory(published=True, territories=[soissons])
    aisne = TerritoryFactory(departement=True, communes=[laon])
    assert aisne.value in index.of(in_laon).within
    assert aisne.value not in index.of(in_soissons).within
    aisne.communes.add(soissons)
    assert aisne.value in index.of(in_soissons).within
    assert aisne.value in index.of(in_area).within
    laon.containers.remove(epci)
    assert epci.value not in index.of(in_laon).within
    aisne.communes.clear()
    assert aisne.value not in index.of(in_soissons).within
    assert aisne.value not in index.of(in_laon).within


def test_the_glossary_is_read_when_asked_and_marks_nothing(index):
    page = GuidancePageFactory(published=True)
    index.drain()
    term = GlossaryTermFactory()
    before = read_stamps()["glossary"]
    term.variants = "CSE\nclause"
    term.save()
    assert read_stamps()["glossary"] != before
    assert index.drain() == 0
    assert index.of(page)


def test_what_is_kept_in_memory_hears_of_relations_between_vocabularies():
    job, sector = JobFactory(), SectorFactory()
    before = read_stamps()["vocabularies"]
    Job.objects.get(pk=job.pk).sectors.add(sector)
    assert read_stamps()["vocabularies"] != before


def test_new_entries_of_vocabularies_look_for_no_page():
    with CaptureQueriesContext(connection) as queries:
        ThemeFactory()
    asked = " ".join(query["sql"] for query in queries)
    assert "knowledge_" not in asked
    assert "search_searchentry" not in asked
