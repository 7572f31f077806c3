"""Counts → aggregations, all in the request that asks for the hits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from elasticsearch.dsl import aggs as a

from search.engines.base import MAX_DISTINCT, Condition, Count
from search.engines.elasticsearch.compiling import conjunction, field_path
from search.engines.written import DAYS, bounds

Counted = dict[str, dict[str | tuple[str, str], int]]


def aggregations(
    counts: Sequence[Count], held_already: frozenset[Condition]
) -> dict[str, a.Agg[Any]]:
    """One aggregation a set of filters, each with its counts inside.

    ``held_already`` are the conditions that everything the request finds fulfils.
    """
    groups: defaultdict[tuple[Condition, ...], dict[str, a.Agg[Any]]]
    groups = defaultdict(dict)
    for place, wanted in enumerate(counts):
        if _countable(wanted):
            left = tuple(g for g in wanted.filters if g not in held_already)
            groups[left][str(place)] = _request(wanted)
    return {
        str(place): a.Filter(conjunction(filters), aggs=members)
        for place, (filters, members) in enumerate(groups.items())
    }


def read(counts: Sequence[Count], answer: Mapping[str, Any]) -> Counted:
    """Each count by its name."""
    counted: Counted = {wanted.name: {} for wanted in counts}
    for group in answer.values():
        for place, found in group.items():
            if place.isdigit():
                wanted = counts[int(place)]
                counted[wanted.name] = dict(_read(wanted, found))
    return counted


def _countable(wanted: Count) -> bool:
    if wanted.day_ranges:
        return bool(_spans(wanted)) and (not wanted.split_by or wanted.values != ())
    return wanted.values != ()


def _request(wanted: Count) -> a.Agg[Any]:
    if not wanted.day_ranges:
        return _terms(wanted.field, wanted.values)
    if wanted.field not in DAYS:
        raise ValueError(f"“{wanted.field}” is no date field.")
    ranges = a.Range(field=wanted.field, ranges=_spans(wanted))
    if not wanted.split_by:
        return ranges
    split = _terms(wanted.split_by, wanted.values)
    split.bucket("days", ranges)
    return split


def _terms(name: str, values: tuple[str, ...] | None) -> a.Terms:
    counted = a.Terms(
        field=field_path(name),
        size=MAX_DISTINCT,
        shard_size=MAX_DISTINCT,  # as many from each shard: counts stay exact
    )
    if values is not None:
        counted.include = list(values)
    return counted


def _spans(wanted: Count) -> list[dict[str, Any]]:
    """The ranges that hold at least a day."""
    spans = [(name, *bounds(first, last)) for name, first, last in wanted.day_ranges]
    return [
        {"key": name, "from": first, "to": last + 1}
        for name, first, last in spans
        if first <= last
    ]


def _read(
    wanted: Count, found: Mapping[str, Any]
) -> Iterator[tuple[str | tuple[str, str], int]]:
    for bucket in found["buckets"]:
        if not bucket["doc_count"]:
            continue
        if wanted.day_ranges and wanted.split_by:
            for part in bucket["days"]["buckets"]:
                if part["doc_count"]:
                    yield (bucket["key"], part["key"]), part["doc_count"]
        else:
            yield bucket["key"], bucket["doc_count"]
