"""What an index page lists: the same search as everywhere, one kind alone."""

from dataclasses import dataclass, replace

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.core.models import IndexPage
from portal.core.stamps import stamps_of
from portal.core.visits import PageLink, visit_of
from search import service
from search.addresses import address, choosing
from search.facets import TYPE
from search.labels import current_memory
from search.query import SearchQuery, Sort
from search.results import FacetResult, Hit

register = template.Library()

SHOWN = 10
LISTED = 100
# By what people choose among pages of each kind; the search offers the rest.
WAYS_IN = {
    "fiche": ("audience", "etape"),
    "role": (),
    "pratique": ("secteur", "vehicule", "acheteur"),
    "levier": ("nature", "structure", "financeur"),
    "outil": ("etape", "audience"),
    "formation": ("audience", "modalite", "theme"),
    "acteur": ("structure", "territoire"),
}


@dataclass(frozen=True)
class Listing:
    """``key`` tells it from the other lists of its page; ``link`` searches the same."""

    kind: str
    key: str
    link: str
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]


@register.simple_tag
def listing_of(
    request: HttpRequest, kind: str, shown: int = SHOWN, **chosen: str
) -> Listing:
    """The first pages of one kind, and the ways to narrow them; ``chosen`` are values
    of facets."""
    query = SearchQuery(
        today=timezone.localdate(),
        language=get_language() or "fr",
        filters=((TYPE, (kind,)),),
        sort=Sort.TITLE if kind == "role" else Sort.RELEVANCE,
        size=shown,
        audiences=service.audiences_of(getattr(request, "user", None)),
    )
    for key, value in chosen.items():
        query = choosing(query, key, [value])
    results = service.search(query, memory=current_memory(stamps_of(request)))
    wanted = WAYS_IN.get(kind, ())
    facets = {facet.key: facet for facet in results.facets if facet.values}
    return Listing(
        kind,
        "-".join([kind, *chosen.values()]),
        reverse("search:find-pages") + address(replace(query, sort=Sort.RELEVANCE)),
        results.total,
        results.hits,
        tuple(facets[key] for key in wanted if key in facets),
    )


@register.simple_tag
def spaces_of(request: HttpRequest, page: Page) -> list[PageLink]:
    """The spaces that organisations have below an index page."""
    below = Page.objects.child_of(page).type(IndexPage)
    return _links(request, below.order_by("path"))


@register.simple_tag
def pages_of_space(request: HttpRequest, page: Page) -> list[PageLink]:
    """What an organisation published in its space, newest first."""
    below = Page.objects.descendant_of(page).not_type(IndexPage)
    return _links(request, below.order_by("-first_published_at"))


def _links(request: HttpRequest, pages: PageQuerySet) -> list[PageLink]:
    visit = visit_of(request)
    shown = visit.public(pages.select_related("locale"))[:LISTED]
    return [visit.link(page) for page in shown]
