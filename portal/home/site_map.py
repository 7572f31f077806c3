"""The whole site on one page: each section, then what it holds."""

from dataclasses import dataclass

from django.db.models import Count, Q, Window
from django.db.models.functions import Left, RowNumber
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.core.models import IndexPage
from portal.home.navigation import Link, Navigation

# Beyond it the search lists better than a map does.
LISTED = 60
SECTION_DEPTH = 3


@dataclass(frozen=True)
class Branch:
    section: Link
    pages: list[Link]
    more: int = 0


def branches(navigation: Navigation) -> list[Branch]:
    """The sections of the menu with their first pages, in the order of the tree."""
    sections = [page for page in navigation.sections if page.show_in_menus]
    listed: dict[str, list[Page]] = {page.path: [] for page in sections}
    totals: dict[str, int] = {}
    for page in _first_pages(sections, navigation):
        listed[page.section].append(page)
        totals[page.section] = page.total
    return [
        Branch(
            navigation.link_to(section),
            [navigation.link_to(page) for page in listed[section.path]],
            max(totals.get(section.path, 0) - LISTED, 0),
        )
        for section in sections
    ]


def _first_pages(sections: list[Page], navigation: Navigation) -> PageQuerySet:
    """The first pages of each section, with its path and its number of pages."""
    within = Q(pk__in=())
    for section in sections:
        within |= Q(path__startswith=section.path, depth__gt=section.depth)
    shown = navigation.visit.public(Page.objects.not_type(IndexPage).filter(within))
    path = Left("path", SECTION_DEPTH * Page.steplen)
    return (
        shown.select_related("locale")
        .annotate(
            section=path,
            place=Window(RowNumber(), partition_by=[path], order_by="path"),
            total=Window(Count("*"), partition_by=[path]),
        )
        .filter(place__lte=LISTED)
        .order_by("path")
    )
