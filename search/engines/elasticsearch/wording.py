"""What was typed → queries: slots, beginnings, and documents alike."""

from collections.abc import Iterable, Sequence
from typing import Literal

from elasticsearch.dsl import function as f
from elasticsearch.dsl import query as q

from search.engines.base import (
    Alternative,
    Condition,
    EngineRequest,
    Slot,
    sorted_out,
)
from search.engines.elasticsearch.compiling import any_of, condition, conjunction
from search.engines.written import (
    ALL,
    ALL_BUT_ONE,
    BOOSTS,
    LANGUAGES,
    MAX_BOOST,
    TIE,
)
from search.text.analysis import GAP, rules_for

Mode = Literal["multiply", "replace"]

_FIRST_WORD_BOOST = 2.0
_LIKE_TERMS = 20


def text(request: EngineRequest) -> q.Query | None:
    """What was typed, each slot by its best field; None for nothing.

    A text has words in one language only: one group of slots finds it.
    """
    groups = [
        _slots(slots, rules_for(language), request.at_least)
        for language, slots in (
            (request.language, request.slots),
            *request.other_slots,
        )
        if slots
    ]
    return any_of(groups) if groups else None


def _slots(slots: Sequence[Slot], rules: str, at_least: int) -> q.Query:
    needed, others, bonuses = (
        [_slot(slot, rules) for slot in part] for part in sorted_out(slots)
    )
    at_least = min(at_least if needed else max(at_least, 1), len(others))
    if at_least:
        needed.append(_held(others, at_least))
    if not needed:
        return q.MatchNone()
    more = _nearly_all(others, at_least) if at_least else others
    return q.Bool(must=needed, should=[*bonuses, *more], minimum_should_match=0)


def _nearly_all(queries: Sequence[q.Query], at_least: int) -> list[q.Query]:
    """What documents that hold more than ``at_least`` of ``queries`` weigh more."""
    more = {len(queries) - 1: ALL_BUT_ONE, len(queries): ALL}
    return [
        _held(queries, count, factor)
        for count, factor in more.items()
        if count > at_least
    ]


def _held(queries: Sequence[q.Query], count: int, boost: float = 1.0) -> q.Query:
    """So many of ``queries`` hold."""
    return q.Bool(should=list(queries), minimum_should_match=count, boost=boost)


def _slot(slot: Slot, rules: str) -> q.Query:
    leaves = [
        _leaf(said, f"{name}_{rules}", boost * said.weight)
        for said in slot.alternatives
        if said.terms
        for name, boost in BOOSTS.items()
    ]
    return q.DisMax(queries=leaves, tie_breaker=TIE) if leaves else q.MatchNone()


def _leaf(said: Alternative, field: str, boost: float) -> q.Query:
    first = said.terms[0]
    if len(said.terms) > 1:
        return q.MatchPhrase(**{field: {"query": _spaced(said), "boost": boost}})
    if not said.fuzzy:
        return q.Term(**{field: {"value": first, "boost": boost}})
    # Every term near enough, not the fifty nearest: what is found is the same whatever
    # else the index holds.
    close = {"value": first, "fuzziness": 1, "rewrite": "constant_score"}
    return q.Fuzzy(**{field: {**close, "boost": boost}})


def _spaced(said: Alternative) -> str:
    """The terms as the index holds them: a gap where a stop word stood."""
    if not said.offsets:
        return " ".join(said.terms)
    held = dict(zip(said.offsets, said.terms, strict=True))
    return " ".join(held.get(place, GAP) for place in range(max(held) + 1))


def weighed(query: q.Query) -> q.Query:
    """Scores multiplied by the weight of each document."""
    weight = f.FieldValueFactor(field="weight", missing=1)
    return q.FunctionScore(query=query, functions=[weight], boost_mode="multiply")


def boosted(query: q.Query, boosts: Sequence[tuple[Condition, float]]) -> q.Query:
    """Scores multiplied by the largest factor that applies."""
    if not boosts:
        return query
    factors = [
        _factor(condition(given), min(max(factor, 1.0), MAX_BOOST))
        for given, factor in boosts
    ]
    return q.FunctionScore(
        query=query, functions=factors, score_mode="max", boost_mode="multiply"
    )


def in_tiers(query: q.Query, tiers: Sequence[Condition]) -> q.Query:
    """The first tier that holds, as the score: the later, the lower."""
    return _ranked(
        query, tiers, [float(n) for n in range(len(tiers), -1, -1)], "replace"
    )


# A score is a float of 24 significant bits. Multiplied by a power of two it keeps them
# all; a step wider than any two scores are apart makes tiers that never mix.
_STEP = 38
_HALF_STEP = _STEP // 2
_LEAST = 2.0**-10
MAX_TIERS = 5


def relevance_in_tiers(query: q.Query, tiers: Sequence[Condition]) -> q.Query:
    """Relevance inside tiers, the first tier that holds first."""
    if len(tiers) > MAX_TIERS:
        raise ValueError(f"Words are ordered in at most {MAX_TIERS} tiers.")
    last = len(tiers)
    powers = [2.0 ** (_STEP * (last - n) - _HALF_STEP * last) for n in range(last + 1)]
    # No score is so small that the lowest tier would lose digits.
    everything = q.ConstantScore(filter=q.MatchAll(), boost=_LEAST)
    return _ranked(q.Bool(must=[query, everything]), tiers, powers, "multiply")


def _ranked(
    query: q.Query, tiers: Sequence[Condition], scores: Sequence[float], mode: Mode
) -> q.Query:
    filters = [*map(condition, tiers), q.MatchAll()]
    return q.FunctionScore(
        query=query,
        functions=list(map(_factor, filters, scores)),
        score_mode="first",
        boost_mode=mode,
    )


def _factor(query: q.Query, weight: float) -> f.ScoreFunction:
    return f.BoostFactor(filter=query, weight=weight)


def beginnings(words: Sequence[str], filters: Iterable[Condition]) -> q.Query:
    """Titles with words that start so; one that starts with the first comes first."""
    first = {"value": words[0], "boost": _FIRST_WORD_BOOST}
    return weighed(
        q.Bool(
            must=[q.Term(beginnings=word) for word in words],
            should=[q.Term(first_beginnings=first)],
            filter=[conjunction(filters)],
        )
    )


def like(index: str, document_id: str, filters: Iterable[Condition]) -> q.Query:
    """Documents that share the rarest of the terms that this one insists on."""
    alike = q.MoreLikeThis(
        fields=[f"like_{language}" for language in LANGUAGES],
        # A `LikeDocument` is no JSON: the client leaves it as it is, then refuses it.
        like=[{"_index": index, "_id": document_id}],  # type: ignore[list-item]
        min_term_freq=1,
        min_doc_freq=2,
        max_query_terms=_LIKE_TERMS,
        minimum_should_match="1",
        boost_terms=1,
    )
    return weighed(q.Bool(must=[alike], filter=[conjunction(filters)]))
