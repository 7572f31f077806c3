"""The same questions to two engines: what they find, count and put first."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.utils import timezone

from search.engines.base import Engine
from search.query import SearchQuery
from search.results import FacetValue, SearchResults
from search.service import asking, search, spelling
from tests.search.relevance.judging import ours
from tests.search.relevance.measuring import Judged, Score, score

TOP = 10
LEAST_IN_COMMON, MEAN_IN_COMMON = 5, 8


@dataclass
class Agreement:
    """Of one set of questions, asked of two engines."""

    in_common: list[float] = field(default_factory=list)  # of the first ten
    different: int = 0  # questions whose total or counts differ
    scores: dict[str, Score] = field(default_factory=dict)  # by engine

    @property
    def mean(self) -> float:
        return sum(self.in_common) / len(self.in_common)

    @property
    def faults(self) -> list[str]:
        """Where the engines do not answer alike, or not as well."""
        alike = {
            "totals and counts": not self.different,
            "the first ten": self.mean >= MEAN_IN_COMMON,
            "each first ten": min(self.in_common) >= LEAST_IN_COMMON,
            "success": len({each.success for each in self.scores.values()}) == 1,
        }
        return [name for name, holds in alike.items() if not holds]

    def __str__(self) -> str:
        found = "; ".join(f"{name} {held}" for name, held in self.scores.items())
        return (
            f"{len(self.in_common)} questions, in common {self.mean:.2f} of the first"
            f" ten, at least {min(self.in_common):.0f}; {found}"
        )


def compare(
    judgements: list[Judged], engines: list[Engine], patch: pytest.MonkeyPatch
) -> Agreement:
    """Ask all; what is held out is counted and never shown."""
    agreement = Agreement()
    answers: dict[str, list[SearchResults]] = {}
    for engine in engines:
        patch.setattr(asking, "current_engine", lambda engine=engine: engine)
        patch.setattr(spelling, "_held", {})
        answers[engine.name] = [_answer(judged.query) for judged in judgements]
        agreement.scores[engine.name] = score(judgements, ours)
    for one, other in zip(*answers.values(), strict=True):
        assert (one.engine, other.engine) == tuple(answers)
        agreement.different += (one.total, _counts(one)) != (
            other.total,
            _counts(other),
        )
        agreement.in_common.append(_in_common(one, other))
    return agreement


def _answer(text: str) -> SearchResults:
    return search(SearchQuery(today=timezone.localdate(), q=text))


def _in_common(one: SearchResults, other: SearchResults) -> float:
    """Out of ten, however few were found."""
    first, second = ({hit.id for hit in found.hits[:TOP]} for found in (one, other))
    if not first and not second:
        return TOP
    return TOP * len(first & second) / max(len(first), len(second))


def _counts(found: SearchResults) -> dict[tuple[str, str], int]:
    return {
        (facet.key, value.value): value.count
        for facet in found.facets
        for value in _values(facet.values)
    }


def _values(values: tuple[FacetValue, ...]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _values(value.children)
