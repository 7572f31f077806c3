"""The screens of an import, as sessions go through them: a file, what it would change,
then what it changed."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.core.imports import running
from portal.core.models import ImportRun
from tests.core.forms import fields_of
from tests.core.messages import told
from tests.factories import (
    GroupFactory,
    SessionFactory,
    TrainingPageFactory,
    UserFactory,
    first_index,
    translated,
)
from tests.templates.reading import words
from tests.training.importing import calendar, event
from training.models import Session, TrainingIndexPage, TrainingPage

pytestmark = pytest.mark.django_db

INDEX = "import_sessions:index"
TABLE = (
    "date;heure de début;heure de fin;lieu\n02/03/2030;9h;12h;Laon\nhier;9h;12h;Laon\n"
)


@pytest.fixture
def space() -> TrainingIndexPage:
    parent = first_index(TrainingIndexPage)
    page = parent.add_child(instance=TrainingIndexPage(title="Un organisme"))
    page.save_revision().publish()
    return page


@pytest.fixture
def provider(space) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[GroupFactory(pages=[space])]))
    return client


@pytest.fixture
def course(space) -> TrainingPage:
    return TrainingPageFactory(
        title="Calibrer les heures", parent=space, published=True
    )


def bring(
    client: Client, course: TrainingPage, content: str | bytes, name: str = "a.csv"
):
    data = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, data)
    return client.post(reverse(INDEX), {"file": file, "page": course.pk}, follow=True)


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def address(name: str, run: ImportRun | None = None) -> str:
    run = run or ImportRun.objects.get()
    return reverse(f"import_sessions:{name}", args=[run.pk])


class TestSteps:
    def test_nothing_is_written_before_it_is_confirmed(self, provider, course):
        response = bring(provider, course, TABLE)
        page = page_of(response)
        text = words(page.main)
        assert "point-virgule" in text
        assert "utf-8" in text
        assert "1 à créer" in text
        assert "Cette date ne peut pas être lue" in text
        assert "hier" in text
        assert not Session.objects.exists()
        done = provider.post(address("confirm"), follow=True)
        assert "Importé" in words(page_of(done).main)
        assert Session.objects.get().course == course

    def test_pressing_twice_imports_once(self, provider, course):
        bring(provider, course, calendar(event()), "a.ics")
        for _ in range(2):
            provider.post(address("confirm"))
        assert Session.objects.count() == 1
        assert Session.objects.get().sequence == 0

    def test_the_report_can_be_kept(self, provider, course):
        bring(provider, course, TABLE, "mes dates.csv")
        response = provider.get(address("report"))
        assert response["Content-Type"].startswith("text/csv")
        assert 'filename="rapport-mes_dates.csv"' in response["Content-Disposition"]
        lines = response.content.decode().splitlines()
        assert lines[1].startswith("2;")
        assert lines[2].startswith("3;")

    def test_fields_are_told_in_words(self, provider, course):
        shown = page_of(bring(provider, course, TABLE)).main
        assert "Début : hier" in words(shown)
        assert "debut" not in words(shown.select_one("#section-rejected").parent)
        report = provider.get(address("report")).content.decode()
        assert ";Début;hier;" in report

    def test_properties_of_a_calendar_are_told_in_words(self, provider, course):
        never = calendar(event(RRULE="FREQ=SECONDLY"))
        shown = words(page_of(bring(provider, course, never, "a.ics")).main)
        assert "Récurrence" in shown
        assert "RRULE" not in shown

    def test_columns_are_said_by_hand(self, provider, course):
        response = bring(provider, course, "quand;où\n02/03/2030;Laon\n")
        assert "colonnes" in words(page_of(response).main)
        fields = fields_of(response.content.decode())
        assert {"column-0", "column-1"} <= set(fields)
        said = {"column-0": "debut", "column-1": "lieu"}
        checked = provider.post(address("columns"), said, follow=True)
        assert "1 à créer" in words(page_of(checked).main)
        provider.post(address("confirm"))
        assert Session.objects.get().place == "Laon"

    @pytest.mark.parametrize(
        ("said", "word"),
        [
            ({"column-0": "debut", "column-1": "debut"}, "même chose"),
            ({"column-0": "lieu", "column-1": ""}, "colonnes"),
        ],
    )
    def test_columns_that_cannot_be(self, provider, course, said, word):
        bring(provider, course, "quand;où\n02/03/2030;Laon\n")
        response = provider.post(address("columns"), said, follow=True)
        assert word in told(response)
        assert ImportRun.objects.get().state == ImportRun.State.REFUSED

    def test_a_long_file_waits_for_the_worker(self, provider, course, monkeypatch):
        monkeypatch.setattr(running, "SMALL", 10)
        response = bring(provider, course, TABLE)
        assert "en cours de lecture" in words(page_of(response).main)
        assert response["Refresh"] == "2"
        running.run_next()
        shown = provider.get(address("run"))
        assert "1 à créer" in words(page_of(shown).main)
        assert "Refresh" not in shown

    def test_files_brought_lately_are_listed(self, provider, course):
        bring(provider, course, TABLE)
        page = page_of(provider.get(reverse(INDEX)))
        assert page.find("a", href=address("run"))

    def test_the_list_of_sessions_leads_here(self, provider, course):
        SessionFactory(course=course)
        html = provider.get(reverse("training_sessions:index")).content.decode()
        assert reverse(INDEX) in html


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "name", "word"),
        [
            ("x", "a.exe", "types"),
            ("", "a.csv", "vide"),
        ],
    )
    def test_are_refused_at_the_door(self, provider, course, content, name, word):
        response = bring(provider, course, content, name)
        assert word in str(response.context["file_form"].errors)
        assert not ImportRun.objects.exists()

    def test_too_large(self, provider, course, monkeypatch):
        monkeypatch.setattr("portal.core.imports.screens.MOST_BYTES", 10)
        response = bring(provider, course, TABLE)
        assert "trop gros" in str(response.context["file_form"].errors)

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"\x00\x01\x02" * 500, "a.csv"),
            (b"PK\x03\x04 rien", "a.xlsx"),
            (b"BEGIN:VCALENDAR\nEND", "a.ics"),
            (b"bonjour", "a.ics"),
        ],
    )
    def test_whatever_they_hold_a_page_tells(self, provider, course, content, name):
        response = bring(provider, course, content, name)
        assert response.status_code == 200
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        "name", ["../../a.csv", "a'<b>; x.csv", "é" * 300 + ".csv"]
    )
    def test_names_are_made_harmless(self, provider, course, name):
        bring(provider, course, TABLE, name)
        kept = ImportRun.objects.get().file_name
        assert "/" not in kept
        assert len(kept) <= 100
        header = provider.get(address("report"))["Content-Disposition"]
        assert "\n" not in header


class TestRights:
    @pytest.fixture
    def stranger(self) -> Client:
        other = first_index(TrainingIndexPage).add_child(
            instance=TrainingIndexPage(title="Un autre")
        )
        other.save_revision().publish()
        TrainingPageFactory(parent=other, published=True)
        client = Client()
        client.force_login(UserFactory(groups=[GroupFactory(pages=[other])]))
        return client

    def test_the_course_of_someone_else_is_no_choice(self, stranger, course):
        response = bring(stranger, course, TABLE)
        assert "page" in response.context["options_form"].errors

    def test_lists_are_offered_in_the_language_of_courses(self, admin_client, course):
        translated(first_index(TrainingIndexPage), title="Training", published=True)
        page = page_of(admin_client.get(reverse(INDEX)))
        offered = {option.text for option in page.select("optgroup option")}
        assert offered == {"Formations", "Un organisme", course.title}

    def test_the_session_of_someone_else_is_left_alone(self, stranger, course):
        theirs = SessionFactory(course=course, uid="a", place="Arras")
        mine = TrainingPage.objects.exclude(pk=course.pk).get()
        response = bring(stranger, mine, calendar(event("a")), "a.ics")
        assert "peuvent la publier" in words(page_of(response).main)
        stranger.post(address("confirm"))
        assert Session.objects.get(pk=theirs.pk).place == "Arras"

    def test_a_file_is_seen_by_who_brought_it(self, provider, stranger, course):
        bring(provider, course, TABLE)
        for name in ("run", "report"):
            assert stranger.get(address(name), follow=True).status_code == 404
        for name in ("confirm", "columns"):
            stranger.post(address(name))
        assert ImportRun.objects.get().state == ImportRun.State.CHECKED

    def test_who_edits_no_course_may_not(self, client, course):
        client.force_login(UserFactory(groups=[GroupFactory(pages=[])]))
        assert client.get(reverse(INDEX)).status_code == 302
