"""Conditions and slots → Tantivy queries. No query parser ever reads a text."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import log

import tantivy
from tantivy import Occur, Query

from search.engines.base import (
    All,
    Alternative,
    Any,
    Condition,
    Days,
    EngineRequest,
    Not,
    Slot,
    Terms,
)
from search.engines.embedded import schema as fields
from search.text.analysis import rules_for

TIE = 0.1
MAX_BOOST = 3.0
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
    return integers(name, *bounds(first, last))


def bounds(first: int | None, last: int | None) -> tuple[int, int]:
    """Two days, both included, that any index holds."""
    return (
        min(max(first or 1, 1), fields.NEVER + 1),
        fields.NEVER if last is None else min(max(last, 0), fields.NEVER),
    )


def integers(name: str, first: int | None, last: int) -> Query:
    return Query.range_query(
        schema(), name, tantivy.FieldType.Integer, lower_bound=first, upper_bound=last
    )


def text(request: EngineRequest) -> Query | None:
    """What was typed, scored: each slot by its best field; None for nothing."""
    return _groups(request, _scored, whole=True)


def matching(request: EngineRequest) -> Query | None:
    """The same documents as ``text``, without scores: faster to count."""
    return _groups(request, _unscored, whole=False)


def _groups(
    request: EngineRequest, compiled: Callable[[Slot, str], Query], *, whole: bool
) -> Query | None:
    """A text has words in one language only: one group of slots finds it.

    Unless ``whole``, slots that only add to relevance are left out.
    """
    groups = [
        _slots(slots, rules_for(language), request.at_least, compiled, whole)
        for language, slots in (
            (request.language, request.slots),
            *request.other_slots,
        )
        if slots
    ]
    return any_of(groups) if groups else None


def _slots(
    slots: Sequence[Slot],
    rules: str,
    at_least: int,
    compiled: Callable[[Slot, str], Query],
    whole: bool,
) -> Query:
    optional = sum(not slot.required for slot in slots)
    if optional == len(slots):
        at_least = max(at_least, 1)
    at_least = min(at_least, optional)
    asked = [slot for slot in slots if slot.required or at_least or whole]
    if len(asked) == 1:
        return compiled(asked[0], rules)
    return Query.boolean_query(
        [
            (Occur.Must if slot.required else Occur.Should, compiled(slot, rules))
            for slot in asked
        ],
        at_least or None,
    )


def boosted(query: Query, boosts: Sequence[tuple[Condition, float]]) -> Query:
    """``query`` with its scores multiplied by the largest factor that applies."""
    if not boosts:
        return query
    return Query.disjunction_max_query(
        [
            query,
            *(
                Query.boost_query(
                    both(query, condition(given)), min(max(factor, 1.0), MAX_BOOST)
                )
                for given, factor in boosts
            ),
        ]
    )


def _scored(slot: Slot, rules: str) -> Query:
    leaves: list[Query] = []
    for alternative in slot.alternatives:
        for name, boost in fields.BOOSTS.items():
            leaf = _leaf(alternative, f"{name}_{rules}")
            if leaf is not None:
                leaves.append(Query.boost_query(leaf, boost * alternative.weight))
    if len(leaves) <= 1:
        return leaves[0] if leaves else nothing()
    return Query.disjunction_max_query(leaves, TIE)


def _unscored(slot: Slot, rules: str) -> Query:
    leaves: list[Query] = []
    for alternative in slot.alternatives:
        names = ("any",) if len(alternative.terms) == 1 else tuple(fields.BOOSTS)
        found = [_leaf(alternative, f"{name}_{rules}") for name in names]
        leaves += [leaf for leaf in found if leaf is not None]
    return any_of(leaves)


def _leaf(alternative: Alternative, name: str) -> Query | None:
    terms = alternative.terms
    if not terms:
        return None
    if len(terms) == 1:
        if alternative.fuzzy:
            return Query.fuzzy_term_query(schema(), name, terms[0], distance=1)
        return Query.term_query(schema(), name, terms[0], "freq")
    offsets = alternative.offsets or tuple(range(len(terms)))
    return Query.phrase_query(schema(), name, list(zip(offsets, terms, strict=True)))


def _term(path: str, value: str) -> Query:
    return Query.term_query(schema(), path, value, "basic")


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


def beginnings(words: Sequence[str]) -> Query:
    """Titles with words that start so; one that starts with the first comes first."""

    def held(text: str) -> Query:
        return Query.term_query(schema(), "beginnings", text, "freq")

    return Query.boolean_query(
        [
            *((Occur.Must, held(word)) for word in words),
            (Occur.Should, Query.boost_query(held(fields.FIRST_WORD + words[0]), 2.0)),
        ]
    )


def like(field: str, held: dict[str, int], documents: int, limit: int) -> Query:
    """Documents that insist on the same terms: the rarest of those most insisted on.

    ``held`` says how many documents hold each term, those most insisted on first.
    """
    weights = {
        term: log(1 + documents / count) * (1.5 - place / len(held))
        for place, (term, count) in enumerate(held.items())
        if count > 1
    }
    best = sorted(weights, key=lambda term: (-weights[term], term))[:limit]
    return any_of(
        [
            Query.boost_query(
                Query.term_query(schema(), field, term, "freq"), weights[term]
            )
            for term in best
        ]
    )
