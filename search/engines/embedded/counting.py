"""Counts → one aggregation per set of filters."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import tantivy

from search.engines.base import Condition, Count
from search.engines.embedded import compiling
from search.engines.embedded.schema import DAYS

# More than any field holds: Tantivy's counts are exact only when no value is cut off.
_ALL_VALUES = 60_000

Counted = dict[str, dict[str | tuple[str, str], int]]


def count(
    searcher: tantivy.Searcher, base: tantivy.Query, counts: Sequence[Count]
) -> tuple[Counted, int]:
    """Each count by its name, and how many times the index was asked."""
    groups: defaultdict[tuple[Condition, ...], list[Count]] = defaultdict(list)
    for wanted in counts:
        groups[wanted.filters].append(wanted)
    answer: Counted = {}
    for filters, members in groups.items():
        query = compiling.both(base, compiling.conjunction(filters))
        found = searcher.aggregate(
            query, {str(n): _request(wanted) for n, wanted in enumerate(members)}
        )
        for n, wanted in enumerate(members):
            answer[wanted.name] = _read(wanted, found[str(n)])
    return answer, len(groups)


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


_FAR = 10_000_000


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
