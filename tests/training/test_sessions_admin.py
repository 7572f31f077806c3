"""The screens of sessions: the rights on a session are those on its course."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.core.forms import fields_of
from tests.core.messages import told
from tests.factories import (
    GroupFactory,
    SessionFactory,
    TerritoryFactory,
    TrainingPageFactory,
    UserFactory,
    first_index,
    translated,
)
from training.enums import Modality, SessionStatus
from training.models import Session, TrainingIndexPage, TrainingPage
from training.rights import courses_of, may_change

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> TrainingIndexPage:
    """The space of one provider."""
    parent = first_index(TrainingIndexPage)
    page = parent.add_child(instance=TrainingIndexPage(title="Un organisme"))
    page.save_revision().publish()
    return page


@pytest.fixture
def provider(space):
    return UserFactory(groups=[GroupFactory(pages=[space])])


@pytest.fixture
def provider_client(provider) -> Client:
    client = Client()
    client.force_login(provider)
    return client


@pytest.fixture
def course(space) -> TrainingPage:
    return TrainingPageFactory(parent=space, published=True)


@pytest.fixture
def session(course) -> Session:
    return SessionFactory(course=course)


@pytest.fixture
def foreign() -> Session:
    """A session of someone else."""
    return SessionFactory()


def address(name: str, *args: object) -> str:
    return reverse(f"training_sessions:{name}", args=args)


def values(course: TrainingPage, **changes: object) -> dict[str, object]:
    return {
        "course": course.pk,
        "starts_at": "2027-03-10 09:00",
        "ends_at": "2027-03-10 17:00",
        "modality": Modality.ON_SITE,
        "place": "Maison de l’emploi",
        "seat_state": "open",
        "status": SessionStatus.OPEN,
        **changes,
    }


class TestList:
    def listed(self, client: Client, query: str = "") -> set[int]:
        response = client.get(f"{address('index')}?{query}")
        return {session.pk for session in response.context["object_list"]}

    def test_shows_the_sessions_that_one_may_change(
        self, provider_client, session, foreign
    ):
        assert self.listed(provider_client) == {session.pk}

    def test_shows_all_to_who_may_all(self, admin_client, session, foreign):
        assert self.listed(admin_client) == {session.pk, foreign.pk}

    def test_of_one_course(self, admin_client, session, foreign):
        query = f"course={session.course_id}"
        assert self.listed(admin_client, query) == {session.pk}

    def test_of_a_course_of_someone_else_shows_nothing_of_theirs(
        self, provider_client, session, foreign
    ):
        query = f"course={foreign.course_id}"
        assert foreign.pk not in self.listed(provider_client, query)

    def test_by_date_and_status(self, admin_client, session):
        past = SessionFactory(course=session.course, past=True)
        cancelled = SessionFactory(course=session.course, cancelled=True)
        assert self.listed(admin_client, "when=past") == {past.pk}
        assert self.listed(admin_client, "when=upcoming") == {session.pk, cancelled.pk}
        assert self.listed(admin_client, "status=cancelled") == {cancelled.pk}

    @pytest.mark.parametrize(
        "query",
        ["course=abc", "when=never", "status=x", "p=99", "ordering=x", "course="],
    )
    def test_stands_any_address(self, admin_client, session, query):
        response = admin_client.get(f"{address('index')}?{query}")
        assert response.status_code in {200, 404}

    def test_is_closed_to_who_edits_no_course(self, client, session):
        group = GroupFactory(pages=[])
        client.force_login(UserFactory(groups=[group]))
        assert client.get(address("index")).status_code == 302


class TestScreens:
    @pytest.mark.parametrize("name", ["edit", "copy", "cancel", "delete", "history"])
    def test_are_closed_to_others(self, provider_client, foreign, name):
        response = provider_client.get(address(name, foreign.pk), follow=True)
        assert "autorisations" in told(response)

    @pytest.mark.parametrize("name", ["edit", "copy", "cancel", "delete", "history"])
    def test_open_for_who_may(self, provider_client, session, name):
        assert provider_client.get(address(name, session.pk)).status_code == 200

    @pytest.mark.parametrize("name", ["edit", "cancel", "delete"])
    def test_do_nothing_for_others(self, provider_client, foreign, name):
        data = {**values(foreign.course), "reason": "Non"}
        provider_client.post(address(name, foreign.pk), data)
        kept = Session.objects.get(pk=foreign.pk)
        assert (kept.status, kept.reason) == (SessionStatus.OPEN, "")

    def test_add(self, provider_client, course):
        response = provider_client.post(address("add"), values(course))
        session = Session.objects.get()
        assert session.course == course
        assert session.starts_at == datetime(
            2027, 3, 10, 9, tzinfo=ZoneInfo("Europe/Paris")
        )
        assert response.url.endswith(f"?course={course.pk}")

    def test_add_starts_from_its_course(self, provider_client, course):
        html = provider_client.get(f"{address('add')}?course={course.pk}")
        assert fields_of(html.content.decode())["course"] == str(course.pk)

    def test_add_to_the_course_of_someone_else(self, provider_client, course, foreign):
        response = provider_client.post(address("add"), values(foreign.course))
        assert "course" in response.context["form"].errors
        assert Session.objects.count() == 1

    def test_add_to_a_translation(self, admin_client, course):
        english = translated(course, published=True)
        response = admin_client.post(address("add"), values(english))
        assert "course" in response.context["form"].errors

    def test_edit_keeps_the_course_and_the_identifier(self, provider_client, session):
        other = TrainingPageFactory(published=True)
        uid = session.uid
        provider_client.post(
            address("edit", session.pk), values(other, place="Arras", uid="x")
        )
        session.refresh_from_db()
        assert (session.place, session.uid) == ("Arras", uid)
        assert session.course != other

    def test_duplicate_offers_the_same_on_dates_to_choose(
        self, provider_client, session
    ):
        html = provider_client.get(address("copy", session.pk)).content.decode()
        fields = fields_of(html)
        assert fields["place"] == session.place
        assert not fields["starts_at"]
        provider_client.post(address("add"), values(session.course))
        assert Session.objects.values("uid").distinct().count() == 2

    def test_cancel_asks_why(self, provider_client, session):
        response = provider_client.post(address("cancel", session.pk), {"reason": " "})
        assert "reason" in response.context["form"].errors
        session.refresh_from_db()
        assert session.status == SessionStatus.OPEN

    def test_cancel_keeps_the_session_and_its_reason(self, provider_client, session):
        provider_client.post(
            address("cancel", session.pk), {"reason": "Trop peu d’inscrits."}
        )
        session.refresh_from_db()
        assert session.status == SessionStatus.CANCELLED
        assert session.reason == "Trop peu d’inscrits."
        history = provider_client.get(address("history", session.pk))
        assert "Trop peu d’inscrits." in history.content.decode()

    def test_delete(self, provider_client, session):
        provider_client.post(address("delete", session.pk))
        assert not Session.objects.exists()


class TestForm:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"ends_at": "2027-03-10 08:00"}, "ends_at"),
            ({"ends_at": "2027-03-10 09:00"}, "ends_at"),
            ({"place": ""}, "place"),
            ({"status": "moved"}, "reason"),
            ({"status": "cancelled", "reason": "  "}, "reason"),
            ({"registration_deadline": "2027-03-11"}, "registration_deadline"),
            ({"registration_url": "javascript:alert(1)"}, "registration_url"),
            ({"starts_at": "2027-03-28 02:30"}, "starts_at"),
            ({"territory": "999999999"}, "territory"),
            ({"seats": "-1"}, "seats"),
        ],
    )
    def test_refuses_what_cannot_be(self, admin_client, course, changes, field):
        response = admin_client.post(address("add"), values(course, **changes))
        assert field in response.context["form"].errors

    def test_a_remote_session_has_no_place(self, admin_client, course):
        admin_client.post(
            address("add"), values(course, modality=Modality.REMOTE, place="")
        )
        assert Session.objects.count() == 1

    def test_a_territory_is_a_place(self, admin_client, course):
        territory = TerritoryFactory()
        admin_client.post(
            address("add"), values(course, place="", territory=territory.pk)
        )
        assert Session.objects.get().territory == territory


class TestRights:
    def test_who_edits_but_does_not_publish(self, space, course):
        author = UserFactory(
            groups=[GroupFactory(pages=[space], pages__rights=["change"])]
        )
        draft = TrainingPageFactory(parent=space)
        assert not may_change(author, course)
        assert may_change(author, draft)

    def test_an_author_has_the_courses_they_made(self, space, course):
        author = UserFactory(
            groups=[GroupFactory(pages=[space], pages__rights=["add"])]
        )
        own = TrainingPageFactory(parent=space, owner=author)
        assert list(courses_of(author)) == [own]

    def test_translations_are_left_to_their_source(self, admin, course):
        translated(course, published=True)
        assert list(courses_of(admin)) == [course]


class TestBesideTheCourse:
    def test_the_editor_of_a_course_lists_what_comes(self, admin_client, session):
        SessionFactory(course=session.course, past=True)
        url = reverse("wagtailadmin_pages:edit", args=[session.course_id])
        html = admin_client.get(url).content.decode()
        assert address("edit", session.pk) in html
        assert f"{address('index')}?course={session.course_id}" in html

    def test_a_translation_leads_to_the_sessions_of_its_source(
        self, admin_client, session
    ):
        english = translated(session.course, published=True)
        url = reverse("wagtailadmin_pages:edit", args=[english.pk])
        html = admin_client.get(url).content.decode()
        assert f"{address('index')}?course={session.course_id}" in html

    def test_the_explorer_leads_to_them(self, admin_client, session):
        parent = session.course.get_parent()
        html = admin_client.get(reverse("wagtailadmin_explore", args=[parent.pk]))
        assert f"{address('index')}?course={session.course_id}" in html.content.decode()

    def test_publishing_an_old_draft_undoes_no_session(self, course):
        old = course.save_revision()
        session = SessionFactory(course=course)
        cancelled = SessionFactory(course=course, cancelled=True)
        old.publish()
        assert set(course.sessions.all()) == {session, cancelled}
        assert Session.objects.get(pk=cancelled.pk).status == SessionStatus.CANCELLED


class TestQueries:
    def test_upcoming_are_those_that_still_take_place(self, course):
        later = SessionFactory(
            course=course, starts_at=timezone.now() + timedelta(days=60)
        )
        sooner = SessionFactory(course=course)
        SessionFactory(course=course, past=True)
        SessionFactory(course=course, cancelled=True)
        assert list(course.sessions.upcoming()) == [sooner, later]

    def test_one_that_has_begun_is_not_over(self, course):
        now = timezone.now()
        session = SessionFactory(
            course=course,
            starts_at=now - timedelta(hours=1),
            ends_at=now + timedelta(hours=1),
        )
        assert list(course.sessions.upcoming(now)) == [session]

    def test_of_a_course_read_in_another_language(self, course, session):
        english = translated(course, published=True)
        assert list(Session.objects.of_course(english)) == [session]
