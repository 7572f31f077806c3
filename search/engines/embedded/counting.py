"""Counts → one aggregation per set of filters, and one for sets that only add to
another what kinds or places are meant."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any as Anything

import tantivy

from search.engines import written
from search.engines.base import Any, Condition, Count, Not, Terms
from search.engines.embedded import compiling
from search.engines.written import DAYS

# As many as Tantivy agrees to count at once; beyond it refuses, and is never wrong.
_ALL_VALUES = 10_000_000
# Fields of which every document holds one value.
_SINGLE = {"type", "kind", "language", "archived"}
_WORD = re.compile(r"[a-z0-9-]+")

Filters = tuple[Condition, ...]
Counted = dict[str, dict[str | tuple[str, str], int]]
Aggregations = dict[str, Anything]


@dataclass
class _Question:
    """Counts of what ``filters`` leave; ``narrower`` ones leave less, by the condition
    that is written beside each, and are asked with it."""

    filters: Filters
    counts: list[Count] = field(default_factory=list)
    narrower: "list[tuple[str, _Question]]" = field(default_factory=list)

    def parts(self) -> "list[_Question]":
        """The same counts in smaller questions; none where there is but one."""
        if self.narrower:
            alone = _Question(self.filters, self.counts)
            return [alone, *(question for _text, question in self.narrower)]
        if len(self.counts) < 2:
            return []
        half = len(self.counts) // 2
        return [
            _Question(self.filters, self.counts[:half]),
            _Question(self.filters, self.counts[half:]),
        ]

    def aggregations(self) -> Aggregations:
        asked: Aggregations = {
            str(place): _request(wanted) for place, wanted in enumerate(self.counts)
        }
        for place, (text, question) in enumerate(self.narrower):
            inner = question.aggregations()
            asked[f"narrower-{place}"] = {"filter": text, "aggs": inner}
        return asked

    def read(self, found: Aggregations) -> Iterator[tuple[Count, Aggregations]]:
        for place, wanted in enumerate(self.counts):
            yield wanted, found[str(place)]
        for place, (_text, question) in enumerate(self.narrower):
            yield from question.read(found[f"narrower-{place}"])


def count(
    searcher: tantivy.Searcher, text: tantivy.Query | None, counts: Sequence[Count]
) -> tuple[Counted, int]:
    """Each count by its name, and how many times the index was asked."""
    answer: Counted = {wanted.name: {} for wanted in counts}
    calls = 0
    for question in _questions(counts):
        for wanted, found in _ask(searcher, text, question):
            answer[wanted.name] = _read(wanted, found)
        calls += 1
    return answer, calls


def total(filters: Filters, counts: Sequence[Count], counted: Counted) -> int | None:
    """How many documents ``filters`` leave, where some count tells it."""
    for wanted in counts:
        whole = Count(wanted.name, wanted.field, filters)
        if wanted.field in _SINGLE and wanted == whole:
            return sum(counted[wanted.name].values())
    return None


def _questions(counts: Sequence[Count]) -> list[_Question]:
    questions: dict[Filters, _Question] = {}
    for wanted in counts:
        if _countable(wanted):
            question = questions.setdefault(wanted.filters, _Question(wanted.filters))
            question.counts.append(wanted)
    asked = []
    for filters, question in questions.items():
        for place, given in enumerate(filters):
            wider = questions.get(filters[:place] + filters[place + 1 :])
            if wider is not None and (text := _text(given)):
                wider.narrower.append((text, question))
                break
        else:
            asked.append(question)
    return asked


def _text(given: Condition) -> str:
    """A condition on kinds or places as aggregations want it, who take no query; empty
    for another condition, or a value that might be read as more than a word."""
    match given:
        case Not(condition):
            text = _text(condition)
            return f"(* AND -{text})" if text else ""
        case Any(conditions):
            texts = [_text(condition) for condition in conditions]
            return f"({' OR '.join(texts)})" if texts and all(texts) else ""
        case Terms("type" | "kind" | "within" | "within_communes" as name, values):
            if not values or not all(map(_WORD.fullmatch, values)):
                return ""
            quoted = " ".join(f'"{value}"' for value in values)
            return f"{compiling.field_path(name)}: IN [{quoted}]"
        case _:
            return ""


def _ask(
    searcher: tantivy.Searcher, text: tantivy.Query | None, question: _Question
) -> Iterator[tuple[Count, Aggregations]]:
    """Each count with its raw answer, from one call where Tantivy allows it."""
    query = compiling.found(text, question.filters)
    try:
        found = searcher.aggregate(query, question.aggregations())
    except ValueError as error:
        parts = question.parts()
        if not parts or "bucket limit" not in str(error):
            raise
        for part in parts:
            yield from _ask(searcher, text, part)
    else:
        yield from question.read(found)


def _countable(wanted: Count) -> bool:
    """Whether anything can be counted: Tantivy panics where no range is given."""
    if wanted.day_ranges:
        return bool(_spans(wanted)) and (not wanted.split_by or wanted.values != ())
    return wanted.values != ()


def _request(wanted: Count) -> Aggregations:
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


def _terms(name: str) -> Aggregations:
    return {
        "terms": {
            "field": compiling.field_path(name),
            "size": _ALL_VALUES,
            "segment_size": _ALL_VALUES,
        }
    }


def _pieces(wanted: Count) -> list[Aggregations]:
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


def _read(wanted: Count, found: Aggregations) -> dict[str | tuple[str, str], int]:
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


def _sums(wanted: Count, found: Aggregations) -> Iterable[tuple[str, int]]:
    pieces = [
        (int(bucket["key"]), bucket["doc_count"])
        for bucket in found["buckets"]
        if bucket["doc_count"] and bucket["key"].isdigit()
    ]
    for name, first, end in _spans(wanted):
        number = sum(held for start, held in pieces if first <= start < end)
        if number:
            yield name, number
