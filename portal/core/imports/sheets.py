"""Tables in spreadsheets (.xlsx), read row by row.

Such a file is an archive: what it claims to unfold into is looked at before any of it
is. Formulas are never computed: the value that was saved with them is read.
"""

import logging
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from portal.core.imports.columns import Columns
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.rows import RawRow, RawTable, known_headings
from portal.core.markup.characters import one_line

logger = logging.getLogger(__name__)

ARCHIVE = b"PK\x03\x04"
MOST_UNFOLDED = 40 * 1024 * 1024  # bytes: some 200,000 cells
MOST_FILES = 1000
MOST_COLUMNS = 200
MOST_BLANK_ROWS = 10_000
MACROS = "vbaProject.bin"


def is_spreadsheet(file: BinaryIO) -> bool:
    head = file.read(len(ARCHIVE))
    file.seek(0)
    return head == ARCHIVE


def read_sheet(file: BinaryIO, columns: Columns) -> RawTable:
    """The sheet of ``file`` whose headings are best known, the first of equals.

    Raise ``ImportRefused`` when the file is none that can be read safely.
    """
    _look_into(file)
    best: RawTable | None = None
    for rows in _sheets(file):
        headings = next((row for row in rows if not row.is_blank), None)
        if headings is None or headings.fault:
            continue
        table = RawTable("xlsx", None, headings.cells, rows)
        if best is None or known_headings(columns, table.headings) > known_headings(
            columns, best.headings
        ):
            best = table
    if best is None:
        raise ImportRefused(_("The file is empty."))
    return best


def _look_into(file: BinaryIO) -> None:
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable() from error
    names = {entry.filename for entry in entries}
    if sum(e.file_size for e in entries) > MOST_UNFOLDED or len(names) > MOST_FILES:
        raise ImportRefused(
            _(
                "This spreadsheet is too large once unfolded. Keep only the rows to"
                " import, or save it as .csv."
            )
        )
    if any(name.endswith(MACROS) for name in names):
        raise ImportRefused(
            _("This spreadsheet holds macros. Save it as .xlsx, which has none.")
        )
    if "xl/workbook.xml" not in names:
        raise _unreadable()
    file.seek(0)


def _unreadable() -> ImportRefused:
    return ImportRefused(
        _(
            "This file is neither text nor a spreadsheet that can be read. Save it as"
            " .xlsx or .csv."
        )
    )


def _sheets(file: BinaryIO) -> Iterator[Iterator[RawRow]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, left out
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        # Whatever a hostile archive makes its reader do.
        logger.warning("A spreadsheet cannot be opened: %r", error)
        raise _unreadable() from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            yield _rows(sheet)


def _rows(sheet: Any) -> Iterator[RawRow]:
    sheet.reset_dimensions()  # some programs write wrong ones
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    number, blank = 0, 0
    while blank < MOST_BLANK_ROWS:
        number += 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                values = next(rows, None)
        except Exception as error:
            logger.warning("A spreadsheet cannot be read on: %r", error)
            logger.debug("Because", exc_info=True)
            fault = _("The spreadsheet is damaged from here on.")
            yield RawRow(number, fault=fault)
            return
        if values is None:
            return
        row = RawRow(number, tuple(_text(value) for value in values))
        blank = blank + 1 if row.is_blank else 0
        yield row


def _text(value: Any) -> str:
    """A cell as a person would write it in a text file."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.replace(microsecond=0).isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case _:
            return one_line(str(value))
