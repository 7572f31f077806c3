"""Entries → documents, read from the database in a constant number of queries."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import DatabaseError
from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import override
from wagtail.models import Site

from portal.core.models import ContentPage
from search.documents import (
    SearchDocument,
    Visibility,
    build_object_document,
    build_page_document,
    recheck_on,
)
from search.indexing.relations import give_many_to_many, split_paths
from search.indexing.visibility import VisibilityReader
from search.kinds import Kind, all_kinds, page_kind_of
from search.models import SearchEntry
from search.territories import Relations

logger = logging.getLogger(__name__)

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
    """An entry and its document as of now; without document, it is to be forgotten.

    ``error`` says why no document could be made.
    """

    entry: SearchEntry
    document: SearchDocument | None
    recheck_on: date | None = None
    error: str = ""


def load(
    entries: Iterable[SearchEntry], *, relations: Relations, today: date
) -> list[Loaded]:
    """Read again what the entries stand for and build their documents."""
    by_kind: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry)
    # Each process remembers the roots of sites; another one may have moved them.
    Site.clear_site_root_paths_cache()
    kinds = all_kinds()
    loaded: list[Loaded] = []
    for value, rows in by_kind.items():
        kind = kinds.get(value)
        if kind is None:
            loaded += [Loaded(row, None) for row in rows]
        elif kind.of_page:
            loaded += _load_objects(kind, rows, relations, today)
        else:
            loaded += _load_pages(kind, rows, relations, today)
    return loaded


def _load_pages(
    kind: Kind, rows: list[SearchEntry], relations: Relations, today: date
) -> Iterator[Loaded]:
    pages = _pages(kind, [int(row.object_id) for row in rows])
    reader = VisibilityReader(pages.values())
    _give_sources(kind, pages, reader)

    def build(page: ContentPage, visibility: Visibility) -> SearchDocument:
        document = build_page_document(
            kind, page, visibility, relations=relations, today=today
        )
        provenance = getattr(page, "provenance", None)
        import_id = provenance.source_id if provenance else ""
        return replace(document, card={**document.card, "import_id": import_id})

    for row in rows:
        page = pages.get(int(row.object_id))
        yield _loaded(row, page, reader, today, build)


def _load_objects(
    kind: Kind, rows: list[SearchEntry], relations: Relations, today: date
) -> Iterator[Loaded]:
    found = kind.model._default_manager.filter(
        **{f"{kind.key}__in": {row.object_id for row in rows}}
    ).prefetch_related(*kind.prefetch)
    things: dict[str, Any] = {str(getattr(thing, kind.key)): thing for thing in found}
    owners = {key: getattr(t, f"{kind.of_page}_id") for key, t in things.items()}
    page_kind = page_kind_of(kind)
    sources = _pages(page_kind, list(owners.values()))
    reader = VisibilityReader(sources.values())
    in_language = {
        (source.pk, page.locale.language_code): page.pk
        for source in sources.values()
        for page in reader.translations(source)
    }
    pages = {**_pages(page_kind, list(in_language.values())), **sources}
    _give_sources(page_kind, pages, reader)
    for row in rows:
        owner = owners.get(row.object_id)
        page = pages.get(in_language.get((owner, row.language), 0))

        def build(
            page: ContentPage, visibility: Visibility, key: str = row.object_id
        ) -> SearchDocument:
            return build_object_document(
                kind, things[key], page, visibility, relations=relations
            )

        yield _loaded(row, page, reader, today, build)


def _loaded(
    row: SearchEntry,
    page: ContentPage | None,
    reader: VisibilityReader,
    today: date,
    build: Callable[[ContentPage, Visibility], SearchDocument],
) -> Loaded:
    visibility = reader.of(page) if page else Visibility()
    if page is None or not visibility.audiences:
        return Loaded(row, None)
    try:
        # Labels are indexed in the language of the text that they go with.
        with override(row.language):
            document = build(page, visibility)
    except DatabaseError:
        raise
    except Exception as error:  # whatever it is, the other rows go on
        logger.exception("%s cannot be made into a document", row.document_id)
        return Loaded(row, None, error=f"{type(error).__name__}: {error}")
    return Loaded(row, document, recheck_on(document, page.facts.review_by, today))


def _pages(kind: Kind, ids: list[int]) -> dict[int, ContentPage]:
    pages: QuerySet[Any] = kind.model._default_manager.filter(
        pk__in=ids
    ).select_related("locale", "provenance")
    return {page.pk: page for page in pages}


def _give_sources(
    kind: Kind, pages: dict[int, ContentPage], reader: VisibilityReader
) -> None:
    """Set ``page.facts`` on every page, prefetched, without a query per page."""
    source_ids = {page.pk: reader.source(page).pk for page in pages.values()}
    missing = [pk for pk in set(source_ids.values()) if pk not in pages]
    known = {**_pages(kind, missing), **pages}
    # Translations have rows of their own, which hold their words.
    every = list(known.values())
    ours, others = split_paths(kind.model, [*SHARED_PREFETCH, *kind.prefetch])
    give_many_to_many(every, ours)
    prefetch_related_objects(every, *others)
    for page in known.values():
        page.facts = known.get(source_ids.get(page.pk, 0), page)
