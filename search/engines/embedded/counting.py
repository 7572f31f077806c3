"""Counts → one aggregation per set of filters."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import tantivy

from search.engines import written
from search.engines.base import Condition, Count
from search.engines.embedded import compiling
from search.engines.written import DAYS

# As many as Tantivy agrees to count at once; beyond it refuses, and is never wrong.
_ALL_VALUES = 10_000_000

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
    members = [wanted for wanted in members if _countable(wanted)]
    if not members:
        return
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


def _countable(wanted: Count) -> bool:
    """Whether anything can be counted: Tantivy panics where no range is given."""
    if wanted.day_ranges:
        return bool(_spans(wanted)) and (not wanted.split_by or wanted.values != ())
    return wanted.values != ()


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
    return sorted({cut for _, first, end in _spans(wanted) for cut in (first, end)})


def _spans(wanted: Count) -> list[tuple[str, int, int]]:
    """The ranges that hold at least a day: name, first day, day after the last."""
    spans = [
        (name, *written.bounds(first, last)) for name, first, last in wanted.day_ranges
    ]
    return [(name, first, last + 1) for name, first, last in spans if first <= last]


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
    for name, first, end in _spans(wanted):
        number = sum(held for start, held in pieces if first <= start < end)
        if number:
            yield name, number
