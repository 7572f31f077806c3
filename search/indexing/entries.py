"""What the drain writes into entries: short transactions that wait for no writer.

A row that a writer holds is skipped: it is about to be marked again. Waiting for it
could end in a deadlock, which the database may settle against the editor.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from search.documents import SearchDocument
from search.engines.base import Outcome
from search.indexing.loading import Loaded
from search.models import SearchEntry

MAX_ATTEMPTS = 10
# What a result page reads.
SHOWN = (
    "visible",
    "audiences",
    "readable_in",
    "title",
    "summary",
    "url",
    "plain_text",
    "folded_text",
    "card",
)


def pending_entries(limit: int, *, unwritten: bool = False) -> list[SearchEntry]:
    """Entries to apply now, oldest first; those set aside after refusals are left.

    With ``unwritten``, only those that still show what was there before their mark.
    """
    behind = Q(applied_version__lt=F("version"))
    if unwritten:
        behind &= Q(written_version__lt=F("version"))
    due = Q(retry_after__isnull=True) | Q(retry_after__lte=timezone.now())
    return list(
        SearchEntry.objects.filter(behind, due, attempts__lt=MAX_ATTEMPTS)
        .order_by("pk")
        .defer(*SHOWN)[:limit]
    )


def write_entries(loaded: Sequence[Loaded]) -> list[Loaded]:
    """Keep in the entries what a result page shows, and nothing of what is hidden.

    Returns what was written: not the entries marked since they were read.
    """
    with transaction.atomic():
        held = _hold(item.entry for item in loaded)
        current = [
            item
            for item in loaded
            if (row := held.get(item.entry.pk)) and row.version == item.entry.version
        ]
        for item in current:
            for name, value in shown(item.document).items():
                setattr(item.entry, name, value)
            item.entry.recheck_on = item.recheck_on
            item.entry.written_version = item.entry.version
        # All these rows exist: a many-row update, much faster than ``bulk_update``.
        SearchEntry.objects.bulk_create(
            [item.entry for item in current],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[*SHOWN, "recheck_on", "written_version"],
        )
    return current


def shown(document: SearchDocument | None) -> dict[str, Any]:
    """The values of ``SHOWN`` for a document; empty ones where nobody may see it."""
    if document is None:
        blank = SearchEntry()
        return {name: getattr(blank, name) for name in SHOWN}
    return {
        "visible": True,
        "audiences": list(document.audiences),
        "readable_in": list(document.readable_in),
        "title": document.title,
        "summary": document.summary,
        "url": document.url,
        "plain_text": document.body,
        "folded_text": " ".join(
            ("", *(text.folded for text in document.texts.values() if text.folded), "")
        ),
        "card": document.card,
    }


def note(outcomes: Iterable[Outcome], read: Mapping[str, SearchEntry]) -> int:
    """Say in the entries what became of them; return how many were dealt with.

    ``read`` are the entries as they were read. When another drain noted one meanwhile,
    no one knows whose document the index holds: it is marked again.
    """
    done: list[int] = []
    overlapping: list[int] = []
    others = 0
    with transaction.atomic():
        held = _hold(read.values())
        for outcome in outcomes:
            entry = read[outcome.id]
            row = held.get(entry.pk)
            if row is None:
                continue
            if outcome.error:
                others += _refuse(row, outcome)
            elif row.applied_version not in {entry.applied_version, outcome.version}:
                overlapping.append(row.pk)
            elif row.version == outcome.version:
                done.append(row.pk)
            else:  # marked meanwhile: still to apply, but not what was applied
                others += _update([row.pk], applied_version=outcome.version)
        _update(done, applied_version=F("version"), **NO_ERROR)
        _update(overlapping, version=F("version") + 1)
    return len(done) + len(overlapping) + others


NO_ERROR: dict[str, Any] = {"attempts": 0, "retry_after": None, "last_error": ""}


def _refuse(row: SearchEntry, outcome: Outcome) -> int:
    if row.version != outcome.version:
        return 1  # another document by now: no reason to refuse it
    # Not all at once again, when many were refused together.
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    wait = timedelta(seconds=2**row.attempts * spread)
    return _update(
        [row.pk],
        attempts=F("attempts") + 1,
        last_error=outcome.error[:2000],
        retry_after=timezone.now() + wait,
    )


def _hold(entries: Iterable[SearchEntry]) -> dict[int, SearchEntry]:
    """The rows as they are now, held until the end of the transaction."""
    rows = (
        SearchEntry.objects.select_for_update(skip_locked=True)
        .filter(pk__in=[entry.pk for entry in entries])
        .only("version", "applied_version", "attempts")
    )
    return {row.pk: row for row in rows}


def _update(pks: Sequence[int], **values: Any) -> int:
    return SearchEntry.objects.filter(pk__in=pks).update(**values) if pks else 0
