"""What was typed → Tantivy queries: slots, beginnings, and documents alike."""

from collections.abc import Callable, Sequence
from math import log

from tantivy import Occur, Query

from search.engines.base import (
    Alternative,
    Condition,
    EngineRequest,
    Slot,
    sorted_out,
)
from search.engines.embedded import schema as fields
from search.engines.embedded.compiling import (
    all_of,
    any_of,
    both,
    condition,
    nothing,
    schema,
)
from search.engines.written import ALL, ALL_BUT_ONE, BOOSTS, MAX_BOOST, TIE
from search.text.analysis import rules_for


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
    needed, others, bonuses = sorted_out(slots)
    at_least = min(at_least if needed else max(at_least, 1), len(others))
    must = [compiled(slot, rules) for slot in needed]
    some = [compiled(slot, rules) for slot in others] if at_least or whole else []
    if at_least:
        must.append(_held(some, at_least))
    if not must:
        return nothing()
    should: list[Query] = []
    if whole:
        should = [compiled(slot, rules) for slot in bonuses]
        should += _nearly_all(some, at_least) if at_least else some
    if not should:
        return all_of(must)
    return Query.boolean_query(
        [(Occur.Must, query) for query in must]
        + [(Occur.Should, query) for query in should]
    )


def _nearly_all(queries: Sequence[Query], at_least: int) -> list[Query]:
    """What documents that hold more than ``at_least`` of ``queries`` weigh more."""
    more = {len(queries) - 1: ALL_BUT_ONE, len(queries): ALL}
    return [
        Query.boost_query(_held(queries, count), factor)
        for count, factor in more.items()
        if count > at_least
    ]


def _held(queries: Sequence[Query], count: int) -> Query:
    """So many of ``queries`` hold."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries], count)


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
        for name, boost in BOOSTS.items():
            leaf = _leaf(alternative, f"{name}_{rules}")
            if leaf is not None:
                leaves.append(Query.boost_query(leaf, boost * alternative.weight))
    if len(leaves) <= 1:
        return leaves[0] if leaves else nothing()
    return Query.disjunction_max_query(leaves, TIE)


def _unscored(slot: Slot, rules: str) -> Query:
    leaves: list[Query] = []
    for alternative in slot.alternatives:
        names = ("any",) if len(alternative.terms) == 1 else tuple(BOOSTS)
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
