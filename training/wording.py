"""When a session takes place, in words: the one place that writes it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.templatetags.wording import day
from training.enums import NOT_TAKING_PLACE, SeatState, SessionStatus
from training.moments import PARIS, Clock, Part, clock_of

NO_BREAK = "\u00a0"
NAMED_PARTS = 12


def hour(moment: datetime) -> str:
    """« 9 h 30 », "9:30 a.m."; the hour that comes twice says which one it is."""
    local = moment.astimezone(PARIS)
    if _in_french():
        text = f"{local.hour}{NO_BREAK}h"
        if local.minute:
            text += f"{NO_BREAK}{local.minute:02d}"
    else:
        text = date_format(local, "TIME_FORMAT")
    match clock_of(moment):
        case Clock.SUMMER:
            return _("%(hour)s (summer time)") % {"hour": text}
        case Clock.WINTER:
            return _("%(hour)s (winter time)") % {"hour": text}
        case _:
            return text


def week_day(moment: datetime) -> str:
    """« mardi 2 mars 2027 »."""
    local = moment.astimezone(PARIS)
    words = {"name": date_format(local, "l"), "date": day(local.date())}
    return _("%(name)s %(date)s") % words


def when(parts: Sequence[Part], *, all_day: bool = False) -> str:
    """All the days and hours of a session.

    « mardi 2 mars 2027, de 9 h à 12 h 30 », or one such text for each half-day.
    """
    named = [_part(part, all_day) for part in parts[:NAMED_PARTS]]
    if more := len(parts) - len(named):
        named.append(_("and %(count)s other times") % {"count": more})
    return (f"{NO_BREAK}; " if _in_french() else "; ").join(named)


def _part(part: Part, all_day: bool) -> str:
    last = part.end - timedelta(microseconds=1) if all_day else part.end
    same_day = len(part.days) == 1
    if all_day and same_day:
        return week_day(part.start)
    if all_day:
        return _("from %(first)s to %(last)s") % {
            "first": week_day(part.start),
            "last": week_day(last),
        }
    words = {
        "day": week_day(part.start),
        "start": hour(part.start),
        "end": hour(part.end),
        "last": week_day(last),
    }
    if same_day:
        return _("%(day)s, %(start)s to %(end)s") % words
    return _("from %(day)s, %(start)s, to %(last)s, %(end)s") % words


def where(place: str, communes: Iterable[str]) -> str:
    """The place and the communes that it does not name already."""
    others = [name for name in communes if name not in place]
    return ", ".join(filter(None, [place, *others]))


def change_in_words(card: Mapping[str, Any]) -> str:
    """What happened to a session since it was announced, and why; else nothing.

    ``card`` holds ``status``, ``seat_state``, ``reason`` and ``moved_from`` (ISO).
    """
    status, moved_from = card["status"], card["moved_from"]
    if status in NOT_TAKING_PLACE or (status == SessionStatus.MOVED and not moved_from):
        text = str(SessionStatus(status).label)
    elif moved_from:
        date = week_day(datetime.fromisoformat(moved_from))
        text = _("Moved, it was announced for %(date)s") % {"date": date}
    elif card["seat_state"] == SeatState.FULL:
        return str(SeatState.FULL.label)
    else:
        return ""
    if card["reason"]:
        return _("%(change)s: %(reason)s") % {"change": text, "reason": card["reason"]}
    return text


def _in_french() -> bool:
    return (get_language() or "").startswith("fr")
