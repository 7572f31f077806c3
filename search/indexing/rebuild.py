"""A new index beside the one that serves, filled from the database, then swapped."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from search.documents import SearchDocument
from search.engines import current_engine
from search.engines.base import Engine, EngineBusy
from search.indexing.drain import BATCH, drain, prepare
from search.indexing.entries import NO_ERROR, SHOWN
from search.indexing.marks import chunks, mark_objects, mark_pages, mark_rows
from search.kinds import Kind, all_kinds
from search.models import IndexBuild, SearchEntry

# Versions of an entry: its own, and the one in the index.
Versions: TypeAlias = tuple[int, int]
# Objects made between two collections.
OBJECTS = 50_000


def rebuild_index(
    engine: Engine | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> int:
    """Index every visible document again; return how many the index holds.

    ``on_progress`` is called with how many are done and how many there are. Changes
    made meanwhile are applied after the swap; readers never see a gap, and killed at
    any point the old index still serves. Raises ``EngineBusy`` while another process
    makes one.
    """
    engine = engine or current_engine()
    build = IndexBuild.take(engine.name)
    if build is None:
        raise EngineBusy(_("Another process is making an index."))

    def go_on(done: int, total: int) -> None:
        if not build.go_on(done, total):
            raise EngineBusy(_("Another process has taken over making the index."))
        if on_progress:
            on_progress(done, total)

    try:
        make_missing_entries()
        given: dict[int, Versions] = {}
        with _collecting_rarely():
            engine.rebuild(_documents(given, go_on))
        _settle(given)
        mark_absent(engine)
        drain(engine)
        documents = engine.health().documents
        build.finish(documents)
    finally:
        build.give_back()
    return documents


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Reading pages makes millions of objects and few cycles: looking for them every 700
    objects, as Python does, takes a seventh of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def make_missing_entries() -> int:
    """Give entries to what has none; return how many pages and objects had none."""
    every = list(_without_entry())
    for kind, missing in every:
        for some in chunks(missing):
            if kind.of_page:
                mark_objects(kind, some)
            else:
                mark_pages(page_id for _key, page_id in some)
    return sum(len(missing) for _kind, missing in every)


def count_without_entry() -> int:
    """How many pages and objects of a known kind have no entry."""
    return sum(len(missing) for _kind, missing in _without_entry())


def _without_entry() -> Iterator[tuple[Kind, list[tuple[str, int]]]]:
    """For each kind, the keys without entry, each with its page."""
    for value, kind in all_kinds().items():
        known = set(
            SearchEntry.objects.filter(kind=value).values_list("object_id", flat=True)
        )
        names = (kind.key, f"{kind.of_page}_id" if kind.of_page else "pk")
        rows = kind.model._default_manager.order_by().values_list(*names).iterator()
        yield kind, [(str(key), page) for key, page in rows if str(key) not in known]


def mark_absent(engine: Engine) -> None:
    """Mark what should be found and is not in the index, to know why not."""
    indexed = set(engine.ids())
    visible = SearchEntry.objects.filter(visible=True, applied_version=F("version"))
    ids = visible.values_list("document_id", flat=True)
    mark_documents([key for key in ids.iterator() if key not in indexed])


def mark_documents(document_ids: list[str]) -> None:
    for ids in chunks(document_ids):
        mark_rows(SearchEntry.objects.filter(document_id__in=ids))


def _documents(
    given: dict[int, Versions], on_progress: Callable[[int, int], None]
) -> Iterator[SearchDocument]:
    """Every visible document; ``given`` tells the versions of what was read."""
    total = SearchEntry.objects.count()
    last = done = 0
    entries = SearchEntry.objects.order_by("pk").defer(*SHOWN)
    while rows := list(entries.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        for item in prepare(rows).written:
            given[item.entry.pk] = (item.entry.version, item.entry.applied_version)
            if item.document is not None:
                yield item.document
        done += len(rows)
        on_progress(done, total)


def _settle(given: dict[int, Versions]) -> None:
    """Note what the new index was given, and mark all else that changed meanwhile.

    What a drain applied during the rebuild may lie in the old index: it is marked too.
    """
    same: dict[Versions, list[int]] = {}
    changed: list[int] = []
    rows = SearchEntry.objects.values_list("pk", "version", "applied_version")
    for pk, version, applied in rows.iterator():
        if given.get(pk) == (version, applied):
            same.setdefault((version, applied), []).append(pk)
        else:
            changed.append(pk)
    for (version, applied), pks in same.items():
        for some in chunks(pks):
            with transaction.atomic():
                # A row that a writer holds is about to be marked: it is left to him.
                free = SearchEntry.objects.select_for_update(skip_locked=True).filter(
                    pk__in=some, version=version, applied_version=applied
                )
                SearchEntry.objects.filter(
                    pk__in=list(free.values_list("pk", flat=True))
                ).update(applied_version=version, **NO_ERROR)
    for some in chunks(changed):
        mark_rows(SearchEntry.objects.filter(pk__in=some))
