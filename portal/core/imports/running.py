"""Runs the imports of the admin: at once when they are small, else by the worker."""

import logging
import time
from dataclasses import asdict
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.imports.kinds import ImportRequest, kind_named
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.models import ImportRun

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=1)
TOLD_EVERY = 1.0  # seconds
# Bytes: some 300 lines, which nobody waits for.
SMALL = 60_000


def run_next() -> int:
    """Run the import that waits longest, in this thread; return how many were run."""
    for run in ImportRun.objects.waiting().defer("content")[:5]:
        if run.lease(LEASE):
            execute(run)
            return 1
    return 0


def run_if_small(run: ImportRun) -> None:
    """Spare the wait for the worker."""
    if len(run.content) <= SMALL and run.lease(LEASE):
        execute(run)


def execute(run: ImportRun) -> None:
    """Check or import the file of ``run``, whose lease the caller has."""
    writes = run.state == ImportRun.State.TO_WRITE
    with override(run.language):
        try:
            report = _report_of(run, dry_run=not writes)
        except ImportRefused as refusal:
            headings = list(getattr(refusal, "headings", ()))
            run.end(run.State.REFUSED, refusal=str(refusal), report=_read(headings))
        except Exception:
            logger.exception("The import %s stopped", run.pk)
            run.end(run.State.REFUSED, refusal=_stopped())
        else:
            kept = {"content": b""} if writes else {}
            state = run.State.DONE if writes else run.State.CHECKED
            run.end(state, report=as_data(report), **kept)


def _report_of(run: ImportRun, *, dry_run: bool) -> ImportReport:
    kind = kind_named(run.kind)
    if kind is None or not kind.may_use(run.user) or not run.content:
        raise ImportRefused(_("This file cannot be imported any more: bring it again."))
    places = run.places
    return kind.run(
        ImportRequest(
            BytesIO(run.content),
            run.file_name,
            user=run.user,
            options=run.options,
            places=None if places is None else {int(n): k for n, k in places.items()},
            dry_run=dry_run,
            on_progress=_Progress(run),
        )
    )


class _Progress:
    """Tells how far it is and keeps the lease, now and then."""

    def __init__(self, run: ImportRun) -> None:
        self._row = ImportRun.objects.filter(pk=run.pk)
        self._next = time.monotonic() + TOLD_EVERY

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + TOLD_EVERY
        leased_until = timezone.now() + LEASE
        self._row.update(done=done, total=total, leased_until=leased_until)


def as_data(report: ImportReport) -> dict[str, Any]:
    """All that a report tells, to be kept as JSON."""
    logs = ("rejected", "warnings", "changes")
    counts = ("read", "created", "updated", "unchanged", "encoding", "delimiter")
    return {
        **{name: getattr(report, name) for name in counts},
        **{name: [asdict(entry) for entry in getattr(report, name)] for name in logs},
        "headings": list(report.headings),
        "places": {str(place): key for place, key in report.places.items()},
    }


def _read(headings: list[str]) -> dict[str, Any]:
    return {"headings": headings, "places": {}} if headings else {}


def _stopped() -> str:
    return _(
        "The import stopped for a reason of ours. What was imported stays: bring the"
        " file again, nothing is done twice."
    )
