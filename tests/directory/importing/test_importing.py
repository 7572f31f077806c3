"""What a file of organisations becomes: created, completed, or rejected with a reason."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from directory.importing import writing
from directory.models import Activity, ActorPage, Contact, DirectoryIndexPage
from portal.core.imports.refusals import ImportRefused
from search.models import SearchEntry
from tests.directory.importing.reading import SIRETS, bring, counts, entries
from tests.factories import (
    ActorPageFactory,
    GroupFactory,
    SectorFactory,
    TerritoryFactory,
    UserFactory,
    first_index,
)

pytestmark = pytest.mark.django_db


def row(number: int = 0, **cells: str) -> dict[str, str]:
    return {
        "siret": SIRETS[number],
        "type": "ACI",
        "raison_sociale": f"Structure {number}",
        **cells,
    }


@pytest.fixture
def laon():
    return TerritoryFactory(code="02408", name="Laon", postcodes="02000")


class TestCreating:
    def test_a_page_holds_what_the_row_tells(self, laon):
        sector = SectorFactory(label_fr="Espaces verts, jardins")
        aisne = TerritoryFactory(departement=True, code="02", name="Aisne")
        report = bring(
            [
                row(
                    enseigne="Les Jardins",
                    adresse="1 rue du Bourg",
                    code_postal="2000",
                    ville="LAON CEDEX",
                    latitude="49,5635",
                    longitude="3.6244",
                    site_web="www.example.org",
                    telephone="03 23 00 00 00",
                    courriel="contact@example.org",
                    secteurs="Espaces verts, jardins",
                    territoires="Aisne",
                    description="Un chantier qui entretient des jardins toute l’année.",
                    horaires="Le matin",
                    source="ASP",
                )
            ],
            publish=True,
        )
        assert counts(report) == (1, 0, 0, 0)
        page = ActorPage.objects.get()
        assert (page.title, page.legal_name) == ("Les Jardins", "Structure 0")
        assert (page.kinds, page.siret) == (["aci"], SIRETS[0])
        assert (page.postcode, page.commune) == ("02000", laon)
        assert (page.latitude, page.longitude) == (49.5635, 3.6244)
        assert page.website == "https://www.example.org"
        assert page.opening == "Le matin"
        assert page.activities.get().sector == sector
        assert page.areas.get() == aisne
        assert page.summary.startswith("Un chantier qui entretient")
        assert page.body[0].value.source.startswith("<p>Un chantier")
        assert page.sources[0].value["label"] == "ASP"
        contact = Contact.objects.get()
        assert (contact.phone, contact.email) == (
            "+33323000000",
            "contact@example.org",
        )
        assert page.live

    def test_what_was_written_is_what_saving_writes(self, laon, client):
        """The page, its revision and its places are those of a page saved by hand."""
        SectorFactory(label_fr="Propreté")
        bring(
            [row(n, secteurs="Propreté", ville="Laon") for n in range(3)],
            publish=True,
        )
        assert Page.find_problems() == ([], [], [], [], [])
        for page in ActorPage.objects.all():
            assert page.latest_revision == page.live_revision
            as_revised = page.get_latest_revision_as_object()
            assert as_revised.serializable_data() == page.serializable_data()
            assert client.get(page.get_url()).status_code == 200
            made = ReferenceIndex.objects.filter(object_id=str(page.pk)).count()
            ReferenceIndex.create_or_update_for_object(page)
            kept = ReferenceIndex.objects.filter(object_id=str(page.pk)).count()
            assert made == kept > 0
            actions = PageLogEntry.objects.filter(page=page).values_list("action")
            assert set(actions) == {("wagtail.create",), ("wagtail.publish",)}
            page.full_clean()
        assert list(ActorPage.objects.all().autocomplete("Structure 1"))
        assert Activity.objects.count() == 3

    def test_it_is_marked_for_the_search(self, laon):
        bring([row()], publish=True)
        entry = SearchEntry.objects.get(kind="acteur")
        assert entry.object_id == str(ActorPage.objects.get().pk)

    def test_without_publishing_it_makes_drafts(self):
        bring([row()])
        assert not ActorPage.objects.get().live
        again = bring([row()], publish=True)
        assert counts(again) == (0, 1, 0, 0)
        assert ActorPage.objects.get().live

    def test_without_description_it_says_what_and_where(self, laon):
        bring([row(type="ACI", ville="Laon")], publish=True)
        summary = ActorPage.objects.get().summary
        assert "ACI" in summary
        assert "Laon (02)" in summary

    def test_gaps_are_listed_and_the_page_is_published(self):
        report = bring([row(type="EA")], publish=True)
        assert ActorPage.objects.get().live
        assert [entry["field"] for entry in entries(report.warnings)] == ["summary"]

    def test_addresses_of_pages_never_meet(self):
        bring([row(n, raison_sociale="La Même") for n in range(3)])
        slugs = ActorPage.objects.order_by("path").values_list("slug", flat=True)
        assert list(slugs) == ["la-meme", "la-meme-2", "la-meme-3"]

    def test_a_name_is_enough_without_a_number(self, laon):
        bring([{"nom": "Agence", "type": "FT", "ville": "Laon"}], publish=True)
        page = ActorPage.objects.get()
        assert (page.kinds, page.carriers) == (["prescripteur"], ["france-travail"])


class TestAgain:
    def test_the_same_file_changes_nothing(self, laon):
        SectorFactory(label_fr="Propreté")
        rows = [
            row(
                n,
                ville="Laon",
                secteurs="Propreté",
                telephone="0323000000",
                description="Un chantier qui nettoie des bureaux et des écoles." * n,
            )
            for n in range(3)
        ]
        rows.append(row(0, type="EI", telephone="0323000009"))
        rows.append({"raison_sociale": "Sans numéro", "type": "ESAT", "ville": "Laon"})
        assert counts(bring(rows, publish=True)) == (4, 1, 0, 0)
        revisions = ActorPage.objects.values_list("latest_revision", flat=True)
        before = list(revisions)
        report = bring(rows, publish=True)
        assert counts(report) == (0, 0, 5, 0)
        assert list(revisions) == before
        assert Contact.objects.count() == 3

    def test_a_row_that_changed_updates_its_page(self, laon):
        bring([row(adresse="1 rue A")], publish=True)
        report = bring([row(adresse="2 rue B")], publish=True)
        assert counts(report) == (0, 1, 0, 0)
        assert entries(report.changes)[0]["message"] in {"adresse", "address"}
        page = ActorPage.objects.get()
        assert page.address == "2 rue B"
        assert page.get_latest_revision_as_object().address == "2 rue B"

    def test_what_is_empty_empties_nothing(self, laon):
        bring([row(adresse="1 rue A", ville="Laon")], publish=True)
        assert counts(bring([row(adresse="")], publish=True)) == (0, 0, 1, 0)
        assert ActorPage.objects.get().commune == laon

    def test_another_kind_is_added_and_none_is_taken(self):
        report = bring([row(type="ACI"), row(type="EI")], publish=True)
        assert counts(report) == (1, 1, 0, 0)
        bring([row(type="ETTI")], publish=True)
        page = ActorPage.objects.get()
        assert page.kinds == ["aci", "ei", "etti"]
        assert page.live_revision.as_object().kinds == ["aci", "ei", "etti"]

    def test_the_same_kind_twice_is_rejected(self):
        report = bring([row(), row(raison_sociale="Autre nom")])
        assert counts(report) == (1, 0, 0, 1)
        assert entries(report.rejected)[0]["line"] == 3
        assert entries(report.rejected)[0]["field"] == "siret"

    def test_far_apart_in_the_file_too(self, monkeypatch):
        monkeypatch.setattr("directory.importing.running.BATCH", 1)
        report = bring([row(0), row(1), row(0, type="EI"), row(0)], publish=True)
        assert counts(report) == (2, 1, 0, 1)
        assert ActorPage.objects.get(siret=SIRETS[0]).kinds == ["aci", "ei"]

    def test_one_that_waited_for_its_number_gets_it(self, laon):
        bring([{"nom": "Agence", "type": "GEIQ", "ville": "Laon"}], publish=True)
        bring(
            [{"nom": "Agence", "type": "GEIQ", "ville": "Laon", "siret": SIRETS[0]}],
            publish=True,
        )
        assert ActorPage.objects.get().siret == SIRETS[0]

    def test_one_that_was_deleted_is_made_again(self):
        bring([row()])
        ActorPage.objects.get().delete()
        assert counts(bring([row()])) == (1, 0, 0, 0)

    def test_nothing_is_written_in_a_dry_run(self, laon):
        bring([row(0, ville="Laon")], publish=True)
        rows = [
            row(0, ville="Laon", adresse="2 rue B"),
            row(1),
            row(1, type="EI"),
            row(1),
            row(2, siret="123"),
        ]
        with CaptureQueriesContext(connection) as queries:
            report = bring(rows, publish=True, dry_run=True)
        written = [
            q for q in queries if not q["sql"].startswith(("SELECT", "SAVE", "REL"))
        ]
        assert written == []
        assert counts(report) == (1, 2, 0, 2)
        assert counts(bring(rows, publish=True)) == (1, 2, 0, 2)


class TestWhatPeopleWrote:
    def test_is_completed_and_never_replaced(self, laon):
        page = ActorPageFactory(
            published=True, siret=SIRETS[0], address="Écrite à la main", kinds=["ei"]
        )
        report = bring(
            [row(adresse="1 rue A", ville="Laon", enseigne="Autre")], publish=True
        )
        assert counts(report) == (0, 1, 0, 0)
        page = ActorPage.objects.get(pk=page.pk)
        assert page.address == "Écrite à la main"
        assert page.title != "Autre"
        assert (page.commune, page.kinds) == (laon, ["aci", "ei"])
        again = bring(
            [row(adresse="1 rue A", ville="Laon", enseigne="Autre")], publish=True
        )
        assert counts(again) == (0, 0, 1, 0)

    def test_since_an_import_is_kept(self, laon):
        bring([row(adresse="1 rue A", ville="Laon")], publish=True)
        page = ActorPage.objects.get()
        page.address = "Écrite à la main"
        page.save_revision().publish()
        bring([row(adresse="2 rue B", site_web="https://example.org")], publish=True)
        page = ActorPage.objects.get()
        assert page.address == "Écrite à la main"
        assert page.website == "https://example.org"

    def test_a_draft_stays_a_draft(self):
        bring([row()], publish=True)
        page = ActorPage.objects.get()
        page.address = "En cours"
        page.save_revision()
        bring([row(site_web="https://example.org")], publish=True)
        page = ActorPage.objects.get()
        assert (page.address, page.website) == ("", "")
        draft = page.get_latest_revision_as_object()
        assert (draft.address, draft.website) == ("En cours", "https://example.org")

    def test_what_was_unpublished_is_not_published_again(self):
        bring([row()], publish=True)
        ActorPage.objects.get().unpublish()
        report = bring([row(adresse="1 rue A")], publish=True)
        assert not ActorPage.objects.get().live
        assert entries(report.warnings)

    def test_what_is_locked_is_left_as_it_is(self):
        bring([row()], publish=True)
        page = ActorPage.objects.get()
        page.locked = True
        page.save()
        report = bring([row(adresse="1 rue A")], publish=True)
        assert counts(report) == (0, 0, 1, 0)
        assert entries(report.warnings)

    def test_contacts_of_people_are_left_alone(self):
        page = ActorPageFactory(published=True, siret=SIRETS[0])
        Contact.objects.create(actor=page, purpose="Devis", email="devis@example.org")
        bring([row(courriel="contact@example.org")], publish=True)
        assert Contact.objects.get().email == "devis@example.org"

    def test_a_contact_that_was_withdrawn_does_not_come_back(self):
        rows = [row(courriel="contact@example.org")]
        bring(rows, publish=True)
        Contact.objects.get().withdraw()
        report = bring(rows, publish=True)
        assert Contact.objects.get().email == ""
        assert entries(report.warnings)


class TestRights:
    @pytest.fixture
    def space(self):
        parent = first_index(DirectoryIndexPage)
        page = parent.add_child(instance=DirectoryIndexPage(title="Un réseau"))
        page.save_revision().publish()
        return page

    def test_someone_adds_in_their_space(self, space):
        user = UserFactory(groups=[GroupFactory(pages=[space])])
        bring([row()], publish=True, user=user, parent=str(space.pk))
        page = ActorPage.objects.get()
        assert (page.get_parent().pk, page.owner, page.live) == (space.pk, user, True)

    def test_and_nowhere_else(self, space):
        user = UserFactory(groups=[GroupFactory(pages=[space])])
        with pytest.raises(ImportRefused):
            bring([row()], user=user)

    def test_an_organisation_of_others_is_rejected(self, space):
        ActorPageFactory(published=True, siret=SIRETS[0])
        user = UserFactory(groups=[GroupFactory(pages=[space])])
        report = bring([row(0), row(1)], user=user, parent=str(space.pk))
        assert counts(report) == (1, 0, 0, 1)

    def test_who_may_not_publish_makes_drafts(self, space):
        group = GroupFactory(pages=[space], pages__rights=["add", "change"])
        user = UserFactory(groups=[group])
        bring([row()], publish=True, user=user, parent=str(space.pk))
        assert not ActorPage.objects.get().live


def test_a_batch_that_fails_is_written_row_by_row(monkeypatch):
    real = writing.add_pages

    def fragile(parent, pages, **kwargs):
        real(parent, pages, **kwargs)
        if any(page.title == "Structure 1" for page in pages):
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(writing, "add_pages", fragile)
    report = bring([row(n) for n in range(3)], publish=True)
    assert counts(report) == (2, 0, 0, 1)
    assert ActorPage.objects.count() == 2
    assert Page.find_problems() == ([], [], [], [], [])


def test_as_many_queries_for_a_batch_however_many_rows():
    def asked(rows: list[dict[str, str]]) -> int:
        with CaptureQueriesContext(connection) as queries:
            bring(rows, publish=True)
        return len(queries)

    asked([row(0)])  # what a process remembers
    ActorPage.objects.all().delete()
    one = asked([row(0)])
    three = asked([row(1), row(2), row(3)])
    assert three <= one + 2


def test_dates_of_publication_are_kept():
    bring([row()], publish=True)
    first = ActorPage.objects.get().first_published_at
    bring([row(adresse="1 rue A")], publish=True)
    page = ActorPage.objects.get()
    assert page.first_published_at == first
    assert page.last_published_at > first
    assert page.first_published_at.date() >= date(2020, 1, 1)
