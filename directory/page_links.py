"""Pages by their keys, as links that a visitor may follow."""

from collections.abc import Iterable

from portal.core.visits import PageLink, Visit


def page_links(keys: Iterable[int]) -> dict[int, PageLink]:
    """The public pages of these keys, in the reader's language, in two queries."""
    links = Visit().links_to(keys)
    return {key: link for key, link in links.items() if link.url}
