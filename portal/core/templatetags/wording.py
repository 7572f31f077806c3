"""Dates, numbers and headings as people read them in their language."""

import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()

# Below it, a count of people could tell who they are.
SMALLEST_SHOWN = 5
NARROW = "\u202f"
LOOSE_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
UNDATED = {"", "s.d.", "sd", "n.d.", "undated"}
HEADING = re.compile(r"<(/?)h([1-6])([^>]*)>")


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in words: « 1er août 2026 », "1 August 2026"."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    if (get_language() or "").startswith("fr"):
        first = "1er" if value.day == 1 else str(value.day)
        return f"{first}\u00a0{date_format(value, 'F Y')}"
    return date_format(value, "j F Y")


@register.filter
def loose_date(text: str) -> str:
    """A date as precise as a source gives it, in words: « 2018-03 » is « mars 2018 »."""
    if text.strip().lower() in UNDATED:
        return _("undated")
    if found := LOOSE_DATE.fullmatch(text.strip()):
        year, month, of_month = found.groups()
        try:
            known = date(int(year), int(month or 1), int(of_month or 1))
        except ValueError:
            return text
        if of_month:
            return day(known)
        return date_format(known, "F Y") if month else year
    return text


@register.filter
def number(value: float | Decimal | None) -> str:
    """A number with its thousands apart and no useless decimals."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value)).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    text = number_format(exact, places, use_l10n=True, force_grouping=True)
    return text.replace("\u00a0", NARROW)


@register.filter
def whole(value: float | Decimal | None) -> int:
    """What plurals are chosen by: they ask for an integer."""
    return int(value or 0)


@register.filter
def people_count(value: int | None) -> str:
    """A count of people; the smallest ones are not given, so that nobody is known."""
    if value is None:
        return ""
    if 0 < value < SMALLEST_SHOWN:
        return _("fewer than 5")
    return number(value)


@register.filter
def headings_from(html: str, level: int) -> SafeString:
    """The same HTML, its headings starting at ``level`` without any jump."""
    found = sorted({int(match[2]) for match in HEADING.finditer(html)})
    new = {old: min(level + rank, 6) for rank, old in enumerate(found)}
    return mark_safe(  # noqa: S308 - only the levels of existing tags change
        HEADING.sub(lambda m: f"<{m[1]}h{new[int(m[2])]}{m[3]}>", html)
    )


@register.filter
def older_than(year: int | None, years: int) -> bool:
    """Whether a figure of ``year`` is more than ``years`` old."""
    return year is not None and timezone.localdate().year - year > years


@register.filter
def share_of(part: int | None, whole: int | None) -> int:
    """``part`` in percent of ``whole``, between 0 and 100, to draw a bar."""
    if not part or not whole:
        return 0
    return min(100, round(100 * part / whole))
