"""Rows of a table as they stand in a file, before anyone knows what they tell."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.imports.columns import Columns


@dataclass(frozen=True)
class RawRow:
    """The cells of a row, as one-line texts; with a ``fault`` it has none.

    ``line`` is where the record starts in the file, the first line being 1.
    """

    line: int
    cells: tuple[str, ...] = ()
    fault: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.fault and not any(self.cells)


@dataclass(frozen=True)
class RawTable:
    """Headings and the rows after them, which can be read once."""

    encoding: str
    delimiter: str | None
    headings: tuple[str, ...]
    rows: Iterator[RawRow]


def known_headings(columns: Columns, headings: tuple[str, ...]) -> int:
    return len(columns.recognise(headings))
