"""Which documents stand on a page, in an order that never depends on chance.

Tantivy breaks ties by internal address, which changes with each write. Here documents
that tie stand by title, then by identifier.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy

from search.engines.embedded import compiling
from search.engines.embedded.sort_keys import identifier

# A larger group of equals is ordered by the index itself.
_MANY = 1_000

Hit = tuple[Any, tantivy.DocAddress]


def how_many(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    found = searcher.search(query, 1)
    return int(found.count)  # type: ignore[attr-defined]  # the stub forgets it


@dataclass
class Page:
    ids: list[str]
    calls: int


def by_field(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    field: str,
    offset: int,
    limit: int,
) -> Page:
    """Documents ``offset`` and following, by one of the integer orders."""
    before = min(offset, 1)
    hits = searcher.search(
        query,
        limit + before + 1,
        count=False,
        order_by_field=field,
        offset=offset - before,
        order=tantivy.Order.Asc,
    ).hits
    window = hits[before : before + limit]
    if not window:
        return Page([], 1)
    calls = 1
    ids: list[str] = []
    for start, end in _groups(window):
        key = window[start][0]
        cut_before = start == 0 and before and hits[0][0] == key
        cut_after = end == limit and len(hits) > before + limit and hits[-1][0] == key
        if cut_before or cut_after:
            ids += _part_of_group(
                searcher, query, field, key, offset + start, end - start
            )
            calls += 2
        else:
            ids += in_order(searcher, window[start:end])
    return Page(ids, calls)


def _part_of_group(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    field: str,
    key: int,
    offset: int,
    limit: int,
) -> list[str]:
    """Some of the documents that share ``key``; ``offset`` counts all documents."""
    ahead = compiling.both(query, compiling.integers(field, None, key - 1))
    skipped = offset - how_many(searcher, ahead)
    equals = compiling.both(query, compiling.integers(field, key, key))
    hits = searcher.search(
        equals,
        limit,
        count=False,
        order_by_field="key",
        offset=skipped,
        order=tantivy.Order.Asc,
    ).hits
    return [identifier(full_key) for full_key, _ in hits]


def by_relevance(
    searcher: tantivy.Searcher, query: tantivy.Query, offset: int, limit: int
) -> Page:
    """Documents ``offset`` and following, best first; weights multiply the scores."""

    def best(first: int, count: int) -> list[Hit]:
        hits: list[Hit] = searcher.search(
            query, count, count=False, offset=first, weight_by_field="weight"
        ).hits
        return hits

    first = max(0, offset - 8)
    hits = best(first, limit + (offset - first) + 8)
    calls = 1
    while True:
        window = hits[offset - first : offset - first + limit]
        if not window:
            return Page([], calls)
        reach = 8 << (2 * calls)
        cut_before = first > 0 and hits[0][0] == window[0][0]
        cut_after = hits[-1][0] == window[-1][0] and len(hits) == limit + (
            offset - first
        ) + (reach >> 2)
        if not (cut_before or cut_after) or reach > 4 * _MANY:
            break
        first = max(0, offset - reach)
        hits = best(first, limit + (offset - first) + reach)
        calls += 1
    ids: list[str] = []
    for start, end in _groups(hits):
        group = hits[start:end]
        if len(group) > _MANY:
            ids += [identifier(_key(searcher, address)) for _, address in group]
        else:
            ids += in_order(searcher, group)
    return Page(ids[offset - first : offset - first + limit], calls)


def _groups(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Runs of equal keys: where each starts and ends."""
    starts = [n for n in range(len(hits)) if n == 0 or hits[n][0] != hits[n - 1][0]]
    return list(zip(starts, [*starts[1:], len(hits)], strict=True))


def in_order(searcher: tantivy.Searcher, group: Sequence[Hit]) -> list[str]:
    """Identifiers of documents that tie, by title then identifier."""
    keys = [_key(searcher, address) for _, address in group]
    if len(keys) > 1:
        keys.sort()
    return [identifier(key) for key in keys]


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address)["key"][0])


Ordered = Callable[[tantivy.Query, int, int], Page]


def in_tiers(
    searcher: tantivy.Searcher,
    tiers: Sequence[tantivy.Query],
    page_of: Ordered,
    offset: int,
    limit: int,
) -> Page:
    """All documents of the first tier, then those of the next; tiers are disjoint."""
    ids: list[str] = []
    calls = 0
    for tier in tiers:
        if len(ids) >= limit:
            break
        page = page_of(tier, offset, limit - len(ids))
        ids += page.ids
        calls += page.calls
        if len(page.ids) < limit - len(ids) + len(page.ids):
            held = how_many(searcher, tier) if not page.ids else 0
            calls += not page.ids
            offset = max(0, offset - held) if not page.ids else 0
    return Page(ids, calls)
