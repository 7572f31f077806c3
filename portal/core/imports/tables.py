"""A table in a file, .csv or .xlsx, as records that tell where they stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.core.imports.columns import Columns, Places
from portal.core.imports.delimited import read_delimited
from portal.core.imports.report import ImportReport
from portal.core.imports.rows import RawTable
from portal.core.imports.sheets import is_spreadsheet, read_sheet


@dataclass(frozen=True)
class TableRecord:
    """The cells of a row by the key of their column; an empty cell is "".

    ``line`` is where it starts in the file, the headings being line 1.
    """

    line: int
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


@dataclass(frozen=True)
class Table:
    """What was understood of a file; its records can be read once."""

    encoding: str
    delimiter: str | None
    headings: tuple[str, ...]
    places: Places
    _raw: RawTable

    def records(self, report: ImportReport) -> Iterator[TableRecord]:
        """The records that can be read; each row is counted in ``report``, where those
        that cannot are rejected."""
        beyond = len(self.headings)
        for row in self._raw.rows:
            if row.is_blank:
                continue
            report.read += 1
            if row.fault:
                report.reject(row.line, "", "", row.fault)
                continue
            if extra := [cell for cell in row.cells[beyond:] if cell]:
                message = _("More cells than headings: what is beyond is left out.")
                report.warn(row.line, "", " ".join(extra), message)
            cells = {
                key: row.cells[place]
                for place, key in self.places.items()
                if place < len(row.cells)
            }
            yield TableRecord(row.line, cells)


def open_table(file: BinaryIO, columns: Columns, places: Places | None = None) -> Table:
    """The table in ``file``, its columns known by their names or given as ``places``.

    Raise ``ImportRefused`` when nothing of it can be read, and ``UnknownColumns`` when
    the headings lack what each record needs.
    """
    read = read_sheet if is_spreadsheet(file) else read_delimited
    raw = read(file, columns)
    found = columns.recognise(raw.headings) if places is None else dict(places)
    columns.check(found, raw.headings)
    return Table(raw.encoding, raw.delimiter, raw.headings, found, raw)
