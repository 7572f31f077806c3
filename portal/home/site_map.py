"""The whole site on one page: each section, then what it holds."""

from dataclasses import dataclass

from wagtail.models import Page

from portal.core.models import IndexPage
from portal.home.navigation import Link, Navigation

# Beyond it the search lists better than a map does.
LISTED = 60


@dataclass(frozen=True)
class Branch:
    section: Link
    pages: list[Link]
    more: int = 0


def branches(navigation: Navigation) -> list[Branch]:
    """The sections of the menu with their first pages, in the order of the tree."""
    return [
        branch_of(page, navigation)
        for page in navigation.sections
        if page.show_in_menus
    ]


def branch_of(section: Page, navigation: Navigation) -> Branch:
    below = (
        Page.objects.descendant_of(section)
        .live()
        .public()
        .not_type(IndexPage)
        .select_related("locale")
        .order_by("path")
    )
    listed = [navigation.link_to(page) for page in below[: LISTED + 1]]
    more = below.count() - LISTED if len(listed) > LISTED else 0
    return Branch(navigation.link_to(section), listed[:LISTED], more)
