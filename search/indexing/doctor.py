"""Compares what the database says with what the index holds, and repairs."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from portal.core.stamps import read_stamps
from search.engines import current_engine
from search.engines.base import Change, Engine
from search.indexing.drain import BATCH, drain
from search.indexing.entries import MAX_ATTEMPTS, NO_ERROR, SHOWN, shown
from search.indexing.loading import load
from search.indexing.rebuild import (
    count_without_entry,
    make_missing_entries,
    mark_documents,
)
from search.models import SearchEntry
from search.territories import current_relations

# Of a document that no entry knows, the version is not known either.
LAST_VERSION = 2**53


@dataclass
class Diagnosis:
    """What differs; ``healthy`` when nothing does."""

    engine: str
    documents: int = 0
    without_entry: int = 0
    pending: int = 0
    set_aside: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # should be found, are not
    surplus: list[str] = field(default_factory=list)  # are found, should not be
    outdated: list[str] = field(default_factory=list)  # changed without a mark

    @property
    def healthy(self) -> bool:
        return not any(
            (
                self.without_entry,
                self.pending,
                self.set_aside,
                self.absent,
                self.surplus,
                self.outdated,
            )
        )


def examine(engine: Engine | None = None, *, deep: bool = False) -> Diagnosis:
    """Compare identifiers and versions, without changing anything.

    ``deep`` also reads every object again, to find what changed without a mark: as
    long as a rebuild.
    """
    engine = engine or current_engine()
    indexed = set(engine.ids())
    behind = SearchEntry.objects.filter(applied_version__lt=F("version"))
    waiting = set(_ids(behind))
    visible = set(_ids(SearchEntry.objects.filter(visible=True)))
    return Diagnosis(
        engine=engine.name,
        documents=len(indexed),
        without_entry=count_without_entry(),
        pending=behind.filter(attempts__lt=MAX_ATTEMPTS).count(),
        set_aside=sorted(_ids(behind.filter(attempts__gte=MAX_ATTEMPTS))),
        absent=sorted(visible - indexed - waiting),
        surplus=sorted(indexed - visible - waiting),
        outdated=sorted(_outdated()) if deep else [],
    )


def repair(engine: Engine | None = None, *, deep: bool = False) -> Diagnosis:
    """Index what is absent, forget what is surplus, try again what was set aside."""
    engine = engine or current_engine()
    make_missing_entries()
    SearchEntry.objects.filter(applied_version__lt=F("version")).update(**NO_ERROR)
    drain(engine)
    found = examine(engine, deep=deep)
    mark_documents([*found.absent, *found.surplus, *found.outdated])
    known = set(_ids(SearchEntry.objects.filter(document_id__in=found.surplus)))
    strangers = [key for key in found.surplus if key not in known]
    if strangers:
        engine.apply([Change(key, LAST_VERSION, None) for key in strangers])
    drain(engine)
    return examine(engine, deep=deep)


def _outdated() -> Iterator[str]:
    relations, today = current_relations(read_stamps()), timezone.localdate()
    last = 0
    while rows := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        written = [row for row in rows if row.written_version == row.version]
        for item in load(written, relations=relations, today=today):
            kept = {name: getattr(item.entry, name) for name in SHOWN}
            if not item.error and _plain(kept) != _plain(shown(item.document)):
                yield item.entry.document_id


def _plain(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True)


def _ids(rows: QuerySet[SearchEntry]) -> Iterable[str]:
    return rows.values_list("document_id", flat=True)
