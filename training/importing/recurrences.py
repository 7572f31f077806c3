"""Recurrences of events → the starts of their occurrences, never too many.

Only rules that trainers use are followed: those are known to find a day soon, where
others could be looked for until the end of time.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil import rrule
from django.utils.translation import gettext as _
from icalendar import Event

MOST = 104  # two years of weeks
HORIZON = timedelta(days=731)
_FREQUENCIES = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
    "YEARLY": rrule.YEARLY,
}
_KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
}
_WEEKDAYS = {
    name: getattr(rrule, name) for name in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
}


class UnknownRecurrence(ValueError):
    """A rule that is not followed; the message says why."""


def starts(
    event: Event, first: datetime, zone: tzinfo, today: date
) -> tuple[list[datetime], bool]:
    """The starts of the occurrences of ``event``, naive like ``first`` which clocks of
    ``zone`` show, and whether there were more. Raises ``UnknownRecurrence``."""
    excluded = set(_dates(event, "EXDATE", first, zone))
    until = datetime.combine(max(today, first.date()) + HORIZON, time.max)
    found = set(_dates(event, "RDATE", first, zone)) | {first}
    more = False
    for rule in _listed(event.get("RRULE")):
        options = _options(rule, first, zone)
        last = min(options.pop("until", until), until)
        if "count" not in options:
            options["until"] = last
        every = islice(rrule.rrule(dtstart=first, **options), MOST + 1)
        occurrences = [start for start in every if start <= last]
        more = more or len(occurrences) > MOST
        found.update(occurrences)
    kept = sorted(start for start in found if start not in excluded and start <= until)
    return kept[:MOST], more or len(kept) > MOST


def _listed(found: Any) -> list[Any]:
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def _options(rule: Any, first: datetime, zone: tzinfo) -> dict[str, Any]:
    given = {str(name).upper(): list(values) for name, values in rule.items()}
    frequency = str(given.get("FREQ", [""])[0]).upper()
    if frequency not in _FREQUENCIES or not given.keys() <= _KNOWN:
        raise UnknownRecurrence(_unknown())
    interval = int(given.get("INTERVAL", [1])[0])
    if not 1 <= interval <= 366:
        raise UnknownRecurrence(_unknown())
    options: dict[str, Any] = {
        "freq": _FREQUENCIES[frequency],
        "interval": interval,
        "byweekday": [_weekday(str(day)) for day in given.get("BYDAY", ())] or None,
        "bymonthday": [int(day) for day in given.get("BYMONTHDAY", ())] or None,
        "bymonth": [int(month) for month in given.get("BYMONTH", ())] or None,
        "bysetpos": [int(place) for place in given.get("BYSETPOS", ())] or None,
    }
    if not _finds_a_day_soon(frequency, interval, options):
        raise UnknownRecurrence(_unknown())
    if "WKST" in given:
        options["wkst"] = _weekday(str(given["WKST"][0]))
    if "COUNT" in given:
        options["count"] = min(int(given["COUNT"][0]), MOST + 1)
    if "UNTIL" in given:
        options["until"] = _until(given["UNTIL"][0], zone)
    return options


def _finds_a_day_soon(frequency: str, interval: int, options: dict[str, Any]) -> bool:
    """Whether a rule cannot be one that never comes true."""
    days, dates = options["byweekday"], options["bymonthday"]
    months, places = options["bymonth"], options["bysetpos"]
    if months and (interval > 1 or not all(1 <= month <= 12 for month in months)):
        return False
    if dates and (days or not all(1 <= abs(day) <= 28 for day in dates)):
        # The 29th to the 31st come in most months: they are followed when alone.
        alone = not days and not months and frequency == "MONTHLY" and interval == 1
        if not alone or not all(1 <= abs(day) <= 31 for day in dates):
            return False
    if places and not (
        days and frequency == "MONTHLY" and all(1 <= abs(p) <= 4 for p in places)
    ):
        return False
    numbered = any(day.n for day in days or ())
    match frequency:
        case "DAILY":
            return not (dates or numbered or (days and interval > 1))
        case "WEEKLY":
            return not (dates or numbered or months)
        case "MONTHLY":
            return not (numbered and places) and all(
                abs(d.n or 1) <= 5 for d in days or ()
            )
        case _:
            return not days


def _weekday(text: str) -> Any:
    number, name = text[:-2], text[-2:].upper()
    if name not in _WEEKDAYS:
        raise UnknownRecurrence(_unknown())
    try:
        return _WEEKDAYS[name](int(number)) if number else _WEEKDAYS[name]
    except ValueError:
        raise UnknownRecurrence(_unknown()) from None


def _dates(
    event: Event, name: str, first: datetime, zone: tzinfo
) -> Iterator[datetime]:
    for group in _listed(event.get(name)):
        for entry in group.dts:
            moment = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if isinstance(moment, datetime):
                yield as_shown(moment, zone)
            else:
                yield datetime.combine(moment, first.time())


def _until(moment: date, zone: tzinfo) -> datetime:
    if isinstance(moment, datetime):
        return as_shown(moment, zone)
    return datetime.combine(moment, time.max)


def as_shown(moment: datetime, zone: tzinfo) -> datetime:
    """``moment`` as clocks of ``zone`` show it, naive."""
    local = moment.astimezone(zone) if moment.tzinfo else moment
    return local.replace(tzinfo=None, fold=0)


def _unknown() -> str:
    return _("This recurrence cannot be read: write its dates one by one.")
