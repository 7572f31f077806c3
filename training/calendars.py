"""Sessions as iCalendar (RFC 5545): files that calendars open, feeds that they follow.

An event is a half-day of a session. The first has the session's identifier, the others
the same with their number: a calendar that reads a feed again finds each one where it
was, and ``SEQUENCE`` tells it what changed.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vDuration,
    vText,
)

from portal.core.templatetags.wording import day
from training.enums import ForWhom, Modality, SessionStatus
from training.meetings import Meeting
from training.moments import PARIS, Clock, Part, clock_of

TYPE = "text/calendar; charset=utf-8"
# How often those who follow a feed read it again.
REFRESHED_EVERY = timedelta(hours=6)
_END = b"END:VCALENDAR\r\n"
_STATUSES = {
    SessionStatus.CANCELLED: "CANCELLED",
    SessionStatus.ANNOUNCED: "TENTATIVE",
}


def calendar_file(meetings: Iterable[Meeting], name: str, *, site: str) -> bytes:
    """The sessions as one file; ``site`` is the root of the addresses in it."""
    events = [
        _event(meeting, number, part, site)
        for meeting in meetings
        for number, part in enumerate(meeting.parts, start=1)
    ]
    return _shell(name).removesuffix(_END) + b"".join(events) + _END


def _shell(name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Portail des clauses sociales//Agenda//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # The first is the standard's, the second what programs read.
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", PARIS.key)
    calendar.add(
        "refresh-interval",
        vDuration(REFRESHED_EVERY),
        parameters={"VALUE": "DURATION"},
    )
    calendar.add("x-published-ttl", vDuration(REFRESHED_EVERY))
    calendar.add_component(_time_zone())
    return bytes(calendar.to_ical())


@cache
def _time_zone() -> Timezone:
    """Clocks in France since 1996, by rule: lists of dates, which the library would
    write, end some day and are misread by some programs."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    zone.add("x-lic-location", PARIS.key)
    winter, summer = timedelta(hours=1), timedelta(hours=2)
    for part, name, before, after, start, month in (
        (TimezoneDaylight(), "CEST", winter, summer, datetime(1996, 3, 31, 2), 3),
        (TimezoneStandard(), "CET", summer, winter, datetime(1996, 10, 27, 3), 10),
    ):
        part.add("tzname", name)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("dtstart", start)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


@lru_cache(maxsize=5000)
def _event(meeting: Meeting, number: int, part: Part, site: str) -> bytes:
    """One event. Writing it takes far longer than finding it: it is remembered, and
    anything that changes makes it another one."""
    event = Event()
    event.add("uid", meeting.uid if number == 1 else f"{meeting.uid}.{number}")
    if number > 1:
        event.add("related-to", meeting.uid)
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("last-modified", meeting.changed_at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    for name, moment in (("dtstart", part.start), ("dtend", part.end)):
        event.add(name, _written(moment, all_day=meeting.all_day))
    event.add("summary", _summary(meeting, number))
    event.add("description", _description(meeting, site))
    if where := _where(meeting):
        event.add("location", where)
    event.add("url", f"{site}{meeting.url}")
    event.add("status", _STATUSES.get(SessionStatus(meeting.status), "CONFIRMED"))
    event["CATEGORIES"] = vText(str(ForWhom(meeting.for_whom).label))
    return bytes(event.to_ical())


def _written(moment: datetime, *, all_day: bool) -> datetime | date:
    """By the clocks of Paris; in UTC for the hour that they show a second time, which
    the format cannot tell from the first."""
    local = moment.astimezone(PARIS)
    if all_day:
        return local.date()
    return moment.astimezone(UTC) if clock_of(moment) is Clock.WINTER else local


def _summary(meeting: Meeting, number: int) -> str:
    words = {"title": meeting.title, "number": number, "total": len(meeting.parts)}
    text = _("%(title)s (%(number)s of %(total)s)") % words
    if len(meeting.parts) == 1:
        text = meeting.title
    if meeting.is_cancelled:
        text = _("Cancelled: %(title)s") % {"title": text}
    elif meeting.example:
        text = _("Example: %(title)s") % {"title": text}
    return text


def _where(meeting: Meeting) -> str:
    if meeting.is_remote:
        return meeting.remote_url or _("Remote")
    return meeting.where


def _description(meeting: Meeting, site: str) -> str:
    lines = [
        meeting.change,
        str(ForWhom(meeting.for_whom).label),
        str(Modality(meeting.modality).label),
        meeting.seats,
    ]
    if len(meeting.parts) > 1:
        lines.append(meeting.words)
    if meeting.remote_url and not meeting.is_remote:
        lines.append(_("Remote: %(address)s") % {"address": meeting.remote_url})
    if meeting.registration_deadline:
        until = {"date": day(meeting.registration_deadline)}
        lines.append(_("Register until %(date)s") % until)
    if meeting.registration_url:
        lines.append(_("Register: %(address)s") % {"address": meeting.registration_url})
    return "\n".join([*filter(None, lines), f"{site}{meeting.url}"])
