"""Query strings of searches: the one place that writes them.

A change of what is searched goes back to the first page and keeps the rest.
"""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from search.facets import KEYS
from search.query import SearchQuery, Sort, Without

Q = "q"
SORT = "tri"
PAGE = "page"
WITHOUT = "sans"
ARCHIVES = "archives"
PLACE = "lieu"
NEAR = "pres"
YES = "1"


def pairs(query: SearchQuery) -> list[tuple[str, str]]:
    """The parameters of ``query`` in their one order, defaults left out."""
    found = [(Q, query.q)] if query.q else []
    found += [(key, value) for key, values in query.filters for value in values]
    found += _tail(query)
    return found


def kept_pairs(query: SearchQuery) -> list[tuple[str, str]]:
    """What a form sends along without showing it."""
    return [pair for pair in _tail(query) if pair[0] != PAGE]


def _tail(query: SearchQuery) -> list[tuple[str, str]]:
    found = []
    if query.sort is not Sort.RELEVANCE:
        found.append((SORT, query.sort.value))
    found += [(WITHOUT, what) for what in sorted(query.without)]
    if query.archived:
        found.append((ARCHIVES, YES))
    if query.near:
        found.append((NEAR, query.near))
    if query.page > 1:
        found.append((PAGE, str(query.page)))
    return found


def address(query: SearchQuery) -> str:
    """``query`` as a query string; "?" alone leads to everything."""
    return "?" + urlencode(pairs(query), errors="replace")


def near_to(query: SearchQuery, territory: str) -> str:
    """The same search, the nearest to ``territory`` first; empty: without distances."""
    return address(replace(query, near=territory, page=1))


def at_page(query: SearchQuery, page: int) -> str:
    return address(replace(query, page=page))


def sorted_by(query: SearchQuery, sort: Sort) -> str:
    return address(replace(query, sort=sort, page=1))


def asking(query: SearchQuery, q: str) -> str:
    """The same search for other words."""
    return address(replace(query, q=q, page=1))


def undoing(query: SearchQuery, what: Without) -> str:
    """The same search without ``what`` the search did by itself."""
    return address(replace(query, without=query.without | {what}, page=1))


def with_archives(query: SearchQuery, archived: bool) -> str:
    return address(replace(query, archived=archived, page=1))


def choosing(query: SearchQuery, key: str, values: Iterable[str]) -> SearchQuery:
    """``query`` with ``values`` as the whole choice in the facet ``key``."""
    chosen = dict(query.filters)
    chosen[key] = tuple(dict.fromkeys(values))
    filters = tuple((name, chosen[name]) for name in KEYS if chosen.get(name))
    return replace(query, filters=filters, page=1)


def adding(
    query: SearchQuery, key: str, value: str, instead_of: Iterable[str] = ()
) -> str:
    """The same search with ``value`` too, in place of those that it narrows or holds."""
    kept = (other for other in query.chosen(key) if other not in instead_of)
    return address(choosing(query, key, (*kept, value)))


def taking_away(query: SearchQuery, key: str, value: str) -> str:
    kept = (other for other in query.chosen(key) if other != value)
    return address(choosing(query, key, kept))


def without_filters(query: SearchQuery) -> str:
    return address(replace(query, filters=(), page=1))
