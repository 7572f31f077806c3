"""Tables in text files, whatever their separator and encoding.

A quote that is opened and never closed would swallow the rest of the file: it spoils
its own line, and reading goes on with the next one.
"""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.imports.columns import Columns
from portal.core.imports.encodings import (
    Encoding,
    UnreadableLine,
    is_doubly_encoded,
    survey,
)
from portal.core.imports.lines import LONGEST, Line, chunks, split_lines
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.rows import RawRow, RawTable, known_headings
from portal.core.markup.characters import one_line

DELIMITERS = (";", ",", "\t", "|")
# Lines of one record: a text in quotes may hold some breaks.
MOST_LINES = 100
_NAMED = re.compile(r"sep=(.)")  # a first line that spreadsheets write
_SAMPLED = 1024 * 1024


class _Unclosed(Exception):
    """A quote was opened, and neither the lines after it nor the file's end close it."""


def read_delimited(file: BinaryIO, columns: Columns) -> RawTable:
    """The table in ``file``; raise ``ImportRefused`` when it is no text."""
    encoding = survey(file)
    _refuse_double_encoding(file, encoding)
    lines = _Lines(file, encoding)
    first = lines.take_filled()
    if first is None:
        raise ImportRefused(_("The file is empty."))
    named = _NAMED.fullmatch(lines.text_of(first).strip())
    if named and (after := lines.take_filled()):
        first = after
    text = lines.text_of(first)
    delimiter = named[1] if named else _delimiter(text, columns)
    lines.give_back([first])
    records = _records(lines, delimiter)
    headings = next(records)
    if headings.fault:
        raise ImportRefused(headings.fault)
    return RawTable(encoding.name, delimiter, headings.cells, records)


def _delimiter(text: str, columns: Columns) -> str:
    """The one that shows most columns that are known, or most columns."""

    def score(delimiter: str) -> tuple[int, int]:
        cells = tuple(next(csv.reader([text], delimiter=delimiter), ()))
        return known_headings(columns, cells), len(cells)

    return max(DELIMITERS, key=score)


def _refuse_double_encoding(file: BinaryIO, encoding: Encoding) -> None:
    lines = _Lines(file, encoding)
    sample: list[str] = []
    size = 0
    while size < _SAMPLED and (line := lines.take()) is not None:
        try:
            sample.append(lines.text_of(line))
        except UnreadableLine:
            continue
        size += len(line.data)
    file.seek(0)
    if is_doubly_encoded("\n".join(sample)):
        raise ImportRefused(
            _(
                "The encoding of this file is wrong: its accents were encoded twice"
                " (“Ã©” for “é”). Export it again from where it comes, in UTF-8."
            )
        )


class _Lines:
    """The lines of a file, which can be given back."""

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self._encoding = encoding
        self._source = split_lines(encoding.narrow(chunks(file)))
        self._waiting: deque[Line] = deque()

    def take(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._source, None)

    def take_filled(self) -> Line | None:
        """The next line that holds something."""
        while (line := self.take()) is not None:
            if line.data.strip() or line.too_long:
                return line
        return None

    def give_back(self, lines: list[Line]) -> None:
        self._waiting.extendleft(reversed(lines))

    def text_of(self, line: Line) -> str:
        """Its text; raise ``UnreadableLine``."""
        return self._encoding.read(line.data)[0]

    def fault_of(self, line: Line) -> str:
        """Why a line cannot be read, in words; else nothing."""
        if line.too_long:
            message = _("The line is longer than %(count)d MB: left out.")
            return message % {"count": LONGEST // 1024**2}
        try:
            self.text_of(line)
        except UnreadableLine:
            message = _("The encoding is wrong: this line is not in %(name)s.")
            return message % {"name": self._encoding.name}
        return ""


def _records(lines: _Lines, delimiter: str) -> Iterator[RawRow]:
    while (first := lines.take_filled()) is not None:
        if fault := lines.fault_of(first):
            yield RawRow(first.number, fault=fault)
            continue
        pulled = [first]

        def feed(pulled: list[Line] = pulled) -> Iterator[str]:
            yield lines.text_of(pulled[0])
            while len(pulled) < MOST_LINES:
                line = lines.take()
                if line is None:
                    break
                pulled.append(line)
                if lines.fault_of(line):
                    break
                yield "\n" + lines.text_of(line)
            raise _Unclosed

        try:
            cells = next(csv.reader(feed(), delimiter=delimiter))
        except (_Unclosed, csv.Error) as error:
            lines.give_back(pulled[1:])
            yield RawRow(first.number, fault=_fault(error))
            continue
        yield RawRow(first.number, tuple(one_line(cell) for cell in cells))


def _fault(error: Exception) -> str:
    if isinstance(error, _Unclosed):
        return _("A quotation mark is opened on this line and never closed.")
    return _("This line cannot be cut into columns: one of its cells is too long.")
