"""What search engines are told of: every page that anyone may read, in each language."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.core.facts import SOURCE_FIRST
from portal.home.navigation import Navigation, navigation_of

# Standing views: found by no page of the tree.
VIEWS = (
    "home:glossary",
    "home:site-map",
    "knowledge:role-matrix",
    "directory:list-territories",
    "directory:white-zones",
)


class Pages(Sitemap):
    """Live pages that no restriction closes, and translations whose source is such.

    Aliases are left out: they say what their original says.
    """

    limit = 5_000

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.navigation: Navigation = navigation_of(request)

    def items(self) -> PageQuerySet:
        visit = self.navigation.visit
        below = Q(pk__in=())
        for home in self.navigation.homes.values():
            below |= Q(path__startswith=home.path)
        family = Page.objects.filter(
            translation_key=OuterRef("translation_key"), alias_of__isnull=True
        )
        source = family.order_by(*SOURCE_FIRST).values("pk")[:1]
        public = visit.public(Page.objects.all())
        return (
            visit.public(Page.objects.filter(below, alias_of__isnull=True))
            .annotate(source=Subquery(source))
            .filter(source__in=public.order_by().values("pk"))
            .select_related("locale")
            .only("url_path", "last_published_at", "locale__language_code")
            .order_by("path")
        )

    def location(self, page: Page) -> str:
        return page.get_url(self.request) or ""

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def get_latest_lastmod(self) -> datetime | None:
        found = self.items().aggregate(latest=Max("last_published_at"))
        return found["latest"]


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
