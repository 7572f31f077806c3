"""A new index beside the one that serves, filled from the database, then swapped."""

from collections.abc import Callable, Iterator

from django.db.models import F
from django.utils import timezone

from portal.core.stamps import read_stamps
from search.documents import SearchDocument
from search.engines import current_engine
from search.engines.base import Engine
from search.indexing.drain import drain, write_entries
from search.indexing.loading import load
from search.indexing.triggers import mark_page_ids
from search.kinds import all_kinds
from search.models import SearchEntry
from search.territories import current_relations

BATCH = 200


def rebuild_index(
    engine: Engine | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:
    """Index every visible document again; return how many the index holds.

    ``on_progress`` is called with how many are done and how many there are. Changes
    made meanwhile stay pending and are drained after the swap; readers never see a
    gap, and killed at any point the old index still serves.
    """
    engine = engine or current_engine()
    make_missing_entries()
    applied: list[tuple[int, int]] = []
    count = engine.rebuild(_documents(applied, on_progress))
    for pk, version in applied:
        SearchEntry.objects.filter(pk=pk, applied_version__lt=version).update(
            applied_version=version, attempts=0, last_error="", retry_after=None
        )
    _drain_changes_made_meanwhile(engine, applied)
    return count


def make_missing_entries() -> int:
    """Give an entry to each page that has none; return how many there were."""
    missing = objects_without_entry()
    for start in range(0, len(missing), BATCH):
        mark_page_ids(missing[start : start + BATCH])
    return len(missing)


def objects_without_entry() -> list[int]:
    """Identifiers of the pages of a known kind that have no entry."""
    missing: list[int] = []
    for kind in all_kinds().values():
        if kind.of_page:
            continue
        known = set(
            SearchEntry.objects.filter(kind=kind.value).values_list(
                "object_id", flat=True
            )
        )
        every = kind.model._default_manager.values_list("pk", flat=True)
        missing += [pk for pk in every.iterator() if str(pk) not in known]
    return missing


def _documents(
    applied: list[tuple[int, int]], on_progress: Callable[[int, int], None] | None
) -> Iterator[SearchDocument]:
    total = SearchEntry.objects.count()
    relations = current_relations(read_stamps())
    today = timezone.localdate()
    last = done = 0
    while rows := list(SearchEntry.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        loaded = load(rows, relations=relations, today=today)
        write_entries(loaded)
        for item in loaded:
            applied.append((item.entry.pk, item.entry.version))
            if item.document is not None:
                yield item.document
        done += len(rows)
        if on_progress:
            on_progress(done, total)


def _drain_changes_made_meanwhile(
    engine: Engine, applied: list[tuple[int, int]]
) -> None:
    # A change drained into the old index during the rebuild is missing in the new one:
    # its applied version went past what the new index was given.
    given = dict(applied)
    stale = [
        pk
        for pk, version in SearchEntry.objects.filter(
            applied_version=F("version")
        ).values_list("pk", "applied_version")
        if given.get(pk) != version
    ]
    SearchEntry.objects.filter(pk__in=stale).update(version=F("version") + 1)
    drain(engine)
