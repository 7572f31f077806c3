"""Repetitions keep their hours and their day of the week, and stop where they should."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.forms.fields import read_hour
from training.moments import PARIS, Clock
from training.planning import DayRow, Repeat, plan, repetitions, too_many

DAYS = st.dates(date(2026, 1, 1), date(2032, 1, 1))
RULES = st.sampled_from([rule for rule in Repeat if rule])
HOURS = st.times().map(lambda t: t.replace(second=0, microsecond=0))
TUESDAY = date(2027, 3, 2)


def days(first: date, repeat: str, until: date) -> list[date]:
    return list(repetitions(first, repeat, until))


class TestRepetitions:
    @pytest.mark.parametrize(
        ("first", "repeat", "until", "expected"),
        [
            (TUESDAY, Repeat.NONE, date(2028, 1, 1), ["2027-03-02"]),
            (
                TUESDAY,
                Repeat.WEEKLY,
                date(2027, 3, 16),
                ["2027-03-02", "2027-03-09", "2027-03-16"],
            ),
            (
                TUESDAY,
                Repeat.FORTNIGHTLY,
                date(2027, 3, 31),
                ["2027-03-02", "2027-03-16", "2027-03-30"],
            ),
            (
                TUESDAY,
                Repeat.MONTHLY,
                date(2027, 5, 31),
                ["2027-03-02", "2027-04-06", "2027-05-04"],
            ),
            (
                date(2027, 3, 30),
                Repeat.MONTHLY,
                date(2027, 5, 31),
                ["2027-03-30", "2027-04-27", "2027-05-25"],
            ),
            (
                date(2027, 1, 31),
                Repeat.MONTHLY_DATE,
                date(2027, 5, 31),
                ["2027-01-31", "2027-03-31", "2027-05-31"],
            ),
            (TUESDAY, Repeat.WEEKLY, date(2027, 1, 1), ["2027-03-02"]),
        ],
    )
    def test_days(
        self, first: date, repeat: str, until: date, expected: list[str]
    ) -> None:
        assert [day.isoformat() for day in days(first, repeat, until)] == expected

    @given(first=DAYS, repeat=RULES, ahead=st.integers(0, 3000))
    def test_they_are_in_order_and_end_within_two_years(
        self, first: date, repeat: str, ahead: int
    ) -> None:
        until = first + timedelta(days=ahead)
        found = days(first, repeat, until)
        assert found[0] == first
        assert found == sorted(set(found))
        assert found[-1] <= max(first, min(until, first + timedelta(days=732)))
        if repeat != Repeat.MONTHLY_DATE:
            assert {day.weekday() for day in found} == {first.weekday()}
        if repeat == Repeat.MONTHLY:
            assert len({(day.year, day.month) for day in found}) == len(found)

    @given(first=DAYS, repeat=RULES, start=HOURS, end=HOURS)
    def test_hours_stay_what_they_are(
        self, first: date, repeat: str, start: time, end: time
    ) -> None:
        row = DayRow(first, start, end)
        planned = plan(
            [row], repeat=repeat, until=first + timedelta(days=200), clock=Clock.SUMMER
        )
        for session in planned:
            if session.fault:
                assert not session.parts
                continue
            local = session.parts[0].start.astimezone(PARIS)
            assert (local.date(), local.time()) == (session.day, start)


class TestPlan:
    def test_days_are_sessions_or_the_half_days_of_one(self) -> None:
        rows = [DayRow(TUESDAY + timedelta(days=d), time(9), time(12)) for d in (7, 0)]
        assert [len(session.parts) for session in plan(rows)] == [1, 1]
        [together] = plan(rows, together=True)
        assert [part.days[0] for part in together.parts] == [
            TUESDAY,
            TUESDAY + timedelta(days=7),
        ]

    def test_a_repetition_shifts_all_the_half_days(self) -> None:
        rows = [DayRow(TUESDAY, time(9), time(12)), DayRow(TUESDAY, time(14), time(17))]
        until = TUESDAY + timedelta(days=28)
        sessions = plan(rows, together=True, repeat=Repeat.WEEKLY, until=until)
        assert [len(session.parts) for session in sessions] == [2] * 5
        hours = {p.start.astimezone(PARIS).hour for s in sessions for p in s.parts}
        assert hours == {9, 14}  # through the night of 28 March

    def test_without_hours_it_lasts_the_day(self) -> None:
        [session] = plan([DayRow(date(2027, 3, 28))])
        [part] = session.parts
        assert part.end - part.start == timedelta(hours=23)
        assert part.days == [date(2027, 3, 28)]

    def test_until_midnight(self) -> None:
        [session] = plan([DayRow(TUESDAY, time(20), time(0))])
        assert session.parts[0].days == [TUESDAY]

    @pytest.mark.parametrize(
        ("rows", "together"),
        [
            ([DayRow(date(2027, 3, 28), time(2, 30), time(4))], False),
            ([DayRow(date(2026, 10, 25), time(2, 30), time(4))], False),
            ([DayRow(TUESDAY, time(12), time(9))], False),
            (
                [
                    DayRow(TUESDAY, time(9), time(12)),
                    DayRow(TUESDAY, time(11), time(13)),
                ],
                True,
            ),
        ],
    )
    def test_what_cannot_be_says_why(self, rows: list[DayRow], together: bool) -> None:
        [session] = plan(rows, together=together)
        assert session.fault
        assert not session.parts

    def test_the_hour_that_comes_twice_once_said(self) -> None:
        row = DayRow(date(2026, 10, 25), time(2, 30), time(4))
        [summer] = plan([row], clock=Clock.SUMMER)
        [winter] = plan([row], clock=Clock.WINTER)
        assert summer.parts[0].start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert winter.parts[0].start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    def test_too_many_at_once(self) -> None:
        until = TUESDAY + timedelta(days=600)
        sessions = plan([DayRow(TUESDAY)], repeat=Repeat.WEEKLY, until=until)
        assert too_many(sessions)
        assert not too_many(sessions[:60])


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("9 h 30", time(9, 30)),
        ("9h", time(9)),
        ("09:30", time(9, 30)),
        ("9\u00a0h\u00a005", time(9, 5)),
        ("14.30", time(14, 30)),
        ("24 h", time(0)),
        ("9", time(9)),
        ("09:30:00", time(9, 30)),
        ("25h", None),
        ("9h75", None),
        ("24h30", None),
        ("matin", None),
        ("", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hour: time | None) -> None:
    assert read_hour(text) == hour
