"""What the worker does again and again; each returns how many rows it dealt with."""

import logging
from datetime import datetime, time, timedelta

from django.utils import timezone
from post_office import mail

from directory.contacts import withdraw_lapsed
from portal.core.imports.running import run_next
from portal.core.models import ImportRun
from portal.operations.models import Job
from search.engines import current_engine
from search.engines.base import EngineUnavailable
from search.indexing.dates import mark_passed_dates
from search.indexing.drain import BATCH, drain, pending_entries
from search.indexing.rebuild import rebuild_index
from search.models import SearchEntry

logger = logging.getLogger(__name__)

RECHECK = "recheck"
MAILS = "mails"
# Longer than the slowest mail: what a killed worker holds waits no longer than this.
MAIL_LEASE = timedelta(minutes=2)
RECHECK_LEASE = timedelta(minutes=10)


class Waiting(Exception):
    """There is work, and it cannot be done now: no fault, try again later."""


def bring_index_up_to_date() -> int:
    applied = drain(limit=5 * BATCH)
    if not applied and pending_entries(1):
        raise Waiting
    return applied


def rebuild_index_if_needed() -> int:
    """Make the index again when it is gone, or of another form than this release's."""
    engine = current_engine()
    if not engine.health().needs_rebuild or not SearchEntry.objects.exists():
        return 0
    logger.warning("The index must be made again: %s", engine.health().detail)
    try:
        rebuild_index(engine)
    except EngineUnavailable as error:
        logger.warning("The index is not made again: %s", error)
        raise Waiting from error
    return 0


def recheck_passed_dates() -> int:
    """Once a day, mark the entries whose date has passed, for the drain to redo, forget
    files and reports of imports, and withdraw persons whom nobody asked again."""
    if not Job.take(RECHECK, lease=RECHECK_LEASE):
        return 0
    today = timezone.localdate()
    passed = mark_passed_dates(today)
    ImportRun.objects.forget_old()
    withdraw_lapsed(today)
    tomorrow = datetime.combine(today + timedelta(days=1), time.min)
    Job.give_back(RECHECK, due_at=timezone.make_aware(tomorrow))
    return passed


def run_one_import() -> int:
    """Check or import the next file that someone brought in the admin."""
    return run_next()


def send_one_mail() -> int:
    """Send the next mail that waits, and note what became of it before the next one:
    a worker killed meanwhile sends at most that one twice."""
    if not mail.get_queued().exists() or not Job.take(MAILS, lease=MAIL_LEASE):
        return 0
    try:
        return sum(mail.send_queued())
    finally:
        Job.give_back(MAILS)
