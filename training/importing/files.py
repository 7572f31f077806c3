"""A file of sessions, whatever its kind → sessions, and the report of it."""

from collections.abc import Iterator
from pathlib import Path

from django.db import reset_queries
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.imports.kinds import ImportRequest
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.imports.sheets import is_spreadsheet
from portal.core.imports.tables import open_table
from training.importing.calendar_reading import CalendarReader
from training.importing.courses import Courses, parent_at
from training.importing.records import SessionRecord
from training.importing.sessions import SessionImporter
from training.importing.table_reading import COLUMNS, read_rows
from training.models import TrainingIndexPage, TrainingPage

_BEGINS = b"BEGIN:VCALENDAR"
_LOOKED_AT = 1024


def import_sessions(request: ImportRequest, *, publish: bool = False) -> ImportReport:
    """Import the sessions of a file under the page that ``request.options`` names by
    its address (``parent``) or its number (``page``).

    Raises ``ImportRefused`` when nothing can be imported.
    """
    parent = _parent(request)
    report = ImportReport(Path(request.name).name, "", dry_run=request.dry_run)
    courses = Courses(
        parent, report, publish=publish, dry_run=request.dry_run, user=request.user
    )
    importer = SessionImporter(
        report, courses, dry_run=request.dry_run, user=request.user
    )
    total = request.file.seek(0, 2)
    request.file.seek(0)
    groups = (
        _calendar(request, report) if _is_calendar(request) else _table(request, report)
    )
    for done, records in enumerate(groups, start=1):
        try:
            importer.take(records)
        except KeyboardInterrupt:
            message = _("Interrupted: run it again, nothing is done twice.")
            report.reject(records[0].line, "", "", message)
            break
        reset_queries()  # kept in memory while debugging
        request.on_progress(*_progress(request, done, groups, total))
    return report


def _parent(request: ImportRequest) -> Page:
    if number := request.options.get("page"):
        page = Page.objects.filter(pk=number).first()
        found = page.specific if page else None
        if isinstance(found, (TrainingPage, TrainingIndexPage)):
            return found
        raise ImportRefused(
            _("The course or the list of courses is not there any more.")
        )
    path = request.options.get("parent", "")
    if not path:
        raise ImportRefused(
            _("Say where: --parent, with the address of a course or a list of courses.")
        )
    return parent_at(path)


def _is_calendar(request: ImportRequest) -> bool:
    if is_spreadsheet(request.file):
        return False
    head = request.file.read(_LOOKED_AT).replace(b"\0", b"").upper()
    request.file.seek(0)
    named = request.name.lower().endswith((".ics", ".ical", ".ifb", ".icalendar"))
    return named or _BEGINS in head


def _calendar(
    request: ImportRequest, report: ImportReport
) -> list[list[SessionRecord]]:
    return CalendarReader(request.file, report).events()


def _table(
    request: ImportRequest, report: ImportReport
) -> Iterator[list[SessionRecord]]:
    table = open_table(request.file, COLUMNS, request.places)
    report.encoding, report.delimiter = table.encoding, table.delimiter
    report.headings, report.places = table.headings, dict(table.places)
    return ([record] for record in read_rows(table, report))


def _progress(
    request: ImportRequest, done: int, groups: object, total: int
) -> tuple[int, int]:
    """Records of a calendar, which is read whole; bytes of a table, read as it goes."""
    if isinstance(groups, list):
        return done, len(groups)
    return (0 if request.file.closed else min(request.file.tell(), total)), total
