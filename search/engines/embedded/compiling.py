"""Conditions and slots → Tantivy queries. No query parser ever reads a text."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import tantivy
from tantivy import Occur, Query

from search.engines import written
from search.engines.base import (
    All,
    Any,
    Condition,
    Days,
    Not,
    Terms,
)
from search.engines.embedded import schema as fields

# Above this many values one set query is faster than as many term queries.
_FEW_VALUES = 20


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    return fields.build()


def field_path(name: str) -> str:
    """Where the index holds what the contract calls ``name``."""
    if name == "type":
        return "kind"
    if name == "id" or name in fields.KEYWORDS:
        return name
    return f"facets.{name}"


def everything() -> Query:
    return Query.all_query()


def nothing() -> Query:
    return Query.empty_query()


def both(query: Query, other: Query) -> Query:
    """Both hold; only ``query`` counts for relevance."""
    return Query.boolean_query(
        [(Occur.Must, query), (Occur.Must, Query.const_score_query(other, 0.0))]
    )


def found(text: Query | None, filters: Iterable[Condition]) -> Query:
    """What the text, if any, and the filters leave."""
    filters = tuple(filters)
    if text is None:
        return conjunction(filters)
    return both(text, conjunction(filters)) if filters else text


def any_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return nothing()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Query]) -> Query:
    if not queries:
        return everything()
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def condition(given: Condition) -> Query:
    match given:
        case Terms(name, values):
            path = field_path(name)
            if len(values) > _FEW_VALUES:
                return Query.term_set_query(schema(), path, list(values))
            return any_of([_term(path, value) for value in values])
        case Days(name, first, last):
            return days(name, first, last)
        case All(conditions):
            return conjunction(conditions)
        case Any(conditions):
            return any_of([condition(part) for part in conditions])
        case Not(part):
            return Query.boolean_query(
                [(Occur.Must, everything()), (Occur.MustNot, condition(part))]
            )


def conjunction(conditions: Iterable[Condition]) -> Query:
    """All the conditions hold; exclusions are taken from what the others leave."""
    kept, left_out = [], []
    for given in conditions:
        if isinstance(given, Not):
            left_out.append(condition(given.condition))
        else:
            kept.append(condition(given))
    if not left_out:
        return all_of(kept)
    return Query.boolean_query(
        [(Occur.Must, query) for query in kept or [everything()]]
        + [(Occur.MustNot, query) for query in left_out]
    )


def days(name: str, first: int | None, last: int | None) -> Query:
    if name not in fields.DAYS:
        raise ValueError(f"“{name}” is no date field.")
    return integers(name, *written.bounds(first, last))


def integers(name: str, first: int | None, last: int) -> Query:
    return Query.range_query(
        schema(), name, tantivy.FieldType.Integer, lower_bound=first, upper_bound=last
    )


def tiers(query: Query, conditions: Sequence[Condition]) -> list[Query]:
    """``query`` cut in disjoint parts: the first condition that holds, then none."""
    parts: list[Query] = []
    earlier: list[Condition] = []
    for given in conditions:
        parts.append(both(query, conjunction([given, *map(Not, earlier)])))
        earlier.append(given)
    parts.append(both(query, conjunction([Not(given) for given in earlier])))
    return parts


def identified(document_id: str) -> Query:
    return _term("id", document_id)


def _term(path: str, value: str) -> Query:
    return Query.term_query(schema(), path, value, "basic")
