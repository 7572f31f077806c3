"""What became of each record of a file: for scripts as JSON, for people in words."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.markup.characters import one_line

SHOWN = 50
EXAMPLES = 5
_IN_MEMORY = 256 * 1024

Write = Callable[[str], Any]


class Outcome(StrEnum):
    """What became of a record that was not rejected."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Entry:
    """One thing to know of a record; ``line`` is where the record starts."""

    line: int
    field: str
    value: str
    message: str


class EntryLog:
    """Entries in their order, on disk when they are many."""

    def __init__(self) -> None:
        self._count = 0
        self._file: IO[str] = SpooledTemporaryFile(  # noqa: SIM115 - lives as we do
            _IN_MEMORY, mode="w+", encoding="utf-8"
        )

    def __del__(self) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Entry]:
        self._file.seek(0)
        for line in self._file:
            yield Entry(**json.loads(line))
        self._file.seek(0, 2)

    def add(self, entry: Entry) -> None:
        self._file.write(json.dumps(asdict(entry)) + "\n")
        self._count += 1


@dataclass
class ImportReport:
    """Counts records; every record read is created, updated, unchanged or rejected.

    ``changes`` tell which records were created or updated (``field`` is the outcome,
    ``value`` the name of the record, ``message`` what changes): people look at them
    before they confirm. ``headings`` and ``places`` say how a table was understood.
    """

    file: str
    encoding: str
    delimiter: str | None = None
    dry_run: bool = False
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: EntryLog = field(default_factory=EntryLog)
    warnings: EntryLog = field(default_factory=EntryLog)
    changes: EntryLog = field(default_factory=EntryLog)
    headings: tuple[str, ...] = ()
    places: dict[int, str] = field(default_factory=dict)

    def count(
        self, outcome: Outcome, line: int, name: object, message: str = ""
    ) -> None:
        """Count a record that was dealt with; ``message`` says what changes."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        if outcome is not Outcome.UNCHANGED:
            self.changes.add(Entry(line, outcome.value, _shown(name), message))

    def reject(self, line: int, name: str, value: object, message: str) -> None:
        self.rejected.add(Entry(line, name, _shown(value), message))

    def warn(self, line: int, name: str, value: object, message: str) -> None:
        self.warnings.add(Entry(line, name, _shown(value), message))

    @property
    def exit_status(self) -> int:
        return 1 if self.rejected else 0

    def write_json(self, write: Write) -> None:
        """Write one JSON object, an entry at a time."""
        counts = ("read", "created", "updated", "unchanged")
        head = {name: getattr(self, name) for name in ("file", "encoding", "delimiter")}
        head |= {name: getattr(self, name) for name in counts}
        write(json.dumps(head)[:-1])
        for name in ("rejected", "warnings"):
            write(f', "{name}": [')
            for place, entry in enumerate(getattr(self, name)):
                write((", " if place else "") + json.dumps(asdict(entry)))
            write("]")
        write(f', "dry_run": {json.dumps(self.dry_run)}}}\n')

    def write_words(self, write: Write, label_of: Callable[[str], str] = str) -> None:
        """Write the same for a person, what is alike together; ``label_of`` gives the
        words for the fields that are named."""
        if self.dry_run:
            write(_("Dry run: nothing was written."))
        write(
            _("%(file)s (%(encoding)s): %(count)d records read.")
            % {"file": self.file, "encoding": self.encoding, "count": self.read}
        )
        write(
            _(
                "Created: %(created)d. Updated: %(updated)d. Unchanged: %(unchanged)d."
                " Rejected: %(rejected)d."
            )
            % {
                "created": self.created,
                "updated": self.updated,
                "unchanged": self.unchanged,
                "rejected": self.read - self.created - self.updated - self.unchanged,
            }
        )
        self._write_entries(write, _("Rejected lines"), self.rejected, label_of)
        self._write_entries(write, _("To look at"), self.warnings, label_of)

    def _write_entries(
        self,
        write: Write,
        heading: str,
        entries: EntryLog,
        label_of: Callable[[str], str],
    ) -> None:
        if not entries:
            return
        write("")
        write(heading)
        left_out = 0
        groups: dict[tuple[str, str], list[Entry]] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for entry in entries:
            group = label_of(entry.field), entry.message
            if group not in groups and len(groups) == SHOWN:
                left_out += 1
                continue
            counts[group] += 1
            if counts[group] <= EXAMPLES:
                groups.setdefault(group, []).append(entry)
        for group, examples in groups.items():
            write("  " + " – ".join(filter(None, group)))
            lines = "; ".join(_example(entry) for entry in examples)
            write(f"    {_and_more(lines, counts[group] - len(examples))}")
        if left_out:
            write("  " + _("The report in full: --json"))


def _example(entry: Entry) -> str:
    place = _("line %(line)d") % {"line": entry.line}
    return f"{place} ({entry.value})" if entry.value else place


def _and_more(lines: str, more: int) -> str:
    if not more:
        return lines
    return ngettext(
        "%(lines)s and %(count)d other", "%(lines)s and %(count)d others", more
    ) % {"lines": lines, "count": more}


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else "" if value is None else repr(value)
    return Truncator(one_line(text[:1000])).chars(120)
