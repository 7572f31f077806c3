"""Files and feeds that any calendar reads: each is parsed by two libraries."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from django.test import Client
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from tests.factories import SessionFactory, TerritoryFactory, TrainingPageFactory
from tests.training.test_agenda import session, soon
from training.calendars import calendar_file
from training.meetings import Meeting
from training.moments import PARIS, Part

SITE = "https://exemple.fr"
MARCH = datetime(2027, 3, 2, 8, tzinfo=UTC)
WORDS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=60
)
STARTS = st.datetimes(
    datetime(2025, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(second=0, microsecond=0))


def meeting(*parts: Part, **fields: Any) -> Meeting:
    given: dict[str, Any] = {
        "uid": "abc",
        "title": "Calibrer les heures",
        "url": "/fr/formations/calibrer/#session-abc",
        "language": "fr",
        "parts": parts or (Part(MARCH, MARCH + timedelta(hours=3)),),
        "all_day": False,
        "where": "Laon",
        "modality": "presentiel",
        "remote_url": "",
        "for_whom": "professionnels",
        "seat_state": "open",
        "status": "open",
        "change": "",
        "registration_url": "",
        "registration_deadline": None,
        "example": False,
        "sequence": 0,
        "changed_at": datetime(2027, 1, 1, tzinfo=UTC),
        **fields,
    }
    return Meeting(**given)


def written(meetings: Iterable[Meeting]) -> bytes:
    with override("fr"):
        return calendar_file(meetings, "Agenda", site=SITE)


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).walk("VEVENT"))


def event_of(*parts: Part, **fields: Any) -> Event:
    return events(written([meeting(*parts, **fields)]))[0]


class TestShape:
    def test_lines_are_folded_and_end_as_the_standard_says(self) -> None:
        title = "Évaluer l’« accès » aux marchés ; clauses, lots \\ groupes " * 4
        content = written([meeting(title=title)])
        lines = content.split(b"\r\n")
        assert lines[-1] == b""
        assert not any(b"\n" in line or b"\r" in line for line in lines)
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode("utf-8")  # no letter is cut in two
        assert str(events(content)[0]["SUMMARY"]) == title

    def test_an_empty_feed_is_a_calendar(self) -> None:
        content = written([])
        assert Calendar.from_ical(content)["VERSION"] == "2.0"
        assert vobject.readOne(content.decode()).name == "VCALENDAR"

    @given(st.lists(st.tuples(WORDS, WORDS, STARTS, st.integers(1, 72)), max_size=5))
    def test_both_libraries_read_what_was_written(
        self, rows: list[tuple[str, str, datetime, int]]
    ) -> None:
        given_meetings = [
            meeting(
                Part(start, start + timedelta(hours=hours)),
                uid=f"uid-{place}",
                title=title,
                where=where,
            )
            for place, (title, where, start, hours) in enumerate(rows)
        ]
        content = written(given_meetings)
        read = events(content)
        others = getattr(vobject.readOne(content.decode()), "vevent_list", [])
        assert len(read) == len(others) == len(given_meetings)
        for expected, event, other in zip(given_meetings, read, others, strict=True):
            part = expected.parts[0]
            assert str(event["UID"]) == other.uid.value == expected.uid
            assert str(event["SUMMARY"]) == other.summary.value == expected.title
            assert str(event.get("LOCATION", "")) == expected.where
            for name, moment in (("DTSTART", part.start), ("DTEND", part.end)):
                assert event[name].dt.astimezone(UTC) == moment
                other_moment = getattr(other, name.lower()).value
                assert other_moment.astimezone(UTC) == moment

    def test_times_are_those_of_paris_with_their_time_zone(self) -> None:
        content = written([meeting()])
        zone = Calendar.from_ical(content).walk("VTIMEZONE")[0]
        assert zone["TZID"] == "Europe/Paris"
        assert b"DTSTART;TZID=Europe/Paris:20270302T090000\r\n" in content
        in_zone = zone.to_tz(lookup_tzid=False)
        for day in range(1, 40 * 365, 3):
            noon = datetime(1997, 1, 1, 12) + timedelta(days=day)
            paris = noon.replace(tzinfo=PARIS).utcoffset()
            assert noon.replace(tzinfo=in_zone).utcoffset() == paris

    def test_the_hour_that_comes_twice_is_told_apart(self) -> None:
        starts = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)]
        for start in starts:
            event = event_of(Part(start, start + timedelta(hours=3)))
            assert event["DTSTART"].dt.astimezone(UTC) == start


class TestEvents:
    def test_days_without_hours(self) -> None:
        start = datetime(2027, 3, 2, tzinfo=PARIS).astimezone(UTC)
        event = event_of(Part(start, start + timedelta(days=2)), all_day=True)
        assert event["DTSTART"].dt == date(2027, 3, 2)
        assert event["DTEND"].dt == date(2027, 3, 4)
        assert event["DTSTART"].params["VALUE"] == "DATE"

    def test_half_days_are_events_tied_to_the_first(self) -> None:
        parts = [
            Part(MARCH + timedelta(days=d), MARCH + timedelta(days=d, hours=3))
            for d in (0, 7)
        ]
        first, second = events(written([meeting(*parts)]))
        assert [str(e["UID"]) for e in (first, second)] == ["abc", "abc.2"]
        assert str(second["RELATED-TO"]) == "abc"
        assert "2 sur 2" in str(second["SUMMARY"])

    @pytest.mark.parametrize(
        ("status", "told"),
        [
            ("cancelled", "CANCELLED"),
            ("announced", "TENTATIVE"),
            ("open", "CONFIRMED"),
            ("moved", "CONFIRMED"),
            ("full", "CONFIRMED"),
        ],
    )
    def test_status(self, status: str, told: str) -> None:
        event = event_of(status=status, change="Annulée : grève.")
        assert event["STATUS"] == told
        assert str(event["DESCRIPTION"]).startswith("Annulée : grève.")
        assert str(event["SUMMARY"]).startswith("Annulée") == (status == "cancelled")

    def test_versions_and_addresses(self) -> None:
        changed = datetime(2027, 2, 1, 10, tzinfo=UTC)
        event = event_of(sequence=3, changed_at=changed)
        assert event["SEQUENCE"] == 3
        assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == changed
        assert event["URL"] == f"{SITE}/fr/formations/calibrer/#session-abc"

    def test_a_remote_session_takes_place_in_its_room(self) -> None:
        room = "https://visio.exemple.fr/x"
        event = event_of(modality="distance", where="", remote_url=room)
        assert str(event["LOCATION"]) == room
        hybrid = event_of(modality="hybride", remote_url=room)
        assert str(hybrid["LOCATION"]) == "Laon"
        assert room in str(hybrid["DESCRIPTION"])


@pytest.mark.django_db
class TestFeed:
    def test_holds_what_the_calendar_shows(self, client: Client, index: Any) -> None:
        laon = TerritoryFactory(name="Laon")
        near = session("Ici", starts_at=soon(2), territory=laon, place="Mairie")
        session("Là", starts_at=soon(2), territory=TerritoryFactory())
        session("Parcours", starts_at=soon(2), course={"for_whom": "parcours"})
        session("Passée", past=True)
        index()
        response = client.get(f"/fr/agenda.ics?territoire={laon.value}")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        [event] = events(response.content)
        assert str(event["UID"]) == near.uid
        assert str(event["LOCATION"]) == "Mairie, Laon"
        calendar = Calendar.from_ical(response.content)
        assert "Laon" in str(calendar["X-WR-CALNAME"])
        assert event["URL"].startswith(f"http://testserver{near.course.get_url()}#")
        assert len(events(client.get("/fr/agenda.ics").content)) == 2

    def test_is_read_again_only_when_it_changed(
        self, client: Client, index: Any
    ) -> None:
        thing = session(starts_at=soon(2))
        index()
        first = client.get("/fr/agenda.ics")
        assert "max-age=600" in first["Cache-Control"]
        known = {"If-None-Match": first["ETag"]}
        assert client.get("/fr/agenda.ics", headers=known).status_code == 304
        thing.place = "Arras"
        thing.save()
        index()
        again = client.get("/fr/agenda.ics", headers=known)
        assert again.status_code == 200
        assert events(again.content)[0]["SEQUENCE"] == 1

    def test_is_not_shared_for_who_is_signed_in(self, admin_client: Client, index: Any):
        index()
        assert "private" in admin_client.get("/fr/agenda.ics")["Cache-Control"]

    def test_leaves_no_cookie(self, client: Client, index: Any) -> None:
        index()
        assert not client.get("/fr/agenda.ics").cookies

    def test_a_cancelled_session_tells_those_who_hold_it(
        self, client: Client, index: Any
    ) -> None:
        thing = session(starts_at=soon(2))
        thing.status, thing.reason = "cancelled", "Grève."
        thing.save()
        index()
        [event] = events(client.get("/fr/agenda.ics").content)
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)


@pytest.mark.django_db
class TestFile:
    @pytest.mark.parametrize("past", [False, True])
    def test_of_one_session(self, client: Client, index: Any, past: bool) -> None:
        thing = SessionFactory(past=past, course=TrainingPageFactory(published=True))
        index()
        response = client.get(f"/fr/agenda/{thing.uid}.ics")
        assert [str(event["UID"]) for event in events(response.content)] == [thing.uid]

    @pytest.mark.parametrize("uid", ["rien", "a/b", "%00", "x" * 300, "é'\"<"])
    def test_of_none(self, client: Client, index: Any, uid: str) -> None:
        assert client.get(f"/fr/agenda/{uid}.ics").status_code == 404
