"""Words are first taken as typed; where that finds little, put right, then loosened.

What is little is judged on all that the words find, whatever filters are chosen: how
words are read does not change from one filter to the next, or the counts beside the
filters would say what choosing them does not give.
"""

from collections.abc import Callable
from dataclasses import dataclass

from search.engines.base import EngineAnswer, EngineUnavailable
from search.labels import Memory
from search.query import SearchQuery, Without
from search.results import Note
from search.service import notes
from search.service.asking import Asked
from search.service.spelling import speller_for
from search.service.wording import HALF_OF_WORDS, SOME_WORDS, Wording, word
from search.text.spelling import Correction

# Fewer results than this are little, and for three words or more that must all hold.
LITTLE = 3
LITTLE_FOR_ALL = 10

Ask = Callable[[Wording], EngineAnswer]


@dataclass
class Found:
    """The wording that was kept, its answer, and what to say of it."""

    wording: Wording
    answer: EngineAnswer
    notes: tuple[Note, ...] = ()


def try_wordings(
    query: SearchQuery, memory: Memory, asking: Asked, ask: Ask, everywhere: Ask
) -> Found:
    """As typed; with spelling put right; with some of the words; with close words.

    Each is kept only when it finds more than the one before. ``ask`` answers under
    the filters of ``query``, ``everywhere`` says how much there is without them.
    """
    typed = word(query.q, query, memory)
    found = Found(typed, ask(typed))
    little = LITTLE_FOR_ALL if len(typed.parsed.words) > 2 else LITTLE
    if typed.is_empty or found.answer.total >= little:
        return found
    if not query.filters:
        return _better(query, memory, asking, ask, found)
    first = Found(typed, everywhere(typed))
    best = _better(query, memory, asking, everywhere, first)
    if best is first:
        return found
    return Found(best.wording, ask(best.wording), best.notes)


def _better(
    query: SearchQuery, memory: Memory, asking: Asked, ask: Ask, found: Found
) -> Found:
    text = query.q
    may_correct = Without.CORRECTION not in query.without and not asking.degraded
    if found.answer.total < LITTLE:
        correction = correct(found.wording, asking) if may_correct else None
        if correction is not None:
            better = word(correction.text, query, memory)
            answer = ask(better)
            if answer.total > found.answer.total:
                note = notes.correction_note(query, correction)
                found, text = Found(better, answer, (note,)), correction.text
    words = len(found.wording.parsed.words)
    if words > 1:
        said = found.notes
        enough = LITTLE_FOR_ALL if words > 2 else LITTLE
        for share, little in ((HALF_OF_WORDS, enough), (SOME_WORDS, LITTLE)):
            if found.answer.total < little:
                loose = word(text, query, memory, share=share)
                answer = ask(loose)
                if answer.total > found.answer.total:
                    found = Found(loose, answer, (*said, notes.loose_note()))
    if may_correct and not found.answer.total:
        close = word(text, query, memory, fuzzy=True)
        if close.slots != found.wording.slots:
            answer = ask(close)
            if answer.total:
                found = Found(close, answer, (notes.close_words_note(query),))
    return found


def correct(wording: Wording, asking: Asked) -> Correction | None:
    """The words put right with those of the documents, if the engine says them."""
    try:
        speller = speller_for(asking.engine, wording.parsed.language)
    except EngineUnavailable:
        return None
    return speller.correct(wording.parsed) if speller else None
