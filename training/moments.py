"""Days and hours as people write them in France, and the moments that they name.

Clocks change twice a year: an hour is skipped in March, another comes twice in October.
Moments are compared and kept in UTC, where neither happens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

PARIS = ZoneInfo("Europe/Paris")
LONGEST = timedelta(days=366)


class Clock(TextChoices):
    """Which of two: the hour that comes twice when winter time begins."""

    SUMMER = "ete", _("The first time, summer time (UTC+2)")
    WINTER = "hiver", _("The second time, winter time (UTC+1)")


class SkippedHour(ValidationError):
    """No clock in France ever shows this day and hour."""

    def __init__(self, naive: datetime) -> None:
        super().__init__(
            gettext(
                "On %(day)s the clocks go from 2 to 3 o’clock: %(hour)s does not exist."
                " Write another hour."
            ),
            code="skipped",
            params=_words(naive),
        )


class RepeatedHour(ValidationError):
    """Clocks in France show this day and hour twice: which one has to be said."""

    def __init__(self, naive: datetime) -> None:
        super().__init__(
            gettext(
                "On %(day)s the clocks go back from 3 to 2 o’clock: it is %(hour)s twice."
                " Say which one is meant."
            ),
            code="repeated",
            params=_words(naive),
        )


def _words(naive: datetime) -> dict[str, str]:
    return {"day": f"{naive:%d/%m/%Y}", "hour": f"{naive:%H:%M}"}


def in_paris(naive: datetime, clock: Clock | None = None) -> datetime:
    """The moment when clocks in Paris show ``naive``, in UTC.

    Raises ``SkippedHour``, and ``RepeatedHour`` unless ``clock`` says which one.
    """
    first, second = (naive.replace(tzinfo=PARIS, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if _goes_back(first, second):
        if clock is None:
            raise RepeatedHour(naive)
        return (first if clock is Clock.SUMMER else second).astimezone(UTC)
    raise SkippedHour(naive)


def comes_twice(naive: datetime) -> bool:
    """Whether clocks in Paris show ``naive`` twice."""
    first, second = (naive.replace(tzinfo=PARIS, fold=fold) for fold in (0, 1))
    return _goes_back(first, second)


def clock_of(moment: datetime) -> Clock | None:
    """Which of the two hours ``moment`` is; ``None`` for an hour that comes once."""
    local = moment.astimezone(PARIS)
    if not comes_twice(local.replace(tzinfo=None)):
        return None
    return Clock.WINTER if local.fold else Clock.SUMMER


def _goes_back(first: datetime, second: datetime) -> bool:
    before, after = first.utcoffset(), second.utcoffset()
    return before is not None and after is not None and before > after


def start_of(day: date) -> datetime:
    """Midnight in Paris, when ``day`` begins; clocks never change then."""
    return in_paris(datetime.combine(day, time.min))


@dataclass(frozen=True, order=True)
class Part:
    """A stretch of a session without a break, in UTC."""

    start: datetime
    end: datetime

    @property
    def days(self) -> list[date]:
        """The days in Paris on which it takes place; midnight ends the day before."""
        first = self.start.astimezone(PARIS).date()
        last = (self.end.astimezone(UTC) - timedelta(microseconds=1)).astimezone(PARIS)
        return [
            first + timedelta(days=count)
            for count in range((last.date() - first).days + 1)
        ]

    def shifted(self, days: int) -> "Part":
        """The same hours ``days`` later, whatever clocks do in between.

        Raises ``SkippedHour`` and ``RepeatedHour``.
        """
        return Part(*(_shifted(moment, days) for moment in (self.start, self.end)))


def _shifted(moment: datetime, days: int) -> datetime:
    local = moment.astimezone(PARIS).replace(tzinfo=None)
    return in_paris(local + timedelta(days=days))


def as_texts(parts: Iterable[Part]) -> list[list[str]]:
    """Parts as a JSON field and a result card keep them."""
    return [
        [moment.astimezone(UTC).isoformat() for moment in (part.start, part.end)]
        for part in parts
    ]


def from_texts(texts: Iterable[Sequence[str]]) -> tuple[Part, ...]:
    return tuple(
        Part(datetime.fromisoformat(start), datetime.fromisoformat(end))
        for start, end in texts
    )


def faults(parts: Sequence[Part]) -> Iterator[str]:
    """What is wrong with parts given in their order, in words."""
    for part in parts:
        if part.end <= part.start:
            yield gettext("The end comes after the start. Check the two times.")
            return
    for before, after in pairwise(parts):
        if after.start < before.end:
            yield gettext("Two half-days overlap. Check their days and hours.")
            return
    if parts and parts[-1].end - parts[0].start > LONGEST:
        yield gettext("It lasts more than a year. Check the years.")
