"""The events of a calendar file, each on its own, so that a broken one spoils no other.

Lines are unfolded as bytes: a fold may stand in the middle of a letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.imports.encodings import UTF_8, Encoding, UnreadableLine, survey
from portal.core.imports.lines import chunks, split_lines
from portal.core.imports.refusals import ImportRefused

MOST_LINES = 2000  # of one event, once unfolded
LONGEST_LINE = 256 * 1024  # bytes
MOST_ZONES = 50


@dataclass(frozen=True)
class Block:
    """The lines of a component; with a ``fault`` they are not to be read."""

    line: int
    text: str = ""
    fault: str = ""


@dataclass(frozen=True)
class CalendarFile:
    encoding: str
    events: list[Block]
    zones: list[Block]
    method: str = ""


def read_blocks(file: BinaryIO) -> CalendarFile:
    """The events of ``file`` in their order; raise ``ImportRefused`` for a file that is
    no calendar."""
    encoding = _encoding(file)
    reader = _Reader(encoding)
    for number, data in _unfolded(file, encoding):
        reader.take(number, data)
    reader.end()
    if not reader.is_calendar:
        raise ImportRefused(
            _("This file is no calendar: it does not begin with BEGIN:VCALENDAR.")
        )
    return CalendarFile(encoding.name, reader.events, reader.zones, reader.method)


def _encoding(file: BinaryIO) -> Encoding:
    """UTF-8 as the standard asks, whatever folds did to letters; else what it seems."""
    found = survey(file)
    if found.is_wide:
        return found
    whole = b"".join(data for _number, data in _unfolded(file, found))
    file.seek(0)
    try:
        whole.decode(UTF_8)
    except UnicodeDecodeError:
        return found
    return Encoding(UTF_8)


def _unfolded(file: BinaryIO, encoding: Encoding) -> Iterator[tuple[int, bytes]]:
    """Lines with those that continue them, each with the number where it starts."""
    number, kept = 0, bytearray()
    for line in split_lines(encoding.narrow(chunks(file))):
        if line.data[:1] in (b" ", b"\t") and number:
            if len(kept) <= LONGEST_LINE:
                kept += line.data[1:]
            continue
        if number:
            yield number, bytes(kept)
        number, kept = line.number, bytearray(line.data)
        if line.too_long:
            kept += b"x" * (LONGEST_LINE + 1)
    if number:
        yield number, bytes(kept)


class _Reader:
    """Cuts lines into components; those inside an event, such as alarms, are left."""

    def __init__(self, encoding: Encoding) -> None:
        self.events: list[Block] = []
        self.zones: list[Block] = []
        self.method = ""
        self.is_calendar = False
        self._encoding = encoding
        self._open = ""  # the component that is read, VEVENT or VTIMEZONE
        self._start = 0
        self._inside: list[str] = []
        self._lines: list[str] = []
        self._fault = ""

    def take(self, number: int, data: bytes) -> None:
        if not data.strip():
            return
        try:
            text = self._encoding.read(data)[0] if len(data) <= LONGEST_LINE else None
        except UnreadableLine:
            text = None
        if text is None:
            self._fault = self._fault or _(
                "One of its lines is too long or unreadable."
            )
            return
        name, _colon, value = text.partition(":")
        name, value = name.strip().upper(), value.strip().upper()
        match name, value:
            case "BEGIN", "VCALENDAR":
                self.end()
                self.is_calendar = True
            case "BEGIN", "VEVENT" | "VTIMEZONE" if not self._open or value == "VEVENT":
                self._begin(number, value)
            case "BEGIN", _ if self._open:
                self._inside.append(value)
                self._keep(text)
            case "END", _ if self._inside and self._open:
                self._keep(text)
                self._inside.pop()
            case "END", _ if value == self._open:
                self._close()
            case "METHOD", _ if not self._open:
                self.method = value
            case _ if self._open:
                self._keep(text)

    def _begin(self, number: int, name: str) -> None:
        self.end()
        self._open, self._start = name, number
        self._inside, self._lines, self._fault = [], [], ""

    def _keep(self, text: str) -> None:
        if self._open == "VEVENT" and self._inside:
            return
        if len(self._lines) >= MOST_LINES:
            self._fault = _("It is too long.")
            return
        self._lines.append(text)

    def _close(self) -> None:
        name = self._open
        lines = [f"BEGIN:{name}", *self._lines, f"END:{name}", ""]
        block = Block(self._start, "\r\n".join(lines), self._fault)
        if name == "VEVENT":
            self.events.append(block)
        elif len(self.zones) < MOST_ZONES and not block.fault:
            self.zones.append(block)
        self._open = ""

    def end(self) -> None:
        """What is still open was never closed."""
        if self._open == "VEVENT":
            fault = _("The event begins here and does not end: END:VEVENT is missing.")
            self.events.append(Block(self._start, fault=fault))
        self._open = ""
