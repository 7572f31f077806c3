"""Marks: one more version on the entries of what changed, in the writer's transaction.

Bulk writes send no signal: who makes them calls ``mark_pages`` or ``mark_everything``
in the same transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from search.documents import object_document_id, page_document_id
from search.indexing.background import request_drain
from search.kinds import Kind, all_kinds, page_kind_of
from search.models import SearchEntry

T = TypeVar("T")

# Databases limit how many values one query may name.
CHUNK = 5000


@dataclass(frozen=True)
class _Member:
    """A page of a family: a page and its translations."""

    pk: int
    key: Any  # translation_key
    kind: Kind
    language: str


def mark_pages(page_ids: Iterable[int]) -> None:
    """Mark these pages, their translations and what hangs on them (a course's
    sessions), in a constant number of queries."""
    family = _family(page_ids)
    write_marks([*_page_marks(family), *_hanging_marks(family)])


def mark_objects(kind: Kind, keys_and_pages: Iterable[tuple[str, int]]) -> None:
    """Mark objects such as sessions, given each with its page, and these pages."""
    pairs = list(keys_and_pages)
    family = _family(page_id for _, page_id in pairs)
    write_marks([*_page_marks(family), *_object_marks(kind, pairs, family)])


def mark_everything() -> None:
    """Mark all entries, in a constant number of queries."""
    mark_rows(SearchEntry.objects.all())
    request_drain()


def mark_rows(rows: "QuerySet[SearchEntry]", **also: Any) -> int:
    """Mark entries that exist, in a constant number of queries; return how many.

    They are held in one order whoever writes: of two writers who each hold what the
    other waits for, the database refuses one.
    """
    with transaction.atomic(savepoint=False):
        if connection.features.has_select_for_update:
            held = rows.select_for_update(no_key=True).order_by("pk")
            len(held.values_list("pk"))
        return rows.update(**as_marked(), **also)


def write_marks(marks: Iterable[SearchEntry]) -> None:
    """Add one to the version of each entry, making those that are new."""
    by_id = {mark.document_id: mark for mark in marks}
    if not by_id:
        return
    with transaction.atomic(savepoint=False):
        for ids in chunks(sorted(by_id)):
            rows = SearchEntry.objects.filter(document_id__in=ids)
            if mark_rows(rows) == len(ids):
                continue
            # Another writer may be making the same row: this waits for its commit, so
            # that the update that follows adds our mark to its own.
            SearchEntry.objects.bulk_create(
                [by_id[document_id] for document_id in ids], ignore_conflicts=True
            )
            mark_rows(rows)
    request_drain()


def as_marked() -> dict[str, Any]:
    """What marking changes in an entry; tries start again."""
    return {
        "version": F("version") + 1,
        "attempts": 0,
        "retry_after": None,
        "last_error": "",
        "marked_at": timezone.now(),
    }


def _family(page_ids: Iterable[int]) -> list[_Member]:
    """The pages of known kinds among ``page_ids``, and all their translations."""
    kinds = {
        ContentType.objects.get_for_model(kind.model).pk: kind
        for kind in all_kinds().values()
        if not kind.of_page
    }
    members: dict[int, _Member] = {}
    for ids in chunks(sorted(set(page_ids))):
        keys = Page.objects.filter(pk__in=ids).order_by().values("translation_key")
        rows = (
            # Kinds are told below: asked here, SQLite reads all the pages of theirs.
            Page.objects.filter(translation_key__in=keys)
            .order_by()
            .values_list(
                "pk", "translation_key", "content_type", "locale__language_code"
            )
        )
        for pk, key, content_type, language in rows:
            if content_type in kinds:
                members[pk] = _Member(pk, key, kinds[content_type], language)
    return list(members.values())


def _page_marks(family: Iterable[_Member]) -> Iterator[SearchEntry]:
    for page in family:
        yield _mark(page_document_id(page.pk), page.kind, str(page.pk), page.language)


def _hanging_marks(family: list[_Member]) -> Iterator[SearchEntry]:
    """Marks of all the objects that belong to pages of ``family``."""
    for kind in all_kinds().values():
        if kind.of_page:
            of_kind = page_kind_of(kind)
            owners = [page.pk for page in family if page.kind is of_kind]
            for ids in chunks(owners):
                pairs = kind.model._default_manager.filter(
                    **{f"{kind.of_page}__in": ids}
                ).values_list(kind.key, f"{kind.of_page}_id")
                yield from _object_marks(kind, pairs, family)


def _object_marks(
    kind: Kind, pairs: Iterable[tuple[Any, int]], family: Iterable[_Member]
) -> Iterator[SearchEntry]:
    """One mark for each language in which the page of an object exists."""
    keys = {page.pk: page.key for page in family}
    languages: dict[Any, list[str]] = {}
    for page in family:
        languages.setdefault(page.key, []).append(page.language)
    for key, page_id in pairs:
        for language in languages.get(keys.get(page_id), ()):
            document_id = object_document_id(kind, str(key), language)
            yield _mark(document_id, kind, str(key), language)


def _mark(document_id: str, kind: Kind, object_id: str, language: str) -> SearchEntry:
    return SearchEntry(
        document_id=document_id,
        kind=kind.value,
        object_id=object_id,
        language=language,
        version=0,
    )


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
