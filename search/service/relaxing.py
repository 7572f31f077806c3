"""Nothing found: which single filter to drop, and other words worth trying."""

from collections.abc import Iterator

from search.addresses import address, choosing
from search.engines.base import Count, EngineRequest, EngineUnavailable
from search.facets import FACETS, TYPE
from search.labels import Memory
from search.query import SearchQuery
from search.results import Relaxation
from search.service.asking import Asked
from search.service.conditions import select
from search.service.spelling import speller_for
from search.service.wording import Wording, word

NEARBY = 3
# More than that many wordings are not tried.
TRIED = 6


def relaxations(
    query: SearchQuery, wording: Wording, asking: Asked, memory: Memory
) -> tuple[Relaxation, ...]:
    """Each filter whose removal finds something, with how much that would be."""
    if not query.filters or asking.degraded:
        return ()
    lighter = {key: choosing(query, key, ()) for key, _values in query.filters}
    selections = {key: select(less, memory) for key, less in lighter.items()}
    request = EngineRequest(
        language=query.language,
        filters=selections[next(iter(selections))].filters(),
        slots=wording.slots,
        at_least=wording.at_least,
        other_slots=wording.other_slots,
        limit=0,
        counts=tuple(
            Count(key, TYPE, selection.filters())
            for key, selection in selections.items()
        ),
    )
    counts = asking.search(request).counts
    totals = {key: sum(counts.get(key, {}).values()) for key in lighter}
    return tuple(
        Relaxation(
            key,
            values,
            ", ".join(FACETS[key].values.label(value, memory) for value in values),
            totals[key],
            address(lighter[key]),
        )
        for key, values in query.filters
        if totals[key]
    )


def nearby_wordings(
    query: SearchQuery, asking: Asked, memory: Memory
) -> tuple[str, ...]:
    """Other words that do find something under the same filters."""
    if not query.q or asking.degraded:
        return ()
    typed = word(query.q, query, memory)
    selection = select(query, memory)
    found: list[str] = []
    for number, text in enumerate(_candidates(typed, query, asking)):
        if number >= TRIED or len(found) >= NEARBY:
            break
        wording = word(text, query, memory)
        if wording.is_empty:
            continue
        request = EngineRequest(
            language=query.language,
            filters=selection.filters(),
            slots=wording.slots,
            other_slots=wording.other_slots,
            limit=0,
        )
        if asking.search(request).total:
            found.append(text)
    return tuple(found)


def _candidates(typed: Wording, query: SearchQuery, asking: Asked) -> Iterator[str]:
    """Words that look like those typed, then fewer of them."""
    text = typed.parsed.text
    words = typed.parsed.words
    seen = {text}

    def fresh(candidate: str) -> Iterator[str]:
        if candidate.strip() and candidate not in seen:
            seen.add(candidate)
            yield candidate

    try:
        speller = speller_for(asking.engine, query.language)
    except EngineUnavailable:
        return
    for token in words:
        for other in speller.suggest(token.word) if speller else ():
            yield from fresh(text[: token.start] + other + text[token.end :])
    if len(words) > 1:
        for token in words:
            rest = text[: token.start] + text[token.end :]
            yield from fresh(" ".join(rest.split()))
