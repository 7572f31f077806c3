"""Who may see what, asked again of the database when hits are drawn."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.users.models import User
from search.kinds import all_kinds
from search.models import SearchEntry

PUBLIC, LOGIN = "public", "login"


def audiences_of(user: User | AnonymousUser | None) -> tuple[str, ...]:
    """The audiences that ``user`` belongs to; someone with all rights is in every
    group, as for Wagtail."""
    if user is None or not user.is_authenticated:
        return (PUBLIC,)
    groups = Group.objects.all() if user.is_superuser else user.groups.all()
    ids = groups.order_by("pk").values_list("pk", flat=True)
    return (PUBLIC, LOGIN, *(f"group:{group}" for group in ids))


class _PageRow(NamedTuple):
    pk: int
    key: Any  # translation_key
    language: str
    live: bool
    expire_at: datetime | None
    path: str
    alias_of: int | None


class EntryRow(NamedTuple):
    """What a hit is drawn from; a tuple is read faster than a model, twenty at once."""

    document_id: str
    kind: str
    object_id: str
    language: str
    audiences: list[str]
    title: str
    summary: str
    url: str
    card: dict[str, Any]
    plain_text: str = ""


def visible_entries(
    ids: Sequence[str], audiences: Iterable[str], *, with_text: bool = False
) -> dict[str, EntryRow]:
    """The entries of ``ids`` whose page the viewer may see now, in three queries.

    A translation is visible only while its source is, and a session while its course
    is, in its language.
    """
    if not ids:
        return {}
    allowed = set(audiences)
    rows = _entry_rows(with_text).filter(document_id__in=ids)
    entries = [
        entry
        for entry in (EntryRow(*row) for row in rows)
        if not allowed.isdisjoint(entry.audiences)
    ]
    pages = _Pages(entries, allowed)
    return {entry.document_id: entry for entry in entries if pages.shows(entry)}


class _Pages:
    """The pages of some entries and their translations, with who may see them."""

    def __init__(self, entries: Sequence[EntryRow], allowed: set[str]) -> None:
        self._allowed = allowed
        self._now = timezone.now()
        # An alias is no translation; SQLite would read all pages to leave them out.
        rows = [row for row in self._read(entries) if row.alias_of is None]
        self._restrictions = self._read_restrictions() if rows else []
        self._by_pk = {row.pk: row for row in rows}
        self._by_key: dict[Any, list[_PageRow]] = {}
        for row in rows:
            self._by_key.setdefault(row.key, []).append(row)

    def _read(self, entries: Sequence[EntryRow]) -> Iterator[_PageRow]:
        ids = {pk for entry in entries if (pk := _page_id(entry))}
        if not ids:
            return
        rows = _page_rows().filter(pk__in=ids)
        if not all(map(_is_source, entries)):
            keys = Page.objects.filter(pk__in=ids).order_by().values("translation_key")
            rows = _page_rows().filter(translation_key__in=keys)
        for row in rows:
            yield _PageRow(*row)

    def _read_restrictions(self) -> list[tuple[str, str, set[int]]]:
        found: dict[int, tuple[str, str, set[int]]] = {}
        for pk, path, kind, group in _restriction_rows().all():
            found.setdefault(pk, (path, kind, set()))
            if group is not None:
                found[pk][2].add(group)
        return list(found.values())

    def shows(self, entry: EntryRow) -> bool:
        """Whether the page of an entry, in its language, and its source may be seen."""
        asked = self._by_pk.get(_page_id(entry))
        if asked is None:
            return False
        page = source = asked
        if not _is_source(entry):
            family = self._by_key[asked.key]
            page = next(
                (row for row in family if row.language == entry.language), asked
            )
            source = min(
                family,
                key=lambda row: (row.language != settings.LANGUAGE_CODE, row.pk),
            )
        return self._is_visible(page) and (page is source or self._is_visible(source))

    def _is_visible(self, page: _PageRow) -> bool:
        if not page.live:
            return False
        if page.expire_at is not None and page.expire_at <= self._now:
            return False
        return all(
            self._passes(kind, groups)
            for path, kind, groups in self._restrictions
            if page.path.startswith(path)
        )

    def _passes(self, kind: str, groups: set[int]) -> bool:
        if kind == PageViewRestriction.LOGIN:
            return LOGIN in self._allowed
        if kind == PageViewRestriction.GROUPS:
            return any(f"group:{group}" in self._allowed for group in groups)
        return False


def _page_id(entry: EntryRow) -> int:
    """The page that decides: the entry's own, or the source page of its object."""
    kind = all_kinds().get(entry.kind)
    if kind is None:
        return 0
    found = entry.card.get("of_page") if kind.of_page else entry.object_id
    return int(found or 0)


def _is_source(entry: EntryRow) -> bool:
    """Whether its page surely stands for itself: no translation need be read."""
    return entry.language == settings.LANGUAGE_CODE and "of_page" not in entry.card


# Of each, the query without its last condition: naming twenty columns at each search
# takes longer than reading the rows.


@cache
def _entry_rows(with_text: bool) -> QuerySet[SearchEntry, Any]:
    columns = EntryRow._fields if with_text else EntryRow._fields[:-1]
    return SearchEntry.objects.filter(visible=True).values_list(*columns)


@cache
def _page_rows() -> QuerySet[Page, Any]:
    return Page.objects.order_by("pk").values_list(
        "pk",
        "translation_key",
        "locale__language_code",
        "live",
        "expire_at",
        "path",
        "alias_of_id",
    )


@cache
def _restriction_rows() -> QuerySet[PageViewRestriction, Any]:
    return PageViewRestriction.objects.order_by().values_list(
        "pk", "page__path", "restriction_type", "groups"
    )
