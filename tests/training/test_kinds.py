"""Courses show what comes next; sessions when, where and whether there is room."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from search.kinds import Drawing, all_kinds
from tests.factories import SessionFactory, TerritoryFactory, TrainingPageFactory
from training.models import TrainingPage
from training.moments import Part
from training.wording import when

PARIS = ZoneInfo("Europe/Paris")
DATE = date(2027, 1, 1)


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
def test_a_proposal_with_a_real_date_is_one_that_somebody_gives(client) -> None:
    course = TrainingPageFactory(published=True, proposal=True)
    said = "Personne ne donne encore cette formation"

    def told() -> tuple[bool, bool]:
        read = TrainingPage.objects.get(pk=course.pk)
        return (
            "proposal" in drawn("formation", all_kinds()["formation"].card(read), DATE),
            said in client.get(course.url).content.decode(),
        )

    assert told() == (True, True)
    SessionFactory(course=course, example=True)
    assert told() == (True, True)
    SessionFactory(course=course)
    assert told() == (False, False)


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
        "offre": ["professionnels"],
        "modalite": ["presentiel"],
        "annee": ["2027"],
        "periode": ["2027-03"],
    }
    assert kind.territories(session) == [laon.value]
    facts = drawn("session", kind.card(session), date(2027, 1, 1))
    assert facts["date"] == "Tuesday 2 March 2027, 9 a.m. to 5 p.m."
    assert facts["place"] == f"territoire:{laon.value}"
    assert facts["seats"] == "Last seats"
    assert facts["example"] == "Example"


@pytest.mark.django_db
def test_a_remote_session_is_for_the_whole_country() -> None:
    session = SessionFactory(modality="distance", territory=TerritoryFactory())
    assert all_kinds()["session"].territories(session) == []


@pytest.mark.django_db
def test_a_session_in_several_months_is_found_in_each() -> None:
    first = datetime(2027, 3, 30, 9, 0, tzinfo=PARIS)
    parts = [
        Part(day, day + timedelta(hours=3))
        for day in (first, first + timedelta(days=7))
    ]
    session = SessionFactory(starts_at=first)
    session.set_parts(parts)
    session.save()
    kind = all_kinds()["session"]
    assert set(kind.facets(session)["periode"]) == {"2027-03", "2027-04"}
    facts = drawn("session", kind.card(session), date(2027, 1, 1))
    assert "30 March 2027" in facts["date"]
    assert "6 April 2027" in facts["date"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "cancelled", "reason": "Grève."}, "Cancelled: Grève."),
        ({"status": "full"}, "Full"),
        (
            {
                "status": "moved",
                "reason": "Salle prise.",
                "moved_from": datetime(2027, 3, 2, 9, 0, tzinfo=PARIS),
            },
            "Moved, it was announced for Tuesday 2 March 2027: Salle prise.",
        ),
    ],
)
def test_a_session_says_what_changed_and_why(fields: dict[str, Any], said: str) -> None:
    card = all_kinds()["session"].card(SessionFactory(**fields))
    assert drawn("session", card, date(2027, 1, 1))["status"] == said


@pytest.mark.django_db
def test_both_offers_are_told_apart_on_every_card() -> None:
    course = TrainingPageFactory(for_whom="parcours")
    session = SessionFactory(course=course)
    for kind, thing in (("formation", course), ("session", session)):
        declared = all_kinds()[kind]
        assert declared.facets(thing)["offre"] == ["parcours"]
        facts = drawn(kind, declared.card(thing), DATE)
        assert next(iter(facts.items())) == ("for-whom", "For people on a path to work")


def part(start: str, end: str) -> Part:
    return Part(datetime.fromisoformat(start), datetime.fromisoformat(end))


WINTER = part("2026-10-26T08:00:00+00:00", "2026-10-26T16:00:00+00:00")
SUMMER = part("2026-07-06T07:00:00+00:00", "2026-07-07T15:00:00+00:00")
TWICE = part("2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00")
DAY = part("2027-03-01T23:00:00+00:00", "2027-03-02T23:00:00+00:00")


@pytest.mark.parametrize(
    ("parts", "all_day", "said"),
    [
        ([WINTER], False, "lundi 26\u00a0octobre 2026, de 9\u00a0h à 17\u00a0h"),
        (
            [SUMMER],
            False,
            "du lundi 6\u00a0juillet 2026, 9\u00a0h, au mardi 7\u00a0juillet 2026, 17\u00a0h",
        ),
        (
            [TWICE],
            False,
            "dimanche 25\u00a0octobre 2026, de 2\u00a0h\u00a030 (heure d’été)"
            " à 2\u00a0h\u00a030 (heure d’hiver)",
        ),
        ([DAY], True, "mardi 2\u00a0mars 2027"),
        ([SUMMER], True, "du lundi 6\u00a0juillet 2026 au mardi 7\u00a0juillet 2026"),
    ],
)
def test_times_are_those_of_paris_through_the_year(
    parts: list[Part], all_day: bool, said: str
) -> None:
    with override("fr"):
        assert when(parts, all_day=all_day) == said
