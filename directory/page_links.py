"""Pages by their keys, as links that a visitor may follow."""

from collections.abc import Iterable

from wagtail.models import Page

from directory.sheets import PageLink, links_to


def page_links(keys: Iterable[int]) -> dict[int, PageLink]:
    """The public pages of these keys, in the reader's language, in four queries."""
    found = (
        Page.objects.live()
        .public()
        .filter(pk__in=set(keys))
        .select_related("locale")
        .order_by("pk")
    )
    pages = list(found)
    return dict(zip([page.pk for page in pages], links_to(pages), strict=True))
