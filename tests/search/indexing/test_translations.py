"""A page and its translations: what is read in which language, and by whom."""

from uuid import uuid4

import pytest

from knowledge.models import GuidancePage
from search.models import SearchEntry
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    DecisionStepFactory,
    GuidancePageFactory,
    SectorFactory,
    SessionFactory,
    ThemeFactory,
    translated,
)
from tests.search.indexing.conftest import entry_of

pytestmark = pytest.mark.django_db


def again(page):
    return type(page).objects.get(pk=page.pk)


def test_a_translation_takes_its_language_over_and_gives_it_back(index):
    page = GuidancePageFactory(published=True)
    assert index.of(page).readable_in == ("fr", "en", "nl", "fr-x-falc")
    english = translated(page, "en", title="A sheet")
    assert index.of(page).readable_in == ("fr", "en", "nl", "fr-x-falc")
    english.get_latest_revision().publish()
    assert index.of(english).readable_in == ("en",)
    assert index.of(page).readable_in == ("fr", "nl", "fr-x-falc")
    assert entry_of(page).readable_in == ["fr", "nl", "fr-x-falc"]
    again(english).unpublish()
    assert index.of(english) is None
    assert index.of(page).readable_in == ("fr", "en", "nl", "fr-x-falc")


def test_a_deleted_translation_gives_its_language_back(index):
    page = GuidancePageFactory(published=True)
    english = translated(page, "en", title="A sheet", published=True)
    assert "en" not in index.of(page).readable_in
    english.delete()
    assert "en" in index.of(page).readable_in
    assert list(index.documents()) == [f"page-{page.pk}"]


def test_a_translation_hides_with_its_source(index):
    page = GuidancePageFactory(published=True)
    english = translated(page, "en", title="A sheet", published=True)
    assert index.of(english)
    source = again(page)
    source.live = False
    source.save()
    assert again(english).live
    assert index.of(english) is None
    assert entry_of(english).plain_text == ""
    source.get_latest_revision().publish()
    assert index.of(english)


def test_translations_go_with_their_source(index):
    page = GuidancePageFactory(published=True)
    translated(page, "en", title="A sheet", published=True)
    assert len(index.documents()) == 2
    again(page).unpublish()
    assert index.documents() == {}
    page.delete()
    assert index.documents() == {}
    assert not SearchEntry.objects.exclude(title="").exists()


def test_a_translation_shows_the_facts_of_its_source(index):
    theme = ThemeFactory(slug="achats", label_fr="Achats", label_en="Purchasing")
    page = GuidancePageFactory(published=True)
    english = translated(page, "en", title="A sheet", published=True)
    assert index.of(english).facets["theme"] == ()
    page = again(page)
    page.themes = [theme]
    page.save_revision().publish()
    found = index.of(english)
    assert found.facets["theme"] == ("achats",)
    assert "Purchasing" in found.search_terms
    assert "Achats" in index.of(page).search_terms
    assert "Purchasing" not in index.of(page).search_terms


def test_rows_are_read_in_each_language(index):
    page = GuidancePageFactory(
        published=True,
        decision_steps=[DecisionStepFactory.build(question="Le seuil est-il passé ?")],
    )
    english = translated(page, "en", title="A sheet")
    row = english.decision_steps.get()
    row.question = "Is it above the threshold?"
    row.save()
    again(english).save_revision().publish()
    index.documents()  # one batch for both
    assert "Is it above the threshold?" in index.of(english).body
    assert "Le seuil est-il passé ?" in index.of(page).body
    assert "threshold" not in index.of(page).body


def test_the_words_of_an_organisation_are_in_the_language_of_its_page(index):
    sector = SectorFactory(label_fr="Propreté", label_en="Cleaning")
    page = ActorPageFactory(
        published=True, activities=[ActivityFactory.build(sector=sector)]
    )
    english = translated(page, "en", title="A company", published=True)
    assert "Cleaning" in index.of(english).body
    assert "Propreté" in index.of(page).body


def test_without_a_french_page_the_first_one_is_the_source(index):
    page = GuidancePageFactory(published=True)
    english = translated(page, "en", title="A sheet", published=True)
    dutch = translated(page, "nl", title="Een blad", published=True)
    page.translation_key = uuid4()
    page.save()
    english.save()
    assert index.of(english).readable_in == ("fr", "en", "fr-x-falc")
    assert index.of(dutch).readable_in == ("nl",)


def test_an_alias_in_another_language_is_no_translation(index):
    page = GuidancePageFactory(published=True)
    translated(page, "en", title="A sheet")  # its ancestors exist in English
    GuidancePage.objects.filter(locale__language_code="en").delete()
    english = page.get_parent().get_translations().get(locale__language_code="en")
    alias = page.copy_for_translation(english.locale, alias=True)
    assert alias.live
    assert index.of(alias) is None
    assert "en" in index.of(page).readable_in


def test_sessions_are_found_in_each_language_of_their_course(index):
    session = SessionFactory()
    assert index.of(session, "fr").readable_in == ("fr", "en", "nl", "fr-x-falc")
    assert index.of(session, "en") is None
    english = translated(session.course, "en", title="A course", published=True)
    assert index.of(session, "en").title == "A course"
    assert index.of(session, "en").readable_in == ("en",)
    assert index.of(session, "en").url.startswith("/en/")
    assert index.of(session, "en").url.endswith(f"#session-{session.uid}")
    assert "en" not in index.of(session, "fr").readable_in
    again(english).unpublish()
    assert index.of(session, "en") is None
    assert "en" in index.of(session, "fr").readable_in
