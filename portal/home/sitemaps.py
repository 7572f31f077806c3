"""What search engines are told of: every page that anyone may read, in each language."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from portal.core.visits import Families
from portal.home.navigation import Navigation, navigation_of

# Standing views: found by no page of the tree.
VIEWS = (
    "home:glossary",
    "home:site-map",
    "knowledge:role-matrix",
    "directory:list-territories",
    "directory:white-zones",
)


class Entry(NamedTuple):
    url: str
    changed: datetime | None = None


class Pages(Sitemap):
    """Live pages that no restriction closes, and translations whose source is such.

    Aliases are left out: they say what their original says.
    """

    limit = 5_000

    def __init__(self, request: HttpRequest) -> None:
        self.navigation: Navigation = navigation_of(request)

    def items(self) -> list[Entry]:
        return list(self._entries())

    def _entries(self) -> Iterator[Entry]:
        request = self.navigation.request
        homes = tuple(home.path for home in self.navigation.homes.values())
        rows = Page.objects.filter(depth__gte=2).select_related("locale")
        pages = [page for page in rows.order_by("path") if page.path.startswith(homes)]
        families = Families(self.navigation.visit, pages)
        readable = {
            page.pk
            for key in {page.translation_key for page in pages}
            for page in families.readable(key)
        }
        for page in pages:
            if page.pk in readable and (url := page.get_url(request)):
                yield Entry(url, page.last_published_at)

    def location(self, item: Entry) -> str:
        return item.url

    def lastmod(self, item: Entry) -> datetime | None:
        return item.changed


class Views(Sitemap):
    """The views that are not pages of the tree, in each language that has a home."""

    def __init__(self, request: HttpRequest) -> None:
        self.languages = list(navigation_of(request).homes)

    def items(self) -> list[str]:
        found = []
        for language in self.languages:
            with override(language):
                found += [reverse(name) for name in VIEWS]
        return found

    def location(self, item: str) -> str:
        return item
