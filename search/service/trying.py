"""Words are first taken as typed; where that finds little, put right, then loosened."""

from collections.abc import Callable
from dataclasses import dataclass

from search.engines.base import EngineAnswer, EngineUnavailable
from search.labels import Memory
from search.query import SearchQuery, Without
from search.results import Note
from search.service import notes
from search.service.asking import Asked
from search.service.spelling import speller_for
from search.service.wording import (
    MOST_WORDS,
    SOME_WORDS,
    Wording,
    can_be_loose,
    word,
)
from search.text.spelling import Correction

# Fewer results than this are little.
LITTLE = 3

Ask = Callable[[Wording], EngineAnswer]


@dataclass
class Found:
    """The wording that was kept, its answer, and what to say of it."""

    wording: Wording
    answer: EngineAnswer
    notes: tuple[Note, ...] = ()


def try_wordings(query: SearchQuery, memory: Memory, asking: Asked, ask: Ask) -> Found:
    """As typed; with spelling put right; with close words; with some of the words.

    Each is kept only when it finds more than the one before.
    """
    typed = word(query.q, query, memory)
    found = Found(typed, ask(typed))
    if typed.is_empty or not _is_little(found):
        return found
    text = query.q
    if Without.CORRECTION not in query.without and not asking.degraded:
        correction = correct(typed, asking)
        if correction is not None:
            better = word(correction.text, query, memory)
            answer = ask(better)
            if answer.total > found.answer.total:
                note = notes.correction_note(query, correction)
                found, text = Found(better, answer, (note,)), correction.text
        if not found.answer.total:
            close = word(text, query, memory, fuzzy=True)
            if close.slots != found.wording.slots:
                answer = ask(close)
                if answer.total:
                    note = notes.close_words_note(query)
                    found = Found(close, answer, (note,))
    if can_be_loose(found.wording) or _known_pair(found.wording, asking):
        said = found.notes
        for share, little in ((MOST_WORDS, LITTLE), (SOME_WORDS, 1)):
            if found.answer.total < little:
                loose = word(text, query, memory, share=share)
                answer = ask(loose)
                if answer.total > found.answer.total:
                    found = Found(loose, answer, (*said, notes.loose_note()))
    return found


def _is_little(found: Found) -> bool:
    return found.answer.total < LITTLE


def _known_pair(wording: Wording, asking: Asked) -> bool:
    """Two words that both exist, though no page holds them together."""
    words = wording.parsed.words
    if len(words) != 2 or asking.degraded:
        return False
    try:
        speller = speller_for(asking.engine, wording.parsed.language)
    except EngineUnavailable:
        return False
    return all(speller.has_met(word.word) for word in words)


def correct(wording: Wording, asking: Asked) -> Correction | None:
    """The words put right with those of the documents, if the engine says them."""
    try:
        speller = speller_for(asking.engine, wording.parsed.language)
    except EngineUnavailable:
        return None
    return speller.correct(wording.parsed)
