"""The calendar of sessions: a search like any other, by date, one offer at a time."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.conf import settings
from django.utils import timezone

from search import periods, service
from search.addresses import SORT, address, choosing
from search.documents import object_document_id
from search.facets import COURSE, PERIOD, SESSION, TYPE
from search.kinds import all_kinds
from search.labels import Memory
from search.query import Calendar, ReadQuery, SearchQuery
from search.reading import printable, read
from search.results import SearchResults
from search.service.hits import draw_hits
from training.enums import ForWhom
from training.meetings import Meeting, meetings_of
from training.moments import Part
from training.wording import hour

OFFER = "offre"
LISTED = 30
# What a month or a feed holds at most: beyond it, nobody reads it.
MOST = 1000


@dataclass(frozen=True)
class Asked:
    """What a calendar is asked: a search, and the month to show, if one is."""

    read: ReadQuery
    month: str = ""

    @property
    def query(self) -> SearchQuery:
        return self.read.query

    @property
    def offer(self) -> str:
        return self.query.chosen(OFFER)[0]


def read_agenda(
    parameters: Mapping[str, Sequence[str]],
    memory: Memory,
    *,
    language: str,
    today: date,
    audiences: tuple[str, ...],
    month: str = "",
    size: int = LISTED,
) -> Asked:
    """Read the parameters of a search as those of a calendar.

    One offer is shown, that for professionals unless the other is asked for. Past
    sessions have left; ``month`` ("2027-03") stands in place of any period.
    """
    given = {key: list(values) for key, values in parameters.items()}
    ignored = [
        (TYPE, printable(value))
        for value in given.pop(TYPE, ())
        if value not in (COURSE, SESSION, "")
    ]
    given.pop(SORT, None)
    if month:
        given.pop(PERIOD, None)
    if periods.PAST in given.get(PERIOD, ()):
        given[PERIOD] = [p for p in given[PERIOD] if p != periods.PAST]
        ignored.append((PERIOD, periods.PAST))
    offers = [value for value in given.pop(OFFER, ()) if value in ForWhom.values]
    found = read(
        given, memory, language=language, today=today, audiences=audiences, size=size
    )
    query = choosing(found.query, OFFER, offers[:1] or [ForWhom.PROFESSIONALS.value])
    query = replace(
        query, page=found.query.page, size=size, calendar=Calendar(today, month)
    )
    return Asked(replace(found, query=query, ignored=(*found.ignored, *ignored)), month)


def find(asked: Asked, memory: Memory) -> SearchResults:
    return service.search(asked.read, memory=memory)


def meetings_in(results: SearchResults, asked: Asked, memory: Memory) -> list[Meeting]:
    """The sessions found, by their next day, then by their hour."""
    today = asked.query.today
    # Without its engine the search knows neither dates nor offers.
    coming = (
        meeting
        for meeting in meetings_of(results.hits, memory)
        if meeting.days[-1] >= today and meeting.for_whom == asked.offer
    )
    return sorted(coming, key=lambda m: (m.next_day(today), m.starts_at, m.uid))


def meeting_of(
    uid: str, memory: Memory, language: str, audiences: tuple[str, ...]
) -> Meeting | None:
    """The session ``uid`` in the reader's language, else in the first that it has, if
    the reader may see it."""
    kind = all_kinds()[SESSION]
    others = (code for code, _name in settings.LANGUAGES)
    languages = dict.fromkeys((language, settings.LANGUAGE_CODE, *others))
    ids = [object_document_id(kind, uid, language) for language in languages]
    today = timezone.localdate()
    hits = draw_hits(ids, SearchQuery(today=today, audiences=audiences))
    return next(iter(meetings_of(hits, memory)), None)


@dataclass(frozen=True)
class Month:
    """The sessions of one month in a list; ``first`` is its first day."""

    first: date
    meetings: tuple[Meeting, ...]


def by_month(meetings: Iterable[Meeting], today: date) -> list[Month]:
    def first(meeting: Meeting) -> date:
        return meeting.next_day(today).replace(day=1)

    return [Month(day, tuple(found)) for day, found in groupby(meetings, key=first)]


@dataclass(frozen=True)
class Entry:
    """What a day shows of a session."""

    meeting: Meeting
    part: Part

    @property
    def hour(self) -> str:
        return hour(self.part.start)


@dataclass(frozen=True)
class Day:
    date: date
    in_month: bool
    is_today: bool
    entries: tuple[Entry, ...]


def weeks_of(month: str, meetings: Iterable[Meeting], today: date) -> list[list[Day]]:
    """The days of a month, Monday first, with what takes place from ``today`` on."""
    year, number = (int(part) for part in month.split("-"))
    entries: dict[date, list[Entry]] = {}
    for meeting in meetings:
        for part in meeting.parts:
            for day in part.days:
                entries.setdefault(day, []).append(Entry(meeting, part))
    for found in entries.values():
        found.sort(key=lambda entry: (entry.part.start, entry.meeting.title))

    def drawn(day: date) -> Day:
        inside = (day.year, day.month) == (year, number)
        shown = entries.get(day, ()) if inside and day >= today else ()
        return Day(day, inside, day == today, tuple(shown))

    return [
        [drawn(day) for day in week]
        for week in Weeks().monthdatescalendar(year, number)
    ]


def months_with_sessions(results: SearchResults, today: date) -> dict[str, int]:
    """How many sessions each month holds, whichever month is shown."""
    current = periods.month_of(today)
    values = next((f.values for f in results.facets if f.key == PERIOD), ())
    found = {v.value: v.count for v in values if periods.is_month(v.value)}
    return {month: found[month] for month in sorted(found) if month >= current}


def of_offer(query: SearchQuery, offer: str) -> str:
    """The same calendar for the other people."""
    return address(choosing(query, OFFER, [offer]))


def without_page(query: SearchQuery) -> str:
    """The parameters of ``query`` for another view of the same sessions."""
    return address(replace(query, page=1))
