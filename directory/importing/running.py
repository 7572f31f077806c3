"""A file of organisations → the directory: each row created, changed or rejected."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import reset_queries
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory.importing.columns import COLUMNS
from directory.importing.kinds_of import Meaning, kinds_in_name, kinds_meant
from directory.importing.known import Entry, Known
from directory.importing.records import ActorRecord, read_actor
from directory.importing.vocabulary import Vocabulary
from directory.importing.writers import Change, Writer
from directory.models import DirectoryIndexPage
from portal.core.imports.columns import UnknownColumns
from portal.core.imports.kinds import ImportRequest
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.imports.tables import Table, TableRecord, open_table

logger = logging.getLogger(__name__)

BATCH = 50
# Records looked at for the kinds that their names tell, where no column does.
LOOKED_AT = 1000


@dataclass
class _Import:
    request: ImportRequest
    report: ImportReport
    parent: Page
    writer: Writer
    default: Meaning
    known: Known = field(default_factory=Known)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    waiting: dict[int, Change] = field(default_factory=dict)  # by id of the entry

    def take(self, row: TableRecord) -> None:
        record = read_actor(
            row,
            self.report,
            self.vocabulary,
            default=self.default,
            source=self.request.options.get("source", ""),
        )
        if record is None:
            return
        entry = self.known.find(record)
        if entry.line:
            self._take_again(entry, record)
        else:
            entry.line, entry.told = record.line, frozenset(record.kinds)
            self.waiting[id(entry)] = Change(entry, record)
        if len(self.waiting) >= BATCH:
            self.flush()

    def _take_again(self, entry: Entry, record: ActorRecord) -> None:
        """A row on an organisation that this file told before: other kinds of it."""
        if entry.told.issuperset(record.kinds):
            message = _(
                "The same organisation and kind stand on line %(line)d already."
            )
            name, value = (
                ("siret", record.siret) if record.siret else ("name", record.name)
            )
            self.report.reject(record.line, name, value, message % {"line": entry.line})
            return
        entry.told |= frozenset(record.kinds)
        change = self.waiting.setdefault(id(entry), Change(entry))
        change.more.append(record)

    def flush(self) -> None:
        changes = list(self.waiting.values())
        self.waiting.clear()
        self.writer.write(changes)
        reset_queries()  # kept in memory while debugging


def import_actors(request: ImportRequest) -> ImportReport:
    """Import the organisations of a table. Options: ``parent`` (key of the page to put
    new ones under), ``publish`` ("1"), ``type`` and ``source`` where rows tell none.

    Raise ``ImportRefused`` when nothing can be imported.
    """
    size = request.file.seek(0, io.SEEK_END)
    request.file.seek(0)
    parent = parent_of(request.options.get("parent", ""), request.user)
    default = _default_kind(request.options.get("type", ""))
    table = open_table(request.file, COLUMNS, request.places)
    if not default.kinds:
        _check_kinds_are_told(table, request)
        request.file.seek(0)
        table = open_table(request.file, COLUMNS, request.places)
    report = ImportReport(
        request.name,
        table.encoding,
        table.delimiter,
        dry_run=request.dry_run,
        headings=table.headings,
        places=dict(table.places),
    )
    publish = request.options.get("publish") == "1"
    writer = Writer(report, parent, request.user, publish=publish, dry=request.dry_run)
    work = _Import(request, report, parent, writer, default)
    for row in _until_interrupted(table.records(report), report):
        work.take(row)
        request.on_progress(min(request.file.tell(), size), size)
    work.flush()
    request.on_progress(size, size)
    return report


def _until_interrupted(
    rows: Iterator[TableRecord], report: ImportReport
) -> Iterator[TableRecord]:
    try:
        yield from rows
    except KeyboardInterrupt:
        message = _("Interrupted: run it again, nothing is done twice.")
        report.reject(report.read + 1, "", "", message)


def parent_of(key: str, user: AbstractBaseUser | None) -> Page:
    """The page under which new organisations are put. Raise ``ImportRefused``."""
    pages = DirectoryIndexPage.objects.filter(
        locale__language_code=settings.LANGUAGE_CODE
    )
    found = (
        pages.filter(pk=key).first()
        if key.isdecimal()
        else pages.order_by("depth", "path").first()
    )
    if found is None:
        raise ImportRefused(
            _("There is no directory in French to put the organisations in.")
        )
    if user is not None and not found.permissions_for_user(user).can_add_subpage():
        raise ImportRefused(_("You may not add organisations there."))
    return found


def _default_kind(text: str) -> Meaning:
    if not text:
        return Meaning()
    meaning, unknown = kinds_meant(text)
    if unknown or not meaning.kinds:
        raise ImportRefused(_("Unknown kind: “%(type)s”.") % {"type": text})
    return meaning


def _check_kinds_are_told(table: Table, request: ImportRequest) -> None:
    """Without a column of kinds, names must tell them: "GEIQ …"."""
    if {"type", "type_label"} & set(table.places.values()):
        return
    scratch = ImportReport(request.name, table.encoding)
    rows = islice(table.records(scratch), LOOKED_AT)
    if any(
        kinds_in_name(row["name"], row["trade_name"], row["parent"]).kinds
        for row in rows
    ):
        return
    raise UnknownColumns(
        _(
            "None of the columns of this file tells the kind of the organisations."
            " Name it “type”, or choose one kind for the whole file."
        ),
        table.headings,
    )
