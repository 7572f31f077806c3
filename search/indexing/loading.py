"""Entries → documents, read from the database in a constant number of queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from portal.core.models import ContentPage
from search.documents import (
    SearchDocument,
    build_object_document,
    build_page_document,
    recheck_on,
)
from search.indexing.visibility import VisibilityReader
from search.kinds import Kind, all_kinds
from search.models import SearchEntry
from search.territories import Relations

SHARED_PREFETCH = (
    "themes__parent",
    "stages",
    "audiences",
    "sectors__parent",
    "jobs__parent",
    "publics",
    "territories",
)


@dataclass(frozen=True)
class Loaded:
    """An entry and its document as of now; without document, it is to be forgotten."""

    entry: SearchEntry
    document: SearchDocument | None
    recheck_on: date | None = None
    import_id: str = ""


def load(
    entries: Iterable[SearchEntry], *, relations: Relations, today: date
) -> list[Loaded]:
    """Read again what the entries stand for and build their documents."""
    by_kind: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    kinds = all_kinds()
    loaded: list[Loaded] = []
    for value, rows in by_kind.items():
        kind = kinds.get(value)
        if kind is None:
            loaded += [Loaded(row, None) for row in rows]
        elif kind.of_page:
            loaded += _load_objects(kind, rows, relations=relations, today=today)
        else:
            loaded += _load_pages(kind, rows, relations=relations, today=today)
    return loaded


def _load_pages(
    kind: Kind, rows: list[SearchEntry], *, relations: Relations, today: date
) -> Iterator[Loaded]:
    pages = _pages(kind, [int(row.object_id) for row in rows])
    reader = VisibilityReader(pages.values())
    _give_sources(kind, pages, reader)
    for row in rows:
        page = pages.get(int(row.object_id))
        visibility = reader.of(page) if page else None
        if page is None or visibility is None or not visibility.audiences:
            yield Loaded(row, None)
            continue
        document = build_page_document(
            kind, page, visibility, relations=relations, today=today
        )
        yield Loaded(
            row,
            document,
            recheck_on(document, page.facts.review_by, today),
            getattr(getattr(page, "provenance", None), "source_id", ""),
        )


def _load_objects(
    kind: Kind, rows: list[SearchEntry], *, relations: Relations, today: date
) -> Iterator[Loaded]:
    keys = {row.object_id for row in rows}
    things: dict[str, Any] = {
        str(getattr(thing, kind.key)): thing
        for thing in kind.model._default_manager.filter(
            **{f"{kind.key}__in": keys}
        ).prefetch_related(*kind.prefetch)
    }
    page_kind = _kind_of_page(kind)
    sources = _pages(
        page_kind, [getattr(t, f"{kind.of_page}_id") for t in things.values()]
    )
    reader = VisibilityReader(sources.values())
    in_language = {
        (source.pk, other.locale.language_code): other.pk
        for source in sources.values()
        for other in reader.translations(source)
    }
    pages = {**_pages(page_kind, list(in_language.values())), **sources}
    _give_sources(page_kind, pages, reader)
    for row in rows:
        thing = things.get(row.object_id)
        source_id = getattr(thing, f"{kind.of_page}_id", None)
        page = pages.get(in_language.get((source_id, row.language), 0))
        visibility = reader.of(page) if page else None
        if page is None or visibility is None or not visibility.audiences:
            yield Loaded(row, None)
            continue
        document = build_object_document(
            kind, thing, page, visibility, relations=relations
        )
        yield Loaded(row, document, recheck_on(document, None, today))


def _pages(kind: Kind, ids: list[int]) -> dict[int, ContentPage]:
    pages = kind.model._default_manager.filter(pk__in=ids).select_related(
        "locale", "provenance"
    )
    return {page.pk: page for page in pages}


def _give_sources(
    kind: Kind, pages: dict[int, ContentPage], reader: VisibilityReader
) -> None:
    """Set ``page.facts`` on every page, prefetched, without a query per page."""
    source_ids = {page.pk: reader.source(page).pk for page in pages.values()}
    missing = [pk for pk in set(source_ids.values()) if pk not in pages]
    known = {**_pages(kind, missing), **pages}
    sources = {pk: known[pk] for pk in set(source_ids.values()) if pk in known}
    prefetch_related_objects(list(sources.values()), *SHARED_PREFETCH, *kind.prefetch)
    for page in pages.values():
        page.facts = sources.get(source_ids[page.pk], page)


def _kind_of_page(kind: Kind) -> Kind:
    model = kind.model._meta.get_field(kind.of_page).related_model
    return next(other for other in all_kinds().values() if other.model is model)
