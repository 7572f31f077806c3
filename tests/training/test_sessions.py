"""A session keeps its identifier for ever and counts what changes in a calendar."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from tests.factories import SessionFactory
from training.enums import Modality, SeatState, SessionStatus
from training.models import Session
from training.moments import Part

pytestmark = pytest.mark.django_db

NINE = datetime(2027, 3, 2, 8, tzinfo=UTC)
HALF = timedelta(hours=3)
MORNINGS = [
    Part(NINE + timedelta(days=d), NINE + timedelta(days=d) + HALF) for d in (14, 0, 7)
]


def again(session: Session) -> Session:
    return Session.objects.get(pk=session.pk)


class TestVersions:
    def test_a_new_session_is_version_zero(self):
        assert SessionFactory().sequence == 0

    @pytest.mark.parametrize(
        "changes",
        [
            {"place": "Arras"},
            {"status": SessionStatus.CANCELLED, "reason": "Trop peu d’inscrits."},
            {"status": SessionStatus.FULL},
            {"ends_at": NINE + timedelta(hours=9)},
        ],
    )
    def test_what_calendars_tell_makes_a_new_version(self, changes):
        session = SessionFactory(starts_at=NINE)
        before = session.changed_at
        for name, value in changes.items():
            setattr(session, name, value)
        session.save()
        assert again(session).sequence == 1
        assert again(session).changed_at > before

    @pytest.mark.parametrize("changes", [{}, {"seats": 12}])
    def test_the_rest_does_not(self, changes):
        session = SessionFactory()
        for name, value in changes.items():
            setattr(session, name, value)
        session.save()
        assert again(session).sequence == 0

    def test_versions_grow_when_some_fields_alone_are_saved(self):
        session = SessionFactory()
        session.place = "Arras"
        session.save(update_fields=["place"])
        assert (again(session).place, again(session).sequence) == ("Arras", 1)
        session.seats = 3
        session.save(update_fields=["seats"])
        assert again(session).sequence == 1

    def test_an_old_copy_does_not_take_versions_back(self):
        session = SessionFactory()
        old = again(session)
        session.place = "Arras"
        session.save()
        old.place = "Laon"
        old.save()
        assert again(session).sequence == 2


class TestHalfDays:
    def test_they_are_kept_in_their_order(self):
        session = SessionFactory(starts_at=NINE)
        session.set_parts(MORNINGS)
        session.save()
        kept = again(session)
        assert list(kept.parts) == sorted(MORNINGS)
        assert (kept.starts_at, kept.ends_at) == (
            NINE,
            NINE + timedelta(days=14) + HALF,
        )
        assert [day.day for day in kept.days] == [2, 9, 16]

    def test_one_alone_is_the_session(self):
        session = SessionFactory(starts_at=NINE)
        session.set_parts(MORNINGS[:1])
        assert session.half_days == []
        assert session.parts == (MORNINGS[0],)

    def test_they_do_not_overlap(self):
        session = SessionFactory(starts_at=NINE)
        session.set_parts(
            [Part(NINE, NINE + 2 * HALF), Part(NINE + HALF, NINE + 3 * HALF)]
        )
        with pytest.raises(ValidationError) as refusal:
            session.clean()
        assert "ends_at" in refusal.value.message_dict


class TestState:
    def test_full_is_said_once_for_status_and_seats(self):
        session = SessionFactory(status=SessionStatus.FULL)
        assert again(session).seat_state == SeatState.FULL
        assert again(session).is_full

    @pytest.mark.parametrize(
        ("fields", "is_open"),
        [
            ({}, True),
            ({"cancelled": True}, False),
            ({"past": True}, False),
            ({"seat_state": SeatState.FULL}, False),
            ({"registration_deadline": timezone.localdate()}, True),
            (
                {"registration_deadline": timezone.localdate() - timedelta(days=1)},
                False,
            ),
        ],
    )
    def test_one_may_register_until_the_last_day_included(self, fields, is_open):
        assert SessionFactory(**fields).registration_open is is_open

    def test_without_a_place_it_is_remote(self):
        session = SessionFactory(place="")
        with pytest.raises(ValidationError):
            session.clean()
        session.modality = Modality.REMOTE
        session.clean()


class TestToday:
    """Half past eleven at night in UTC is the next day in France."""

    LATE = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    def test_a_session_of_the_evening_is_over_after_midnight(self):
        evening = SessionFactory(
            starts_at=self.LATE - timedelta(hours=4),
            ends_at=self.LATE - timedelta(hours=2),
        )
        morning = SessionFactory(starts_at=self.LATE + timedelta(hours=8))
        assert list(Session.objects.not_over(self.LATE)) == [morning]
        assert list(Session.objects.past(self.LATE)) == [evening]

    def test_a_cancelled_session_is_still_announced_until_its_day(self):
        session = SessionFactory(cancelled=True)
        assert list(Session.objects.not_over()) == [session]
        assert list(Session.objects.upcoming()) == []

    def test_its_name_holds_the_day_in_france(self):
        session = SessionFactory(starts_at=self.LATE)
        with override("fr"):
            assert str(session).endswith("2027-07-01")
