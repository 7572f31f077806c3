"""Brings the index up to the entries: the same drain in web processes, worker, commands.

It reads the version, then the object, calls the engine without a lock nor a
transaction in the database, then notes the version it read. Order of events,
duplicated work and two workers change nothing.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.stamps import read_stamps
from search.engines import current_engine
from search.engines.base import (
    NO_INDEX,
    Change,
    Engine,
    EngineBusy,
    EngineUnavailable,
    NoIndex,
    Outcome,
)
from search.indexing.entries import note, pending_entries, write_entries
from search.indexing.loading import Loaded, load
from search.models import SearchEntry
from search.territories import current_relations

logger = logging.getLogger(__name__)

BATCH = 200


@dataclass(frozen=True)
class Prepared:
    """Entries rewritten from what they stand for, ready for the engine."""

    written: list[Loaded]
    refused: int = 0  # how many could not be made into documents

    @property
    def entries(self) -> dict[str, SearchEntry]:
        return {item.entry.document_id: item.entry for item in self.written}

    @property
    def changes(self) -> list[Change]:
        return [
            Change(item.entry.document_id, item.entry.version, item.document)
            for item in self.written
        ]


def drain(engine: Engine | None = None, *, limit: int | None = None) -> int:
    """Apply pending entries until none is left; return how many were dealt with.

    An engine that does not answer leaves the rows as they are: nothing is lost, and
    no try is counted against a row. Entries forget what nobody may see all the same.
    """
    engine = engine or current_engine()
    most = limit or float("inf")
    dealt_with = 0
    try:
        if pending_entries(1):
            _refuse_to_begin_again(engine)
        # Looked at again once the writer is free: who was refused it left its rows.
        while dealt_with < most and pending_entries(1):
            before = dealt_with
            with engine.writing():
                while dealt_with < most and (step := _apply_some(engine)):
                    dealt_with += step
            if dealt_with == before:
                break  # what is left is held by writers, who will ask again
    except EngineUnavailable as error:
        if not isinstance(error, EngineBusy):
            logger.warning("Index not brought up to date: %s", error)
        _rewrite_entries()
    return dealt_with


def _refuse_to_begin_again(engine: Engine) -> None:
    """An index that is gone is rebuilt, not begun again with the last changes alone:
    it would be taken for the whole."""
    if (
        engine.generation() == NO_INDEX
        and SearchEntry.objects.filter(applied_version__gt=0, visible=True).exists()
    ):
        raise NoIndex(_("The index is gone: rebuild it (rebuild_search_index)."))


def prepare(rows: Sequence[SearchEntry]) -> Prepared:
    """Read what the rows stand for, and rewrite them before any engine is called."""
    loaded = load(
        rows, relations=current_relations(read_stamps()), today=timezone.localdate()
    )
    refusals = [
        Outcome(item.entry.document_id, item.entry.version, item.error)
        for item in loaded
        if item.error
    ]
    refused = note(refusals, {row.document_id: row for row in rows}) if refusals else 0
    return Prepared(write_entries([item for item in loaded if not item.error]), refused)


def send(prepared: Prepared, engine: Engine) -> list[Outcome]:
    """Give a batch to the engine; a partial answer is no answer."""
    changes = prepared.changes
    outcomes = engine.apply(changes) if changes else []
    if {outcome.id for outcome in outcomes} != {change.id for change in changes}:
        raise EngineUnavailable("The engine did not say what became of every change.")
    return outcomes


def _apply_some(engine: Engine) -> int:
    rows = pending_entries(BATCH)
    if not rows:
        return 0
    prepared = prepare(rows)
    outcomes = send(prepared, engine)
    return prepared.refused + note(outcomes, prepared.entries)


def _rewrite_entries() -> None:
    while rows := pending_entries(BATCH, unwritten=True):
        prepared = prepare(rows)
        if not prepared.written and not prepared.refused:
            break
