"""What changes by the calendar alone is marked on its day, and once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from search.documents import SearchDocument, recheck_on
from search.indexing.dates import mark_passed_dates
from search.models import SearchEntry
from tests.factories import (
    GuidancePageFactory,
    LeverPageFactory,
    SessionFactory,
    TrainingPageFactory,
)
from tests.search.indexing.conftest import entry_of

TODAY = date(2027, 3, 10)
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time of all that asks Django for it; returns the setter."""

    def set_to(day):
        moment = datetime.combine(day, time(12), tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(TODAY)
    return set_to


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


def session(day, **values):
    starts_at = noon(day)
    return SessionFactory(starts_at=starts_at, ends_at=starts_at + DAY / 24, **values)


@pytest.mark.django_db
def test_a_page_past_its_review_weighs_less_from_the_next_day(index, clock):
    page = GuidancePageFactory(published=True, review_by=TODAY)
    fresh = index.of(page).weight
    assert entry_of(page).recheck_on == TODAY + DAY
    assert mark_passed_dates(TODAY) == 0
    clock(TODAY + DAY)
    assert mark_passed_dates(TODAY + DAY) == 1
    assert mark_passed_dates(TODAY + DAY) == 0
    assert index.of(page).weight < fresh
    assert entry_of(page).recheck_on is None


@pytest.mark.django_db
def test_a_lever_is_looked_at_again_once_it_closes(index, clock):
    page = LeverPageFactory(published=True, closes_on=TODAY + 5 * DAY)
    index.drain()
    assert entry_of(page).recheck_on == TODAY + 6 * DAY
    clock(TODAY + 6 * DAY)
    assert mark_passed_dates(TODAY + 6 * DAY) == 1
    index.drain()
    assert entry_of(page).recheck_on is None


@pytest.mark.django_db
def test_a_course_goes_from_date_to_date(index, clock):
    course = TrainingPageFactory(published=True)
    for days in (1, 8):
        session(TODAY + days * DAY, course=course)
    assert index.of(course).next_on == TODAY + DAY
    clock(TODAY + 2 * DAY)
    # The course, and the session that is over.
    assert mark_passed_dates(TODAY + 2 * DAY) == 2
    assert index.of(course).next_on == TODAY + 8 * DAY
    clock(TODAY + 9 * DAY)
    assert mark_passed_dates(TODAY + 9 * DAY) == 2
    assert index.of(course).next_on is None
    assert not SearchEntry.objects.filter(recheck_on__isnull=False).exists()


@pytest.mark.django_db
def test_a_course_under_way_is_looked_at_each_day(index, clock):
    under_way = SessionFactory(starts_at=noon(TODAY - DAY), ends_at=noon(TODAY + DAY))
    assert index.of(under_way.course).next_on == TODAY
    assert entry_of(under_way.course).recheck_on == TODAY + DAY
    assert entry_of(under_way).recheck_on == TODAY + DAY


@pytest.mark.django_db
def test_what_nobody_sees_has_no_date(index, clock):
    page = GuidancePageFactory(review_by=TODAY)
    index.drain()
    assert entry_of(page).recheck_on is None


@pytest.mark.parametrize(
    ("review_by", "dates", "expected"),
    [
        (None, {}, None),
        (TODAY, {}, TODAY + DAY),
        (TODAY - DAY, {}, None),
        (TODAY + 9 * DAY, {"closes_on": TODAY + 2 * DAY}, TODAY + 3 * DAY),
        (None, {"closes_on": TODAY - DAY}, None),
        (None, {"next_on": TODAY}, TODAY + DAY),
        (None, {"next_on": TODAY - DAY}, TODAY + DAY),
        (None, {"next_on": TODAY - DAY, "starts_on": TODAY - DAY}, None),
        (date.max, {"closes_on": date.max}, None),
        (date.max, {"next_on": TODAY}, TODAY + DAY),
    ],
)
def test_the_next_day_to_look_again(review_by, dates, expected):
    document = SearchDocument("page-1", "fiche", "fr", "Titre", **dates)
    assert recheck_on(document, review_by, TODAY) == expected
