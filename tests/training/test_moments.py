"""Hours are those that clocks in France show, on the two days when they change too."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from training.moments import (
    PARIS,
    Clock,
    Part,
    RepeatedHour,
    SkippedHour,
    as_texts,
    clock_of,
    faults,
    from_texts,
    in_paris,
    start_of,
)

YEARS = {
    "min_value": datetime(2000, 1, 1),
    "max_value": datetime(2090, 1, 1),
}
WALL_CLOCKS = st.datetimes(**YEARS).map(lambda t: t.replace(second=0, microsecond=0))
MOMENTS = st.datetimes(**YEARS, timezones=st.just(UTC))
TWICE = datetime(2026, 10, 25, 2, 30)
NEVER = datetime(2027, 3, 28, 2, 30)


def part(start: str, end: str) -> Part:
    return Part(*(in_paris(datetime.fromisoformat(text)) for text in (start, end)))


class TestClocks:
    def test_an_hour_that_comes_twice_has_to_be_said(self) -> None:
        with pytest.raises(RepeatedHour):
            in_paris(TWICE)
        summer, winter = in_paris(TWICE, Clock.SUMMER), in_paris(TWICE, Clock.WINTER)
        assert summer == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        assert winter == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    @pytest.mark.parametrize("clock", [None, *Clock])
    def test_an_hour_that_is_skipped_is_refused(self, clock: Clock | None) -> None:
        with pytest.raises(SkippedHour):
            in_paris(NEVER, clock)

    @given(moment=MOMENTS)
    def test_each_moment_is_named_by_one_day_hour_and_clock(
        self, moment: datetime
    ) -> None:
        local = moment.astimezone(PARIS).replace(tzinfo=None)
        assert in_paris(local, clock_of(moment)) == moment

    @given(naive=WALL_CLOCKS)
    def test_clocks_show_what_was_asked(self, naive: datetime) -> None:
        try:
            moment = in_paris(naive, Clock.WINTER)
        except SkippedHour:
            assume(False)
        assert moment.astimezone(PARIS).replace(tzinfo=None) == naive
        assert moment.tzinfo is UTC

    def test_a_day_begins_at_midnight_in_france(self) -> None:
        assert start_of(date(2027, 7, 1)) == datetime(2027, 6, 30, 22, tzinfo=UTC)


class TestParts:
    def test_nine_o_clock_stays_nine_o_clock_every_week(self) -> None:
        first = part("2027-03-16T09:00", "2027-03-16T12:00")
        hours = [
            first.shifted(7 * week).start.astimezone(PARIS).hour for week in range(60)
        ]
        assert hours == [9] * 60

    def test_a_week_later_may_be_an_hour_that_does_not_exist(self) -> None:
        with pytest.raises(SkippedHour):
            part("2027-03-21T02:30", "2027-03-21T04:00").shifted(7)

    @pytest.mark.parametrize(
        ("start", "end", "days"),
        [
            ("2027-03-02T09:00", "2027-03-02T12:00", [2]),
            ("2027-03-02T20:00", "2027-03-03T00:00", [2]),
            ("2027-03-02T20:00", "2027-03-03T00:01", [2, 3]),
            ("2027-03-27T00:00", "2027-03-30T00:00", [27, 28, 29]),
        ],
    )
    def test_days_are_those_of_france(
        self, start: str, end: str, days: list[int]
    ) -> None:
        assert [day.day for day in part(start, end).days] == days

    @given(starts=st.lists(MOMENTS, min_size=1, max_size=8), hours=st.integers(1, 12))
    def test_parts_are_kept_as_they_are(
        self, starts: list[datetime], hours: int
    ) -> None:
        parts = tuple(Part(start, start + timedelta(hours=hours)) for start in starts)
        assert from_texts(as_texts(parts)) == parts

    @pytest.mark.parametrize(
        ("parts", "fault"),
        [
            ([("2027-03-02T09:00", "2027-03-02T09:00")], "after"),
            (
                [
                    ("2027-03-02T09:00", "2027-03-02T12:00"),
                    ("2027-03-02T11:00", "2027-03-02T17:00"),
                ],
                "overlap",
            ),
            ([("2027-03-02T09:00", "2029-03-02T09:00")], "year"),
        ],
    )
    def test_faults_are_said(self, parts: list[tuple[str, str]], fault: str) -> None:
        from django.utils.translation import override

        with override("en"):
            said = list(faults([part(*each) for each in parts]))
        assert len(said) == 1
        assert fault in said[0]
