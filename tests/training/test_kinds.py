"""Courses show what comes next; sessions when, where and whether there is room."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from search.kinds import Drawing, all_kinds
from tests.factories import SessionFactory, TerritoryFactory, TrainingPageFactory
from training.kinds import dates_in_words

PARIS = ZoneInfo("Europe/Paris")


def drawn(kind: str, card: dict[str, Any], today: date) -> dict[str, str]:
    to = Drawing(today, lambda key, value: f"{key}:{value}")
    with override("en"):
        return {fact.key: fact.text for fact in all_kinds()[kind].facts(card, to)}


@pytest.mark.django_db
def test_a_course_shows_its_next_three_dates_as_of_today() -> None:
    course = TrainingPageFactory(hours=14, provider_name="Un organisme")
    start = timezone.now().replace(microsecond=0)
    for days in (-30, 3, 10, 20, 40):
        starts_at = start + timedelta(days=days)
        SessionFactory(
            course=course,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=6),
            place="Laon",
        )
    SessionFactory(course=course, cancelled=True)
    kind = all_kinds()["formation"]
    card = kind.card(course)
    today = timezone.localdate()
    facts = drawn("formation", card, today)
    assert facts["provider"] == "Un organisme"
    assert facts["length"] == "14 hours"
    assert facts["dates"].count("Laon") == 3
    assert kind.dates(course) == {"next_on": today + timedelta(days=3)}
    later = drawn("formation", card, today + timedelta(days=15))
    assert later["dates"].count("Laon") == 2


@pytest.mark.django_db
def test_a_session_says_when_where_how_and_whether_there_is_room() -> None:
    laon = TerritoryFactory(code="02408", name="Laon")
    session = SessionFactory(
        starts_at=datetime(2027, 3, 2, 9, 0, tzinfo=PARIS),
        ends_at=datetime(2027, 3, 2, 17, 0, tzinfo=PARIS),
        territory=laon,
        place="",
        seat_state="few",
        example=True,
    )
    kind = all_kinds()["session"]
    assert kind.facets(session) == {
        "modalite": ["presentiel"],
        "annee": ["2027"],
        "periode": ["2027-03"],
    }
    assert kind.territories(session) == [laon.value]
    facts = drawn("session", kind.card(session), date(2027, 1, 1))
    assert facts["date"] == "March 2, 2027, 9 a.m. to 5 p.m."
    assert facts["place"] == f"territoire:{laon.value}"
    assert facts["seats"] == "Last seats"
    assert facts["example"] == "Example"


@pytest.mark.django_db
def test_a_remote_session_is_for_the_whole_country() -> None:
    session = SessionFactory(modality="distance", territory=TerritoryFactory())
    assert all_kinds()["session"].territories(session) == []


def test_times_are_those_of_paris_through_the_year() -> None:
    with override("en"):
        winter = dates_in_words("2026-10-26T08:00:00+00:00", "2026-10-26T16:00:00Z")
        summer = dates_in_words("2026-07-06T07:00:00+00:00", "2026-07-07T15:00:00Z")
    assert winter == "Oct. 26, 2026, 9 a.m. to 5 p.m."
    assert summer == "July 6, 2026 to July 7, 2026"
