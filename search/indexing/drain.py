"""Brings the index up to the entries: the same drain in web processes, worker, commands.

Reads the version, then the object; holds no lock and no transaction while it calls the
engine; then notes the version it read, never lower. Order of events, duplicated work
and two workers change nothing.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

from django.db import connections, transaction
from django.db.models import F, Q
from django.utils import timezone

from portal.core.stamps import read_stamps
from search.engines import current_engine
from search.engines.base import Change, Engine, EngineUnavailable, Outcome
from search.indexing.loading import Loaded, load
from search.models import SearchEntry
from search.territories import current_relations
from search.text.analysis import fold

logger = logging.getLogger(__name__)

BATCH = 200
MAX_ATTEMPTS = 10

# Tests drain in the same thread; `portal.settings.test` says so.
INLINE = "inline"
THREAD = "thread"

_wanted = threading.Event()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def request_drain() -> None:
    """Drain once the transaction is committed, without making its author wait."""
    transaction.on_commit(_after_commit, robust=True)


def _after_commit() -> None:
    from django.conf import settings

    if settings.SEARCH_DRAIN == INLINE:
        drain()
    elif settings.SEARCH_DRAIN == THREAD:
        _wanted.set()
        _ensure_thread()


def _ensure_thread() -> None:
    """One thread a process, started after any fork, that drains when asked."""
    global _thread
    with _starting:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_drain_when_wanted, daemon=True)
            _thread.start()


def _drain_when_wanted() -> None:
    while _wanted.wait(timeout=30):
        _wanted.clear()
        try:
            drain()
        except Exception:
            logger.exception("The index could not be brought up to date")
        finally:
            connections.close_all()


def drain(engine: Engine | None = None, *, limit: int | None = None) -> int:
    """Apply pending entries until none is left; return how many were applied.

    An engine that does not answer leaves the rows as they are: nothing is lost, and
    no try is counted against a row.
    """
    engine = engine or current_engine()
    done = 0
    while limit is None or done < limit:
        rows = pending_entries(BATCH)
        if not rows:
            break
        try:
            applied = apply_entries(rows, engine)
        except EngineUnavailable as error:
            logger.warning("Index not brought up to date: %s", error)
            break
        done += applied
        if not applied:
            break
    return done


def pending_entries(limit: int) -> list[SearchEntry]:
    """Entries to apply now, oldest first; those set aside after refusals are left."""
    due = Q(retry_after__isnull=True) | Q(retry_after__lte=timezone.now())
    return list(
        SearchEntry.objects.filter(
            due, applied_version__lt=F("version"), attempts__lt=MAX_ATTEMPTS
        ).order_by("pk")[:limit]
    )


def apply_entries(rows: Sequence[SearchEntry], engine: Engine) -> int:
    """Index or forget what the rows stand for; return how many the engine took."""
    loaded = load(
        rows,
        relations=current_relations(read_stamps()),
        today=timezone.localdate(),
    )
    # What a result page reads is right before the engine is called: a page nobody may
    # see leaves no text behind even while the engine is down.
    write_entries(loaded)
    changes = [
        Change(item.entry.document_id, item.entry.version, item.document)
        for item in loaded
    ]
    versions = {item.entry.document_id: item.entry for item in loaded}
    outcomes = engine.apply(changes)
    for outcome in outcomes:
        _note(versions[outcome.id], outcome)
    return sum(1 for outcome in outcomes if not outcome.error)


def write_entries(loaded: Sequence[Loaded]) -> None:
    """Keep in the entries what a result page shows, and nothing of what is hidden."""
    for item in loaded:
        fill_entry(item)
    SearchEntry.objects.bulk_update(
        [item.entry for item in loaded],
        [
            "visible",
            "audiences",
            "readable_in",
            "title",
            "summary",
            "url",
            "plain_text",
            "folded_text",
            "card",
            "recheck_on",
        ],
        batch_size=BATCH,
    )


def fill_entry(item: Loaded) -> None:
    entry, document = item.entry, item.document
    entry.visible = document is not None
    entry.audiences = list(document.audiences) if document else []
    entry.readable_in = list(document.readable_in) if document else []
    entry.title = document.title if document else ""
    entry.summary = document.summary if document else ""
    entry.url = document.url if document else ""
    entry.plain_text = document.body if document else ""
    entry.folded_text = (
        fold(" ".join((document.title, document.search_terms, document.summary)))
        + " "
        + fold(document.body)
        if document
        else ""
    )
    entry.card = {**document.card, "import_id": item.import_id} if document else {}
    entry.recheck_on = item.recheck_on


def _note(entry: SearchEntry, outcome: Outcome) -> None:
    rows = SearchEntry.objects.filter(pk=entry.pk)
    if outcome.error:
        wait = timedelta(seconds=min(2**entry.attempts, 3600))
        rows.filter(version=outcome.version).update(
            attempts=F("attempts") + 1,
            last_error=outcome.error[:2000],
            retry_after=timezone.now() + wait,
        )
        return
    rows.filter(applied_version__lt=outcome.version).update(
        applied_version=outcome.version, attempts=0, last_error="", retry_after=None
    )
