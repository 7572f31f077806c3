"""Dates to announce: rows of days and hours, repeated or not → sessions to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from training.moments import Clock, Part, faults, in_paris, start_of

MOST_SESSIONS = 60
FURTHEST = relativedelta(years=2)


class Repeat(TextChoices):
    NONE = "", _("Do not repeat")
    WEEKLY = "weekly", _("Each week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Each month, on the same day of the week")
    MONTHLY_DATE = "monthly-date", _("Each month, on the same date")


@dataclass(frozen=True)
class DayRow:
    """A day and its hours, as clocks in France show them; without hours, all day."""

    day: date
    start: time | None = None
    end: time | None = None

    def part(self, days: int = 0, clock: Clock | None = None) -> Part:
        """The same hours ``days`` later. Raises ``SkippedHour`` and ``RepeatedHour``."""
        day = self.day + timedelta(days=days)
        if self.start is None or self.end is None:
            return Part(start_of(day), start_of(day + timedelta(days=1)))
        start, end = (datetime.combine(day, hour) for hour in (self.start, self.end))
        if self.end == time.min:  # midnight ends the day
            end += timedelta(days=1)
        return Part(in_paris(start, clock), in_paris(end, clock))


@dataclass(frozen=True)
class Planned:
    """A session to be; with a ``fault`` it cannot be, and has no parts."""

    day: date
    parts: tuple[Part, ...] = ()
    fault: str = ""


def plan(
    rows: Sequence[DayRow],
    *,
    together: bool = False,
    repeat: str = Repeat.NONE,
    until: date | None = None,
    clock: Clock | None = None,
) -> list[Planned]:
    """The sessions that ``rows`` make, in their order: one each, or one ``together``;
    repeated until a day included, at most two years ahead."""
    ordered = sorted(rows, key=lambda row: (row.day, row.start or time.min))
    seeds = [ordered] if together else [[row] for row in ordered]
    found = [
        _planned(seed, (day - seed[0].day).days, clock)
        for seed in seeds
        for day in repetitions(seed[0].day, repeat, until)
    ]
    return sorted(found, key=lambda planned: (planned.day, planned.parts))


def _planned(seed: Sequence[DayRow], days: int, clock: Clock | None) -> Planned:
    day = seed[0].day + timedelta(days=days)
    try:
        parts = tuple(row.part(days, clock) for row in seed)
    except ValidationError as error:
        return Planned(day, fault=" ".join(error.messages))
    if fault := next(faults(parts), ""):
        return Planned(day, fault=fault)
    return Planned(day, parts)


def repetitions(first: date, repeat: str, until: date | None) -> Iterator[date]:
    """The days from ``first`` on; a month that lacks the date is left out."""
    yield first
    if repeat == Repeat.NONE or until is None:
        return
    last = min(until, first + FURTHEST)
    # The first one may not follow its own rule: the 31st, the fifth Tuesday.
    for moment in rrule(dtstart=first, until=last, **_rule(first, repeat)):
        if moment.date() > first:
            yield moment.date()


def _rule(first: date, repeat: str) -> dict[str, object]:
    match repeat:
        case Repeat.WEEKLY:
            return {"freq": WEEKLY}
        case Repeat.FORTNIGHTLY:
            return {"freq": WEEKLY, "interval": 2}
        case Repeat.MONTHLY_DATE:
            return {"freq": MONTHLY, "bymonthday": first.day}
        case _:
            # The fifth one of a month is its last.
            place = (first.day - 1) // 7 + 1
            weekday = type(MO)(first.weekday())
            return {"freq": MONTHLY, "byweekday": weekday(-1 if place == 5 else place)}


def too_many(planned: Sequence[Planned]) -> str:
    """Why so many sessions cannot be announced at once, in words; else nothing."""
    if len(planned) <= MOST_SESSIONS:
        return ""
    words = {"count": len(planned), "most": MOST_SESSIONS}
    return (
        gettext("That makes %(count)s dates: announce at most %(most)s at once.")
        % words
    )
