"""A file of JSON lines → pages, in little memory whatever its size."""

from collections.abc import Callable
from pathlib import Path

from django.db import reset_queries
from django.utils.translation import gettext as _

from portal.core.imports.encodings import Encoding, UnreadableLine, survey
from portal.core.imports.lines import LONGEST, Line, chunks, split_lines
from portal.core.imports.opening import opened
from portal.core.imports.parents import page_at
from portal.core.imports.report import ImportReport
from portal.operations.importing.pages import PageImporter
from portal.operations.importing.places import Places
from portal.operations.importing.records import read_record

Progress = Callable[[int, int], None]  # bytes read, of how many


def import_pages(
    path: str,
    *,
    parent: str = "",
    publish: bool = False,
    dry_run: bool = False,
    on_progress: Progress = lambda done, total: None,
) -> ImportReport:
    """Import the file at ``path`` and return the report of it.

    Raises ``ImportRefused`` when nothing can be imported.
    """
    places = Places(page_at(parent) if parent else None)
    with opened(path) as file:
        encoding = survey(file)
        total = file.seek(0, 2)
        file.seek(0)
        report = ImportReport(Path(path).name, encoding.name, dry_run=dry_run)
        importer = PageImporter(report, places, publish=publish, dry_run=dry_run)
        for line in split_lines(encoding.narrow(chunks(file))):
            try:
                _take(line, encoding, importer)
                reset_queries()  # kept in memory while debugging
                on_progress(file.tell(), total)
            except KeyboardInterrupt:
                message = _("Interrupted: run it again, nothing is done twice.")
                report.reject(line.number, "", "", message)
                break
    return report


def _take(line: Line, encoding: Encoding, importer: PageImporter) -> None:
    report = importer.report
    if not line.data.strip() and not line.too_long:
        return
    report.read += 1
    if line.too_long:
        message = _("The line is longer than %(count)d MB: left out.")
        report.reject(line.number, "", "", message % {"count": LONGEST // 1024**2})
        return
    try:
        text, mixed = encoding.read(line.data)
    except UnreadableLine:
        message = _("The encoding is wrong: this line is not in %(name)s.")
        start = line.data[:120].decode("ascii", errors="replace")
        report.reject(line.number, "", start, message % {"name": encoding.name})
        return
    if mixed:
        message = _("The encoding of this line is UTF-8, that of the file %(name)s.")
        report.warn(line.number, "", "", message % {"name": encoding.name})
    if record := read_record(text, line.number, report):
        importer.take(record)
