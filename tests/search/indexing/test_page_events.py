"""What happens to a page is right in the index after the next drain."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from directory.models import DirectoryIndexPage
from knowledge.models import GuidancePage, PracticeIndexPage
from portal.core.models import Provenance
from portal.home.models import HomePage
from tests.factories import (
    ActorPageFactory,
    DecisionStepFactory,
    GuidancePageFactory,
    LeverPageFactory,
    PracticePageFactory,
    RolePageFactory,
    StandardPageFactory,
    ThemeFactory,
    ToolPageFactory,
    TrainingPageFactory,
    first_index,
    translated,
)
from tests.factories.pages import SUMMARY
from tests.search.indexing.conftest import entry_of

pytestmark = pytest.mark.django_db

FACTORIES = [
    ActorPageFactory,
    GuidancePageFactory,
    LeverPageFactory,
    PracticePageFactory,
    RolePageFactory,
    StandardPageFactory,
    ToolPageFactory,
    TrainingPageFactory,
]
SOON = timedelta(days=2)


@pytest.mark.parametrize("factory", FACTORIES)
def test_a_page_of_any_kind_is_found_while_it_is_published(index, factory):
    page = factory(title="Le titre")
    assert index.of(page) is None
    page.get_latest_revision().publish()
    assert index.of(page).title == "Le titre"
    assert entry_of(page).visible
    type(page).objects.get(pk=page.pk).unpublish()
    assert index.of(page) is None
    assert not entry_of(page).visible


def test_a_draft_of_a_published_page_shows_nothing_until_published(index):
    page = GuidancePageFactory(title="Avant", published=True)
    page.title = "Après"
    revision = page.save_revision()
    assert index.of(page).title == "Avant"
    revision.publish()
    assert index.of(page).title == "Après"


def test_a_draft_marks_nothing(index, marks_of):
    page = GuidancePageFactory(published=True)
    before = marks_of(page)
    page.save_revision()
    assert marks_of(page) == before


def test_a_page_to_go_live_later_never_leaks(index):
    page = GuidancePageFactory(title="Secret")
    page.go_live_at = timezone.now() + SOON
    page.save_revision().publish()
    assert index.of(page) is None
    assert entry_of(page).title == ""
    assert "Secret" not in str(index.documents())


def test_an_embargoed_change_of_a_live_page_waits(index):
    page = GuidancePageFactory(title="Avant", published=True)
    page.title = "Après"
    page.go_live_at = timezone.now() + SOON
    page.save_revision().publish()
    assert index.of(page).title == "Avant"


def test_a_page_goes_live_and_expires_with_the_clock(index):
    page = GuidancePageFactory()
    page.go_live_at = timezone.now() + SOON
    page.expire_at = timezone.now() + 2 * SOON
    revision = page.save_revision()
    revision.publish()
    GuidancePage.objects.filter(pk=page.pk).update(go_live_at=timezone.now() - SOON)
    page.revisions.update(approved_go_live_at=timezone.now() - SOON)
    revision.refresh_from_db()
    revision.content["go_live_at"] = (timezone.now() - SOON).isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert index.of(page)
    GuidancePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - SOON)
    call_command("publish_scheduled")
    assert index.of(page) is None


def test_an_expired_page_is_left_out_even_before_it_is_unpublished(index):
    page = GuidancePageFactory(published=True)
    page.expire_at = timezone.now() - SOON
    page.save()
    assert index.of(page) is None


def test_a_deleted_page_is_forgotten(index):
    page = GuidancePageFactory(published=True)
    assert index.of(page)
    entry = entry_of(page)
    page.delete()
    assert index.documents() == {}
    entry.refresh_from_db()
    assert not entry.visible
    assert (entry.title, entry.plain_text, entry.folded_text) == ("", "", "")
    assert (entry.summary, entry.url, entry.card) == ("", "", {})


@pytest.mark.parametrize("deleted", ["the page", "rows of pages"])
def test_a_subtree_is_forgotten_with_its_top(index, deleted):
    top = PracticeIndexPage(title="Réseau", slug="reseau")
    first_index(PracticeIndexPage).add_child(instance=top)
    PracticePageFactory.create_batch(3, parent=top, published=True)
    other = PracticePageFactory(published=True)
    assert len(index.documents()) == 4
    if deleted == "the page":
        top.delete()
    else:
        Page.objects.filter(pk=top.pk).delete()
    assert list(index.documents()) == [f"page-{other.pk}"]


def test_moved_and_renamed_pages_have_new_addresses_and_so_have_those_below(index):
    top = StandardPageFactory(published=True, slug="haut")
    middle = StandardPageFactory(parent=top, published=True, slug="milieu")
    leaf = StandardPageFactory(parent=middle, published=True, slug="bas")
    assert index.of(leaf).url == "/fr/haut/milieu/bas/"
    top.slug = "sommet"
    top.save_revision().publish()
    assert index.of(top).url == "/fr/sommet/"
    assert index.of(leaf).url == "/fr/sommet/milieu/bas/"
    Page.objects.get(pk=middle.pk).move(first_index(HomePage), pos="last-child")
    assert index.of(leaf).url == "/fr/milieu/bas/"
    assert entry_of(leaf).url == "/fr/milieu/bas/"


def test_a_stale_instance_still_tells_those_below(index):
    top = StandardPageFactory(published=True, slug="haut")
    stale = type(top).objects.get(pk=top.pk)
    leaf = StandardPageFactory(parent=top, published=True, slug="bas")
    index.drain()
    stale.slug = "sommet"
    stale.save()
    assert index.of(leaf).url == "/fr/sommet/bas/"


@pytest.mark.parametrize("model", [HomePage, DirectoryIndexPage])
def test_the_addresses_of_home_and_index_pages_are_those_of_all_below(index, model):
    actor = ActorPageFactory(published=True, slug="un-organisme")
    assert index.of(actor).url == "/fr/annuaire/un-organisme/"
    page = first_index(model)
    page.slug = "nouveau"
    page.save()
    expected = {
        HomePage: "/fr/annuaire/un-organisme/",
        DirectoryIndexPage: "/fr/nouveau/un-organisme/",
    }
    assert index.of(actor).url == expected[model]


def test_the_address_follows_a_home_page_renamed_by_another_process(index):
    actor = ActorPageFactory(published=True, slug="un-organisme")
    address = index.of(actor).url  # the roots of sites are remembered here
    home = first_index(HomePage)
    Page.objects.filter(pk=home.pk).update(slug="maison", url_path="/maison/")
    for page in home.get_descendants():
        path = page.url_path.replace("/accueil/", "/maison/")
        Page.objects.filter(pk=page.pk).update(url_path=path)
    type(actor).objects.get(pk=actor.pk).save()
    assert index.of(actor).url == address


def test_a_page_made_live_without_publishing_is_found(index):
    page = GuidancePage(
        title="Directe",
        slug="directe",
        summary=SUMMARY,
        short_answer="Oui.",
        body=[("text", RichText("<p>Bonjour</p>"))],
        live=True,
    )
    GuidancePageFactory().get_parent().add_child(instance=page)
    assert index.of(page).body.startswith("Bonjour")


def test_an_alias_is_no_document_and_its_original_stays(index):
    page = GuidancePageFactory(published=True, title="Originale")
    alias = page.create_alias(update_slug="alias")
    assert index.of(alias) is None
    assert index.of(page).readable_in == ("fr", "en", "nl", "fr-x-falc")
    page.title = "Renommée"
    page.save_revision().publish()
    assert alias.get_latest_revision() is None
    assert index.of(alias) is None
    assert [found.title for found in index.documents().values()] == ["Renommée"]


def test_an_alias_made_a_page_of_its_own_is_found(index):
    alias = GuidancePageFactory(published=True, title="Une fiche").create_alias(
        update_slug="alias"
    )
    index.drain()
    alias = GuidancePage.objects.get(pk=alias.pk)
    alias.alias_of_id = None
    alias.save(update_fields=["alias_of_id"], clean=False)
    assert index.of(alias).title == "Une fiche"


def test_a_copied_page_is_found_once_published(index):
    page = GuidancePageFactory(published=True, title="Une fiche")
    copy = page.copy(update_attrs={"slug": "copie"}, keep_live=True)
    assert index.of(copy).title == "Une fiche"


def test_relations_and_rows_saved_with_the_page_are_indexed(index):
    parent, theme = ThemeFactory(slug="mere"), ThemeFactory(slug="fille")
    theme.parent = parent
    theme.save()
    page = GuidancePageFactory(published=True)
    assert index.of(page).facets["theme"] == ()
    page = GuidancePage.objects.get(pk=page.pk)
    page.themes = [theme]
    page.decision_steps = [DecisionStepFactory.build(question="Au-dessus du seuil ?")]
    page.save_revision().publish()
    assert index.of(page).facets["theme"] == ("mere", "fille")
    assert "Au-dessus du seuil ?" in index.of(page).body


def test_where_a_page_comes_from_is_kept_for_results(index):
    page = GuidancePageFactory(published=True)
    assert index.of(page).card["import_id"] == ""
    Provenance.objects.create(page=page, source_label="fichier", source_id="fiche-7")
    index.drain()
    assert entry_of(page).card["import_id"] == "fiche-7"


def test_the_text_of_an_entry_follows_its_page(index):
    page = GuidancePageFactory(published=True, title="Clause « d’insertion »")
    index.drain()
    entry = entry_of(page)
    assert entry.title == page.title
    assert "Un texte qui dit" in entry.plain_text
    assert "clause" in entry.folded_text
    assert entry.audiences == ["public"]
    assert entry.url == f"/fr/cadre-de-reference/{page.slug}/"
    translation = translated(page, "en", title="A sheet", published=True)
    assert index.of(translation).url.startswith("/en/")
