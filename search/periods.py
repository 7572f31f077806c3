"""Stretches of time, derived from today's date when asked."""

import re
from calendar import monthrange
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

PAST = "passees"
RANGES = ("7-jours", "30-jours", "3-mois", "6-mois", PAST)

# Of years that a calendar can draw and an address hold.
MONTH = "2[0-9]{3}-(?:0[1-9]|1[0-2])"
_MONTH = re.compile(MONTH)


def is_period(value: str) -> bool:
    return value in RANGES or is_month(value)


def is_month(value: str) -> bool:
    return _MONTH.fullmatch(value) is not None


def month_of(day: date) -> str:
    """The month in which ``day`` falls, as a value of the facet: ``2027-03``."""
    return f"{day.year:04d}-{day.month:02d}"


def bounds(value: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of a period, both included; ``None`` leaves it open."""
    if value == PAST:
        return None, today - timedelta(days=1)
    if value == "7-jours":
        return today, today + timedelta(days=7)
    if value == "30-jours":
        return today, today + timedelta(days=30)
    if value in ("3-mois", "6-mois"):
        return today, _months_later(today, int(value[0]))
    first = _first_of_month(value)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _first_of_month(value: str) -> date:
    year, month = (int(part) for part in value.split("-"))
    return date(year, month, 1)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def label(value: str) -> str:
    """The words of a period, in the active language."""
    if is_month(value):
        return date_format(_first_of_month(value), "F Y")
    return {
        "7-jours": _("In the next 7 days"),
        "30-jours": _("In the next 30 days"),
        "3-mois": _("In the next 3 months"),
        "6-mois": _("In the next 6 months"),
        PAST: _("Past"),
    }.get(value, value)
