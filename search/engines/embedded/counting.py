"""Counts → one aggregation per set of filters."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import tantivy

from search.engines.base import Condition, Count
from search.engines.embedded import compiling
from search.engines.embedded.schema import DAYS

# As many as Tantivy agrees to count at once; beyond it refuses, and is never wrong.
_ALL_VALUES = 10_000_000
_FAR = 10_000_000  # after the last day there is

Counted = dict[str, dict[str | tuple[str, str], int]]


def count(
    searcher: tantivy.Searcher, text: tantivy.Query | None, counts: Sequence[Count]
) -> tuple[Counted, int]:
    """Each count by its name, and how many times the index was asked."""
    groups: defaultdict[tuple[Condition, ...], list[Count]] = defaultdict(list)
    for wanted in counts:
        groups[wanted.filters].append(wanted)
    answer: Counted = {wanted.name: {} for wanted in counts}
    calls = 0
    for filters, members in groups.items():
        query = compiling.found(text, filters)
        for wanted, found in _ask(searcher, query, members):
            answer[wanted.name] = _read(wanted, found)
        calls += 1
    return answer, calls


def _ask(
    searcher: tantivy.Searcher, query: tantivy.Query, members: Sequence[Count]
) -> Iterator[tuple[Count, dict[str, Any]]]:
    """Each count with its raw answer, from one question where Tantivy allows it."""
    members = [wanted for wanted in members if wanted.values != ()]
    try:
        found = searcher.aggregate(
            query, {str(n): _request(wanted) for n, wanted in enumerate(members)}
        )
    except ValueError as error:
        if len(members) < 2 or "bucket limit" not in str(error):
            raise
        half = len(members) // 2
        yield from _ask(searcher, query, members[:half])
        yield from _ask(searcher, query, members[half:])
    else:
        for n, wanted in enumerate(members):
            yield wanted, found[str(n)]


def _request(wanted: Count) -> dict[str, Any]:
    if not wanted.day_ranges:
        terms = _terms(wanted.field)
        if wanted.values is not None:
            terms["terms"]["include"] = list(wanted.values)
        return terms
    if wanted.field not in DAYS:
        raise ValueError(f"“{wanted.field}” is no date field.")
    ranges = {"range": {"field": wanted.field, "ranges": _pieces(wanted)}}
    if not wanted.split_by:
        return ranges
    split = _terms(wanted.split_by)
    if wanted.values is not None:
        split["terms"]["include"] = list(wanted.values)
    return {**split, "aggs": {"days": ranges}}


def _terms(name: str) -> dict[str, Any]:
    return {
        "terms": {
            "field": compiling.field_path(name),
            "size": _ALL_VALUES,
            "segment_size": _ALL_VALUES,
        }
    }


def _pieces(wanted: Count) -> list[dict[str, Any]]:
    """Ranges that do not overlap, which Tantivy asks for; ours are sums of them."""
    cuts = _cuts(wanted)
    return [
        {"key": str(first), "from": float(first), "to": float(end)}
        for first, end in itertools.pairwise(cuts)
    ]


def _cuts(wanted: Count) -> list[int]:
    firsts = {1 if first is None else first for _, first, _ in wanted.day_ranges}
    ends = {_FAR if last is None else last + 1 for _, _, last in wanted.day_ranges}
    return sorted(firsts | ends)


def _read(wanted: Count, found: dict[str, Any]) -> dict[str | tuple[str, str], int]:
    if not wanted.day_ranges:
        return {
            bucket["key"]: bucket["doc_count"]
            for bucket in found["buckets"]
            if bucket["doc_count"]
        }
    if not wanted.split_by:
        return dict(_sums(wanted, found))
    return {
        (bucket["key"], name): number
        for bucket in found["buckets"]
        for name, number in _sums(wanted, bucket["days"])
    }


def _sums(wanted: Count, found: dict[str, Any]) -> Iterable[tuple[str, int]]:
    pieces = [
        (int(bucket["key"]), bucket["doc_count"])
        for bucket in found["buckets"]
        if bucket["doc_count"] and bucket["key"].isdigit()
    ]
    for name, first, last in wanted.day_ranges:
        low, high = first or 1, _FAR if last is None else last
        number = sum(held for start, held in pieces if low <= start <= high)
        if number:
            yield name, number
