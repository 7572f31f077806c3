"""What one visit reads once: who is let in where, and where cited pages are read.

A visit lasts as long as its request and remembers nothing beyond it: a page that is
withdrawn now is gone at the next click.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from portal.core.facts import SOURCE_LANGUAGE, source_of
from portal.core.publishing import is_visible

T = TypeVar("T")


@dataclass(frozen=True)
class PageLink:
    """Where a cited page can be read; without ``url``, only what it is called."""

    title: str
    url: str = ""
    language: str = ""  # of the title, where it is not the reader's


class Visit:
    """What is known of the tree for one request, read when first asked for."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self.request = request
        self.language = get_language() or SOURCE_LANGUAGE
        self._read: dict[str, Any] = {}

    def once(self, name: str, read: Callable[["Visit"], T]) -> T:
        """What ``read`` answers, asked once for the whole visit."""
        if name not in self._read:
            self._read[name] = read(self)
        return self._read[name]

    @cached_property
    def _private(self) -> tuple[str, ...]:
        """The paths below which not everyone is let in, aliases included."""
        rows = PageViewRestriction.objects.order_by()
        paths = rows.values_list("page__path", "page__aliases__path")
        return tuple({path for pair in paths for path in pair if path})

    def is_private(self, page: Page) -> bool:
        """Whether ``page`` or a page above it is not for everyone."""
        return page.path.startswith(self._private)

    def public(self, pages: PageQuerySet) -> PageQuerySet:
        """Those of ``pages`` that ``admits`` lets in."""
        hidden = Q(expire_at__lte=timezone.now())
        for path in self._private:
            hidden |= Q(path__startswith=path)
        return pages.live().exclude(hidden)

    def admits(self, page: Page) -> bool:
        """Whether everyone may read ``page`` now, whatever becomes of its source."""
        return is_visible(page) and not self.is_private(page)

    def families(self, keys: Iterable[UUID] | PageQuerySet) -> "Families":
        """The translations of pages, by their translation keys, in one query."""
        rows = Page.objects.filter(translation_key__in=keys).select_related("locale")
        return Families(self, rows.order_by("pk"))

    def links_to(self, ids: Iterable[int | None]) -> dict[int, PageLink]:
        """Where each page of ``ids`` is read, in the reader's language if it can be."""
        wanted = {pk for pk in ids if pk is not None}
        if not wanted:
            return {}
        cited = Page.objects.filter(pk__in=wanted).order_by()
        return self.families(cited.values("translation_key")).links(wanted)

    def link(self, page: Page) -> PageLink:
        code = page.locale.language_code
        return PageLink(
            page.title,
            page.get_url(self.request) or "",
            "" if code == self.language else code,
        )


class Families:
    """Pages with their translations, and which of them this visit reads."""

    def __init__(self, visit: Visit, rows: Iterable[Page]) -> None:
        self.visit = visit
        self.rows = list(rows)
        self._by_key: dict[Any, list[Page]] = {}
        for row in self.rows:
            if row.alias_of_id is None:
                self._by_key.setdefault(row.translation_key, []).append(row)

    def reading(self, key: UUID) -> Page | None:
        """The version in the reader's language, else the source, if they are there."""
        return min(
            self.readable(key),
            key=lambda page: page.locale.language_code != self.visit.language,
            default=None,
        )

    def readable(self, key: UUID) -> list[Page]:
        """The versions that everyone may read now, the source first.

        None of them while the source itself is hidden: nothing translates it then.
        """
        family = self._by_key.get(key, [])
        if not family:
            return []
        source = source_of(family[0], among=family)
        if not self.visit.admits(source):
            return []
        others = (page for page in family if page.pk != source.pk)
        return [source, *filter(self.visit.admits, others)]

    def in_order(self, keys: Iterable[UUID]) -> list[PageLink]:
        """Links to the pages of ``keys`` that can be read, in that order."""
        pages = (self.reading(key) for key in keys)
        return [self.visit.link(page) for page in pages if page is not None]

    def links(self, ids: Iterable[int]) -> dict[int, PageLink]:
        known = {row.pk: row for row in self.rows}
        return {pk: self._link(known[pk]) for pk in ids if pk in known}

    def _link(self, cited: Page) -> PageLink:
        if cited.alias_of_id is not None:
            shown = cited if self.visit.admits(cited) else None
        else:
            shown = self.reading(cited.translation_key)
        return self.visit.link(shown) if shown else PageLink(cited.title)


def visit_of(request: HttpRequest | None) -> Visit:
    """The visit that ``request`` makes; a new one each time outside a request."""
    if request is None:
        return Visit()
    held: dict[str, Visit] = vars(request)
    if "_portal_visit" not in held:
        held["_portal_visit"] = Visit(request)
    return held["_portal_visit"]
