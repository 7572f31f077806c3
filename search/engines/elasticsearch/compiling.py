"""Conditions → queries in filter context. No parser ever reads a text."""

from collections.abc import Iterable, Sequence

from elasticsearch.dsl import query as q

from search.engines.base import All, Any, Condition, Days, Not, Terms
from search.engines.written import DAYS, KEYWORDS, bounds


def field_path(name: str) -> str:
    """Where the index holds what the contract calls ``name``."""
    if name == "type":
        return "kind"
    if name == "id" or name in KEYWORDS:
        return name
    return f"facets.{name}"


def condition(given: Condition) -> q.Query:
    match given:
        case Terms(name, values):
            return _terms(field_path(name), values)
        case Days(name, first, last):
            return days(name, first, last)
        case All(conditions):
            return conjunction(conditions)
        case Any(conditions):
            return any_of([condition(part) for part in conditions])
        case Not(part):
            return q.Bool(must_not=[condition(part)])


def conjunction(conditions: Iterable[Condition]) -> q.Query:
    """All the conditions hold; everything does where there is none."""
    kept, left_out = [], []
    for given in conditions:
        if isinstance(given, Not):
            left_out.append(condition(given.condition))
        else:
            kept.append(condition(given))
    if len(kept) == 1 and not left_out:
        return kept[0]
    if not kept and not left_out:
        return q.MatchAll()
    return q.Bool(filter=kept, must_not=left_out)


def any_of(queries: Sequence[q.Query]) -> q.Query:
    """One of them holds; nothing does where there is none."""
    if not queries:
        return q.MatchNone()
    if len(queries) == 1:
        return queries[0]
    return q.Bool(should=list(queries), minimum_should_match=1)


def days(name: str, first: int | None, last: int | None) -> q.Query:
    if name not in DAYS:
        raise ValueError(f"“{name}” is no date field.")
    start, end = bounds(first, last)
    return q.Range(**{name: {"gte": start, "lte": end}})


def _terms(path: str, values: tuple[str, ...]) -> q.Query:
    if not values:
        return q.MatchNone()
    if len(values) == 1:
        return q.Term(**{path: values[0]})
    return q.Terms(path, list(values))
