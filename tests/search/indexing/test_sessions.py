"""Sessions are documents of their own, and dates of their course."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.models import SearchEntry
from tests.factories import SessionFactory, TrainingPageFactory
from tests.search.indexing.conftest import entry_of
from training.enums import SessionStatus
from training.models import Session

pytestmark = pytest.mark.django_db


def day(moment):
    return timezone.localdate(moment)


def test_a_session_is_found_and_dates_its_course(index):
    session = SessionFactory()
    assert index.of(session).starts_on == day(session.starts_at)
    assert index.of(session.course).next_on == day(session.starts_at)


def test_a_session_that_moves_moves_the_next_date(index):
    session = SessionFactory()
    index.drain()
    session.starts_at += timedelta(days=7)
    session.ends_at += timedelta(days=7)
    session.save()
    assert index.of(session).starts_on == day(session.starts_at)
    assert index.of(session.course).next_on == day(session.starts_at)


def test_a_cancelled_session_is_no_next_date(index):
    session = SessionFactory()
    index.drain()
    session.status = SessionStatus.CANCELLED
    session.save()
    assert index.of(session).card["status"] == "cancelled"
    assert index.of(session.course).next_on is None


@pytest.mark.parametrize("several", [False, True])
def test_a_deleted_session_is_forgotten(index, several):
    session = SessionFactory()
    assert index.of(session)
    entry = entry_of(session)
    if several:
        Session.objects.filter(course=session.course).delete()
    else:
        session.delete()
    assert index.of(session) is None
    assert index.of(session.course).next_on is None
    entry.refresh_from_db()
    assert (entry.visible, entry.title, entry.card) == (False, "", {})


def test_a_session_given_to_another_course_leaves_the_first(index):
    session, other = SessionFactory(), TrainingPageFactory(published=True, title="B")
    first = session.course
    assert index.of(first).next_on
    session.course = other
    session.save()
    assert index.of(first).next_on is None
    assert index.of(other).next_on
    assert index.of(session).title == "B"


def test_sessions_hide_with_their_course_and_come_back(index):
    session = SessionFactory()
    course = type(session.course).objects.get(pk=session.course_id)
    assert index.of(session)
    course.unpublish()
    assert index.of(session) is None
    assert entry_of(session).title == ""
    course.get_latest_revision().publish()
    assert index.of(session)


def test_sessions_go_with_a_deleted_course(index):
    session = SessionFactory()
    assert len(index.documents()) == 2
    session.course.delete()
    assert index.documents() == {}
    assert not SearchEntry.objects.filter(visible=True).exists()


def test_sessions_take_the_title_and_address_of_their_course(index):
    session = SessionFactory()
    course = session.course
    index.drain()
    course.title, course.slug = "Rédiger une clause", "rediger"
    course.save_revision().publish()
    assert index.of(session).title == "Rédiger une clause"
    assert index.of(session).url == f"/fr/formations/rediger/#session-{session.uid}"


def test_a_session_does_not_mark_the_others_of_its_course(index, marks_of):
    session = SessionFactory()
    other = SessionFactory(course=session.course)
    before = marks_of(other)
    session.save()
    assert marks_of(other) == before
