"""A file of JSON lines → pages, in little memory whatever its size."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.db import reset_queries
from django.utils.translation import gettext as _

from portal.core.imports.encodings import Encoding, UnreadableLine, survey
from portal.core.imports.lines import LONGEST, Line, chunks, split_lines
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.operations.importing.pages import PageImporter
from portal.operations.importing.places import Places, page_at
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
    with _opened(path) as file:
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


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    """The file, or a copy of what comes through a pipe: it is read twice."""
    try:
        with Path(path).open("rb") as file:
            if file.seekable():
                yield file
                return
            with tempfile.TemporaryFile() as copy:
                shutil.copyfileobj(file, copy)
                copy.seek(0)
                yield copy
    except (OSError, ValueError) as error:
        message = _("The file “%(path)s” cannot be read: %(reason)s.")
        raise ImportRefused(
            message % {"path": path, "reason": _reason(error)}
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return _("there is no such file")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, PermissionError):
        return _("you are not allowed to")
    return getattr(error, "strerror", None) or _("this is no path")
