"""Which documents stand on a page, in an order that never depends on chance.

Tantivy breaks ties by internal address, which changes with each write. Here documents
that tie stand by title, then by identifier.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from search.engines.embedded import compiling
from search.engines.embedded.sort_keys import identifier

# A larger group of equals is left in the order of the index.
_MANY = 1_000
# How far around a page its first and last groups of equals are looked for at once.
_REACH = 100

_Hit = tuple[Any, tantivy.DocAddress]


@dataclass(frozen=True)
class Page:
    """``total`` is how many documents the query finds, on all pages; None where not
    all of them were looked at."""

    ids: list[str]
    total: int | None
    calls: int


PageOf = Callable[[tantivy.Query, int, int], Page]


def how_many(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return _total(searcher.search(query, 1))


def by_field(
    searcher: tantivy.Searcher,
    field: str,
    query: tantivy.Query,
    offset: int,
    limit: int,
) -> Page:
    """Documents ``offset`` and following, by one of the integer orders."""
    before = min(offset, _REACH)
    count = before + limit + _REACH
    found = searcher.search(
        query,
        count,
        order_by_field=field,
        offset=offset - before,
        order=tantivy.Order.Asc,
    )
    hits = found.hits
    calls = 1
    ids: list[str] = []
    for start, end, shown in _on_page(hits, before, limit):
        begun = start == 0 and before < offset
        if begun or end == count:
            first = offset - before + start + shown.start
            wanted = min(end - start, shown.stop) - shown.start
            key = hits[start][0]
            ids += _part_of_group(searcher, field, query, key, first, wanted)
            calls += 2
        else:
            ids += _in_order(searcher, hits[start:end])[shown]
    return Page(ids, _total(found), calls)


def _part_of_group(
    searcher: tantivy.Searcher,
    field: str,
    query: tantivy.Query,
    key: int,
    offset: int,
    limit: int,
) -> list[str]:
    """Some of the documents that share ``key``; ``offset`` counts all documents."""
    ahead = compiling.both(query, compiling.integers(field, None, key - 1))
    equals = compiling.both(query, compiling.integers(field, key, key))
    hits = searcher.search(
        equals,
        limit,
        count=False,
        order_by_field="key",
        offset=offset - how_many(searcher, ahead),
        order=tantivy.Order.Asc,
    ).hits
    return [identifier(full_key) for full_key, _ in hits]


def by_relevance(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> Page:
    """Documents ``offset`` and following, best first; weights multiply the scores."""
    reach = _REACH
    calls = 0
    while True:
        first = max(0, offset - reach)
        count = offset - first + limit + reach
        found = searcher.search(query, count, offset=first, weight_by_field="weight")
        calls += 1
        hits = found.hits
        window = hits[offset - first :][:limit]
        if not window:
            return Page([], _total(found), calls)
        begun = first > 0 and hits[0][0] == window[0][0]
        goes_on = len(hits) == count and hits[-1][0] == window[-1][0]
        if reach >= _MANY or not (begun or goes_on):
            break
        reach = min(reach * 10, _MANY)
    ids: list[str] = []
    for start, end, shown in _on_page(hits, offset - first, limit):
        # Judged alike from every page that shows some of the group.
        if end - start > _MANY:
            ids += [identifier(_key(searcher, hit)) for hit in hits[start:end][shown]]
        else:
            ids += _in_order(searcher, hits[start:end])[shown]
    return Page(ids, _total(found), calls)


def page_of_hits(
    searcher: tantivy.Searcher, hits: Sequence[_Hit], offset: int, limit: int
) -> list[str]:
    """Identifiers ``offset`` and following of all that was found, in their order."""
    ids: list[str] = []
    for start, end, shown in _on_page(hits, offset, limit):
        ids += _in_order(searcher, hits[start:end])[shown]
    return ids


def in_tiers(
    tiers: Sequence[tantivy.Query],
    page_of: PageOf,
    offset: int,
    limit: int,
) -> Page:
    """Documents ``offset`` and following of disjoint ``tiers``, one after the other;
    the later ones are not asked once the page is full."""
    ids: list[str] = []
    calls = 0
    for tier in tiers:
        if len(ids) == limit:
            break
        page = page_of(tier, offset, limit - len(ids))
        ids += page.ids
        calls += page.calls
        offset = 0 if page.ids else offset - (page.total or 0)
    return Page(ids, None, calls)


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # the stub forgets it


def _on_page(
    hits: Sequence[_Hit], first: int, limit: int
) -> Iterator[tuple[int, int, slice]]:
    """Runs of equal keys that ``limit`` hits from ``first`` on show some of: where each
    starts and ends, and what of it is shown."""
    starts = [n for n in range(len(hits)) if n == 0 or hits[n][0] != hits[n - 1][0]]
    for start, end in itertools.pairwise([*starts, len(hits)]):
        if start < first + limit and first < end:
            yield start, end, slice(max(first - start, 0), first + limit - start)


def _in_order(searcher: tantivy.Searcher, group: Sequence[_Hit]) -> list[str]:
    """Identifiers of documents that tie, by title then identifier."""
    keys = [_key(searcher, hit) for hit in group]
    if len(keys) > 1:
        keys.sort()
    return [identifier(key) for key in keys]


def _key(searcher: tantivy.Searcher, hit: _Hit) -> str:
    return str(searcher.doc(hit[1])["key"][0])
