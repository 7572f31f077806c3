"""Events of a calendar file → sessions as it tells them."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any, BinaryIO, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Event, Timezone
from icalendar.error import BrokenCalendarProperty

from portal.core.imports.report import ImportReport
from portal.core.markup.characters import lines_of, one_line
from training.enums import Modality, SessionStatus
from training.importing.event_blocks import Block, CalendarFile, read_blocks
from training.importing.records import SessionRecord, safe_uid
from training.importing.recurrences import (
    MOST,
    UnknownRecurrence,
    as_shown,
    starts,
)
from training.moments import PARIS, Clock, Part, SkippedHour, in_paris

logger = logging.getLogger(__name__)

_STATUSES = {
    "CANCELLED": SessionStatus.CANCELLED,
    "TENTATIVE": SessionStatus.ANNOUNCED,
}
_LAST_VERSION = 2**31 - 1_000  # a column's most, with room for changes
_REMOTE = re.compile(
    r"https?://|\b(?:à distance|distanciel|en ligne|visio\w*|webinaire|teams|zoom)\b",
    re.I,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


class UnreadableEvent(ValueError):
    """What is wrong with an event, and in which of its properties."""

    def __init__(self, field: str, message: str, value: str = "") -> None:
        super().__init__(message)
        self.field, self.value = field, value


class CalendarReader:
    """Reads the events of ``file``; each is counted in ``report``, where those that
    cannot be read are rejected. Raises ``ImportRefused``."""

    def __init__(self, file: BinaryIO, report: ImportReport) -> None:
        self._file: CalendarFile = read_blocks(file)
        self.report = report
        report.encoding = self._file.encoding
        self._zones = dict(_zones(self._file.zones))
        self._today = timezone.localdate()

    def events(self) -> list[list[SessionRecord]]:
        """The sessions of each event, one but for recurrences, in the file's order;
        half-days of a session stand with the first."""
        parsed = [
            (block, event)
            for block in self._file.events
            if (event := self._parse(block))
        ]
        moved = {
            (_text(event, "UID"), _stamp(instance))
            for _block, event in parsed
            if (instance := _value(event, "RECURRENCE-ID"))
        }
        found: dict[str, list[SessionRecord]] = {}
        for place, (block, event) in enumerate(parsed):
            try:
                records = list(self._read(block.line, event, moved))
            except UnreadableEvent as fault:
                self.report.reject(block.line, fault.field, fault.value, str(fault))
                continue
            except Exception as error:
                logger.info("An event cannot be read", exc_info=True)
                self._unreadable(block, error)
                continue
            if not records:
                self.report.reject(block.line, "RRULE", "", _no_date())
                continue
            whole = found.get(_text(event, "RELATED-TO"))
            if (
                whole
                and len(whole) == len(records) == 1
                and _is_half_day(records[0], whole[0])
            ):
                whole[0] = _joined(whole[0], records[0])
            else:
                found[records[0].uid or f" {place}"] = records
        return list(found.values())

    def _parse(self, block: Block) -> Event | None:
        self.report.read += 1
        if block.fault:
            self.report.reject(block.line, "", "", block.fault)
            return None
        try:
            return cast(Event, Event.from_ical(block.text))
        except Exception as error:
            logger.info("An event cannot be read", exc_info=True)
            self._unreadable(block, error)
            return None

    def _unreadable(self, block: Block, error: Exception) -> None:
        """Whatever a hostile event makes its reader do, the others are read."""
        message = _("The event cannot be read: %(reason)s.")
        reason = one_line(str(error))[:100]
        self.report.reject(block.line, "", "", message % {"reason": reason})

    def _read(
        self, line: int, event: Event, moved: set[tuple[str, str]]
    ) -> Iterator[SessionRecord]:
        record = self._record(line, event)
        uid = _text(event, "UID")
        if "RECURRENCE-ID" in event:
            instance = _value(event, "RECURRENCE-ID")
            if instance is None:
                raise UnreadableEvent("RECURRENCE-ID", _("It is no date."))
            yield replace(record, uid=safe_uid(f"{record.uid}.{_stamp(instance)}"))
            return
        if "RRULE" not in event and "RDATE" not in event:
            yield record
            return
        zone = self._zone(line, event) if not record.all_day else PARIS
        first = as_shown(record.parts[0].start, zone)
        length = record.parts[0].end - record.parts[0].start
        try:
            occurrences, more = starts(event, first, zone, self._today)
        except (UnknownRecurrence, ValueError, TypeError, AttributeError) as error:
            message = (
                str(error)
                if isinstance(error, UnknownRecurrence)
                else _("This recurrence cannot be read: write its dates one by one.")
            )
            raise UnreadableEvent("RRULE", message) from error
        if more:
            message = _("Only the first %(count)d dates of this recurrence are read.")
            self.report.warn(line, "RRULE", "", message % {"count": MOST})
        for start in occurrences:
            stamp = _stamp(
                start.replace(tzinfo=zone) if not record.all_day else start.date()
            )
            if (uid, stamp) in moved:
                continue
            if part := self._occurrence(line, start, zone, length, record.all_day):
                yield replace(
                    record, uid=safe_uid(f"{record.uid}.{stamp}"), parts=(part,)
                )

    def _occurrence(
        self, line: int, start: datetime, zone: tzinfo, length: timedelta, all_day: bool
    ) -> Part | None:
        moment = start.replace(tzinfo=zone)
        if as_shown(moment.astimezone(UTC), zone) != start:
            self.report.warn(line, "RRULE", str(start), str(SkippedHour(start).message))
            return None
        if all_day:
            days = max(1, round(length / timedelta(days=1)))
            return Part(in_paris(start), in_paris(start + timedelta(days=days)))
        utc = moment.astimezone(UTC)
        return Part(utc, utc + length)

    def _record(self, line: int, event: Event) -> SessionRecord:
        start, all_day = self._moment(line, event, "DTSTART")
        end = self._end(line, event, start, all_day)
        if end <= start:
            raise UnreadableEvent(
                "DTEND", _("The end comes after the start. Check the two times.")
            )
        record = SessionRecord(
            line,
            (Part(start, end),),
            uid=safe_uid(_text(event, "UID")),
            sequence=_version(event),
            course=one_line(_text(event, "SUMMARY"))[:250],
            all_day=all_day,
            description=lines_of(_text(event, "DESCRIPTION"))[:20_000],
        )
        record.fields.update(self._fields(event))
        return record

    def _fields(self, event: Event) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if place := one_line(_text(event, "LOCATION"))[:200]:
            if _REMOTE.search(place):
                found["modality"] = Modality.REMOTE
                if address := _ADDRESS.search(place):
                    found["remote_url"] = address[0][:200]
            else:
                found["place"] = place
        status = _text(event, "STATUS").upper()
        if self._file.method == "CANCEL":
            status = "CANCELLED"
        if status in _STATUSES:
            found["status"] = _STATUSES[status]
        url = one_line(_text(event, "URL"))
        if _ADDRESS.fullmatch(url) and "#session-" not in url and len(url) <= 500:
            found["registration_url"] = url
        return found

    def _end(self, line: int, event: Event, start: datetime, all_day: bool) -> datetime:
        if "DTEND" in event:
            end, end_is_day = self._moment(line, event, "DTEND")
            if end_is_day != all_day:
                message = _("The start and the end are not written alike.")
                raise UnreadableEvent("DTEND", message)
            # Many programs end a day on itself, where the standard says the next one.
            if not (all_day and end == start):
                return end
        length = _value(event, "DURATION", "td")
        if isinstance(length, timedelta):
            return start + length
        if all_day:
            return in_paris(as_shown(start, PARIS) + timedelta(days=1))
        raise UnreadableEvent(
            "DTEND", _("The end is missing: give the event an end or a length.")
        )

    def _moment(self, line: int, event: Event, name: str) -> tuple[datetime, bool]:
        """A moment in UTC, and whether it was but a day."""
        found, value = event.get(name), _value(event, name)
        if value is None:
            message = (
                _("The start is missing.") if found is None else _("It is no date.")
            )
            raise UnreadableEvent(
                name, message, "" if found is None else _text(event, name)
            )
        if not 1990 <= value.year <= 2200:
            raise UnreadableEvent(name, _("It is no date."), str(value))
        if not isinstance(value, datetime):
            return in_paris(datetime(value.year, value.month, value.day)), True
        zone = value.tzinfo or self._zone(line, event, name)
        naive = value.replace(tzinfo=None, fold=0)
        if zone is PARIS or getattr(zone, "key", "") == PARIS.key:
            try:
                # Of an hour that comes twice, the standard means the first.
                return in_paris(naive, Clock.SUMMER), False
            except SkippedHour as error:
                raise UnreadableEvent(name, error.messages[0], str(naive)) from error
        return naive.replace(tzinfo=zone).astimezone(UTC), False

    def _zone(self, line: int, event: Event, name: str = "DTSTART") -> tzinfo:
        value = _value(event, name)
        if isinstance(value, datetime) and value.tzinfo:
            return value.tzinfo
        named = str(getattr(event.get(name), "params", {}).get("TZID", ""))
        if named in self._zones:
            return self._zones[named]
        if named:
            message = _("The time zone is not known: read as that of Paris.")
            self.report.warn(line, name, named, message)
        return PARIS


def _zones(blocks: list[Block]) -> Iterator[tuple[str, tzinfo]]:
    for block in blocks:
        try:
            zone = cast(Timezone, Timezone.from_ical(block.text))
            yield str(zone["TZID"]), zone.to_tz()
        except Exception:
            # Told on the events that name it.
            logger.info("A time zone cannot be read", exc_info=True)


def _value(event: Event, name: str, kind: str = "dt") -> Any:
    """What a property holds, the first where there are several; ``None`` when it holds
    nothing that can be read."""
    found = event.get(name)
    found = found[0] if isinstance(found, list) and found else found
    try:
        value = getattr(found, kind, None)
    except (BrokenCalendarProperty, ValueError):
        return None
    return value if kind != "dt" or isinstance(value, date) else None


def _no_date() -> str:
    return _("None of the dates of this recurrence can be read.")


def _text(event: Event, name: str) -> str:
    found = event.get(name, "")
    return str(found[0] if isinstance(found, list) and found else found)


def _version(event: Event) -> int:
    """Its SEQUENCE: calendars that hold it ignore what comes with less."""
    text = _text(event, "SEQUENCE")
    known = text.isascii() and text.isdigit()
    return min(int(text[:10]), _LAST_VERSION) if known else 0


def _stamp(moment: date) -> str:
    """What names an occurrence: its first start."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y%m%d}"
    utc = moment.astimezone(UTC) if moment.tzinfo else in_paris(moment, Clock.SUMMER)
    return f"{utc:%Y%m%dT%H%MZ}"


def _is_half_day(record: SessionRecord, whole: SessionRecord) -> bool:
    return record.uid.startswith(f"{whole.uid}.") and record.all_day == whole.all_day


def _joined(whole: SessionRecord, part: SessionRecord) -> SessionRecord:
    parts = tuple(sorted((*whole.parts, *part.parts)))
    return replace(whole, parts=parts, lines=whole.lines + 1)
