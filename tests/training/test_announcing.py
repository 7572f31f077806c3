"""Announcing takes one page; what cannot be said of a date is asked, not guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.templatetags import wording
from tests.core.forms import fields_of
from tests.core.messages import told
from tests.factories import (
    GroupFactory,
    SessionFactory,
    TerritoryFactory,
    TrainingPageFactory,
    UserFactory,
    first_index,
)
from training.enums import Modality, SeatState, SessionStatus
from training.models import Session, TrainingIndexPage, TrainingPage
from training.moments import PARIS, Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> TrainingPage:
    return TrainingPageFactory(published=True, modalities=["distance"])


def url(course: TrainingPage) -> str:
    return reverse("training_sessions:announce", args=[course.pk])


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def rows(*days: int | str, start: str = "9h", end: str = "12 h 30") -> dict[str, str]:
    sent = {}
    for number, ahead in enumerate(days, start=1):
        sent[f"day_{number}"] = ahead if isinstance(ahead, str) else day(ahead)
        sent[f"from_{number}"], sent[f"to_{number}"] = start, end
    return sent


def values(**changes: object) -> dict[str, object]:
    return {
        "together": "separate",
        "repeat": "",
        "modality": Modality.ON_SITE,
        "place": "Maison de l’emploi",
        "status": SessionStatus.OPEN,
        **changes,
    }


def errors(response) -> set[str]:
    return set(response.context["form"].errors)


class TestOnePage:
    def test_three_dates_at_once(self, admin_client: Client, course):
        response = admin_client.post(
            url(course), {**rows(10, 20, 30), **values(seats="12")}, follow=True
        )
        sessions = Session.objects.all()
        assert len(sessions) == 3
        assert {s.place for s in sessions} == {"Maison de l’emploi"}
        assert {s.seat_state for s in sessions} == {SeatState.OPEN}
        start = sessions[0].starts_at.astimezone(PARIS)
        assert (start.hour, start.minute) == (9, 0)
        assert "3 dates annoncées" in told(response)
        assert all(wording.day(s.days[0]) in told(response) for s in sessions)

    def test_a_proposal_that_has_dates_is_one_no_more(self, admin_client, course):
        sent = {**rows(10), **values()}
        said = "présentait une proposition"
        assert said not in told(admin_client.post(url(course), sent, follow=True))
        TrainingPage.objects.update(proposal=True)
        sent = {**rows(20), **values()}
        assert said in told(admin_client.post(url(course), sent, follow=True))

    def test_a_day_without_hours_has_those_above(self, admin_client, course):
        sent = {**rows(10, 20), "from_2": "", "to_2": "", **values()}
        admin_client.post(url(course), sent)
        starts = [s.starts_at.astimezone(PARIS).hour for s in Session.objects.all()]
        assert starts == [9, 9]

    def test_days_are_written_as_in_france(self, admin_client, course):
        when = timezone.localdate() + timedelta(days=10)
        sent = {**rows(f"{when:%d/%m/%Y}"), **values()}
        admin_client.post(url(course), sent)
        assert Session.objects.get().days == [when]

    def test_it_starts_from_the_last_session(self, admin_client, course):
        laon = TerritoryFactory()
        start = datetime(2026, 3, 3, 13, 30, tzinfo=PARIS)
        SessionFactory(
            course=course,
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            place="Mairie",
            territory=laon,
            registration_url="https://exemple.fr/",
            registration_deadline=start.date() - timedelta(days=5),
        )
        fields = fields_of(admin_client.get(url(course)).content.decode())
        assert fields["place"] == "Mairie"
        assert fields["territory"] == str(laon.pk)
        assert (fields["from_1"], fields["to_1"]) == ("13:30", "16:30")
        assert fields["register_days_before"] == "5"
        assert not fields["day_1"]

    def test_the_first_one_starts_from_the_course(self, admin_client, course):
        fields = fields_of(admin_client.get(url(course)).content.decode())
        assert fields["modality"] == ["distance"]

    def test_half_days_of_one_session(self, admin_client, course):
        data = {**rows(10, 17), **values(together="together")}
        admin_client.post(url(course), data)
        [session] = Session.objects.all()
        assert len(session.parts) == 2

    def test_days_without_hours(self, admin_client, course):
        data = {**rows(10, start="", end=""), **values()}
        admin_client.post(url(course), data)
        [session] = Session.objects.all()
        assert session.all_day
        assert len(session.days) == 1

    def test_registration_ends_some_days_before_each(self, admin_client, course):
        data = {**rows(10, 20), **values(register_days_before="3")}
        admin_client.post(url(course), data)
        for session in Session.objects.all():
            first = timezone.localdate(session.starts_at)
            assert session.registration_deadline == first - timedelta(days=3)

    def test_who_announced_is_logged(self, admin_client, admin, course):
        admin_client.post(url(course), {**rows(10), **values()})
        history = reverse("training_sessions:history", args=[Session.objects.get().pk])
        assert str(admin) in admin_client.get(history).content.decode()


class TestRepetition:
    DATA = {**rows(14), **values(repeat="weekly", until=day(35))}

    def listed(self, response) -> list[tuple[str, bool]]:
        page = BeautifulSoup(response.content, "html.parser")
        return [
            (box["value"], box.has_attr("checked"))
            for box in page.select("[name=keep]")
        ]

    def test_is_seen_first_then_announced_but_for_the_exceptions(
        self, admin_client, course
    ):
        seen = admin_client.post(url(course), self.DATA)
        assert not Session.objects.exists()
        assert self.listed(seen) == [(str(n), True) for n in range(4)]
        data = {**fields_of(seen.content.decode()), "keep": ["0", "2"]}
        admin_client.post(url(course), data)
        starts = [timezone.localdate(s.starts_at) for s in Session.objects.all()]
        assert [start.isoformat() for start in starts] == [day(14), day(28)]

    def test_dates_changed_since_are_shown_again(self, admin_client, course):
        seen = admin_client.post(url(course), self.DATA)
        data = {**fields_of(seen.content.decode()), "until": day(60)}
        again = admin_client.post(url(course), data)
        assert not Session.objects.exists()
        assert len(self.listed(again)) == 7

    def test_what_is_announced_already_is_left_out(self, admin_client, course):
        admin_client.post(url(course), {**rows(21), **values()})
        seen = admin_client.post(url(course), self.DATA)
        assert [ticked for _, ticked in self.listed(seen)] == [True, False, True, True]
        assert "est déjà annoncée" in seen.content.decode()

    def test_nothing_is_kept(self, admin_client, course):
        seen = admin_client.post(url(course), self.DATA)
        data = {**fields_of(seen.content.decode()), "keep": []}
        response = admin_client.post(url(course), data)
        assert errors(response) == {"__all__"}
        assert not Session.objects.exists()

    def test_dates_may_be_seen_without_a_repetition(self, admin_client, course):
        data = {**rows(14), **values(), "see": "1"}
        assert len(self.listed(admin_client.post(url(course), data))) == 1
        assert not Session.objects.exists()


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"day_1": ""}, "day_1"),
            ({"day_1": "", "from_1": "", "to_1": ""}, "day_1"),
            ({"to_1": "8 h"}, "to_1"),
            ({"to_1": ""}, "to_1"),
            ({"from_1": "x"}, "from_1"),
            ({"place": ""}, "place"),
            ({"repeat": "weekly"}, "until"),
            ({"repeat": "daily"}, "repeat"),
            (
                {**rows("", day(3)), "day_1": day(2), "from_1": "", "to_1": ""},
                "__all__",
            ),
            ({"seats": "-1"}, "seats"),
            ({"registration_url": "javascript:alert(1)"}, "registration_url"),
            ({"repeat": "weekly", "until": day(700)}, "__all__"),
        ],
    )
    def test_say_what_to_put_right(self, admin_client, course, changes, field):
        data = {**rows(10), **values(), **changes}
        response = admin_client.post(url(course), data)
        assert field in errors(response)
        assert not Session.objects.exists()

    def test_an_hour_that_does_not_exist(self, admin_client, course):
        data = {**rows("2027-03-28", start="2h30", end="4h"), **values()}
        response = admin_client.post(url(course), data)
        assert "n’existe pas" in str(response.context["form"].errors["from_1"])

    def test_an_hour_that_comes_twice_is_asked(self, admin_client, course):
        data = {**rows("2027-10-31", start="2h30", end="5h"), **values()}
        response = admin_client.post(url(course), data)
        assert "from_1" in errors(response)
        assert "clock" in fields_of(response.content.decode()) or (
            'name="clock"' in response.content.decode()
        )
        admin_client.post(url(course), {**data, "clock": "hiver"})
        [session] = Session.objects.all()
        assert session.starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)

    def test_a_past_day_is_not_announced_by_mistake(self, admin_client, course):
        response = admin_client.post(url(course), {**rows(-3), **values()})
        assert "passé" in response.content.decode()
        assert not Session.objects.exists()


class TestRights:
    @pytest.fixture
    def provider(self) -> Client:
        parent = first_index(TrainingIndexPage)
        space = parent.add_child(instance=TrainingIndexPage(title="Un organisme"))
        space.save_revision().publish()
        client = Client()
        client.force_login(UserFactory(groups=[GroupFactory(pages=[space])]))
        return client

    def test_the_course_of_someone_else_is_closed(self, provider, course):
        data = {**rows(10), **values()}
        for answer in (provider.get, provider.post):
            assert "autorisations" in told(answer(url(course), data, follow=True))
        assert not Session.objects.exists()

    def test_nor_is_its_session_moved(self, provider, course):
        session = SessionFactory(course=course)
        address = reverse("training_sessions:dates", args=[session.pk])
        provider.post(address, {**rows(40), "told": "yes", "reason": "x"})
        assert Session.objects.get().status == SessionStatus.OPEN


class TestMoving:
    def url(self, session: Session) -> str:
        return reverse("training_sessions:dates", args=[session.pk])

    def test_readers_are_told_from_which_day_and_why(self, admin_client, course):
        session = SessionFactory(course=course)
        was = session.starts_at
        data = {**rows(40), "told": "yes", "reason": "Salle prise."}
        admin_client.post(self.url(session), data)
        moved = Session.objects.get()
        assert (moved.status, moved.reason) == (SessionStatus.MOVED, "Salle prise.")
        assert moved.moved_from == was
        assert timezone.localdate(moved.starts_at).isoformat() == day(40)
        assert (moved.uid, moved.sequence) == (session.uid, 1)
        admin_client.post(self.url(session), {**data, **rows(50)})
        assert Session.objects.get().moved_from == was

    def test_a_mistake_is_put_right_without_a_word(self, admin_client, course):
        session = SessionFactory(course=course)
        admin_client.post(self.url(session), {**rows(40), "told": "", "reason": ""})
        put_right = Session.objects.get()
        assert put_right.status == SessionStatus.OPEN
        assert put_right.moved_from is None

    def test_asks_why(self, admin_client, course):
        session = SessionFactory(course=course)
        data = {**rows(40), "told": "yes", "reason": " "}
        assert "reason" in errors(admin_client.post(self.url(session), data))
        assert Session.objects.get().starts_at == session.starts_at

    def test_half_days_are_shown_and_kept(self, admin_client, course):
        session = SessionFactory(course=course)
        start = session.starts_at
        starts = [start + timedelta(days=7 * n) for n in range(3)]
        session.set_parts([Part(s, s + timedelta(hours=3)) for s in starts])
        session.save()
        shown = fields_of(admin_client.get(self.url(session)).content.decode())
        assert shown["day_3"]
        assert not shown["day_4"]
        admin_client.post(
            self.url(session),
            {**shown, "told": "", "day_2": ""} | {"from_2": "", "to_2": ""},
        )
        assert len(Session.objects.get().parts) == 2

    def test_the_edit_screen_leaves_half_days_alone(self, admin_client, course):
        session = SessionFactory(course=course)
        start = session.starts_at
        parts = [
            Part(start + timedelta(days=d), start + timedelta(days=d, hours=3))
            for d in (0, 7)
        ]
        session.set_parts(parts)
        session.save()
        address = reverse("training_sessions:edit", args=[session.pk])
        fields = fields_of(admin_client.get(address).content.decode())
        assert "starts_at" not in fields
        admin_client.post(address, {**fields, "place": "Arras"})
        kept = Session.objects.get()
        assert (kept.place, kept.parts) == ("Arras", tuple(parts))
