"""Where the words of a query stand in a text, without analysing all of it."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from search.text.analysis import (
    UNSEEN,
    WORD,
    Form,
    Phrase,
    form_of,
    is_meant,
    is_shouted,
    rules_for,
)
from search.text.folding import fold_word

# Letters of which accents and ligatures make others: Latin, and its old ligatures.
_LATIN = (*range(0x30, 0x250), *range(0x1E00, 0x1F00), *range(0xFB00, 0xFB07))
# What may stand between two letters of a word: "S.I.A.E.", "300 000".
_BETWEEN = rf"(?:{UNSEEN}|[. \u00a0\u2009\u202f])*+"
# A shorter stem may begin unlike its words: "die" for "dying".
_BEGINS_ALIKE_FROM = 4


class Hit(NamedTuple):
    """A found word or phrase; `what` is its term, or the text of the phrase."""

    start: int
    end: int
    what: str


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    """By what they fold to begin with, one letter or two: "o" and "oe" both have œ."""
    letters: dict[str, str] = {}
    for char in map(chr, _LATIN):
        folded = fold_word(char)
        for start in {folded[:1], folded[:2]}:
            letters[start] = letters.get(start, "") + char
    return letters


def _class(start: str) -> str:
    return f"[{re.escape(_letters().get(start, start))}]"


def _goes_on(start: str) -> str:
    """After the first letter of a word: whether it goes on as ``start`` does."""
    pattern = f"(?<={_class(start[0])})"
    if len(start) > 1:
        pattern += f"(?={_BETWEEN}{_class(start[1])})"
        if start in _letters():
            pattern += f"|(?<={_class(start)})"
    return pattern


def _beginnings(term: str, rules: str) -> tuple[str, ...]:
    """How the words begin of which ``term`` may be the stem."""
    if rules == "nl":  # which takes "ge-" away
        return term[:1], "ge"
    return (term[:2] if len(term) >= _BEGINS_ALIKE_FROM else term[:1],)


class Finder:
    """Finds `terms` wherever they stand, and phrases only as a whole.

    Only words whose beginning fits are looked at; those that turn out to be
    something else are remembered from one text to the next.
    """

    def __init__(
        self, terms: Iterable[str], phrases: Iterable[Phrase], language: str
    ) -> None:
        self._rules = rules_for(language)
        self._terms = set(terms)
        self._phrases: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            if len(phrase.terms) == 1:
                self._terms.add(phrase.terms[0])
            elif phrase.terms:
                self._phrases.setdefault(phrase.terms[0], []).append(phrase)
        self._first = self._terms | self._phrases.keys()
        self._others: set[str] = set()
        self._candidates = self._compile()
        self.wanted = self._terms | {
            phrase.text for phrases in self._phrases.values() for phrase in phrases
        }

    def _compile(self) -> re.Pattern[str] | None:
        starts = {
            start
            for term in self._first
            if term
            for start in _beginnings(term, self._rules)
        }
        if not starts:
            return None
        # The class alone first: what it leaves out is skipped at full speed.
        first = "".join(_letters().get(start[0], start[0]) for start in starts)
        goes_on = "|".join(map(_goes_on, sorted(starts)))
        return re.compile(
            rf"[{re.escape(first)}](?<!(?:[^\W_]|{UNSEEN}).)(?:{goes_on})", re.DOTALL
        )

    def find(self, text: str) -> Iterator[Hit]:
        """All that is found in `text`, in its order; lazily."""
        if self._candidates is None:
            return
        others = self._others
        shouted = is_shouted(text)
        done = 0
        for candidate in self._candidates.finditer(text):
            if candidate.start() < done:
                continue
            match = WORD.match(text, _dotted_start(text, candidate.start(), done))
            while match and match.end() <= candidate.start():
                match = WORD.search(text, match.end())
            if match is None:
                continue
            done = match.end()
            if match.start() < candidate.start() or match[0] in others:
                continue
            form = form_of(match[0], self._rules)
            if form.term not in self._first:
                if len(others) < 50_000 and len(match[0]) < 50:
                    others.add(match[0])
            elif self._counts(form, text, match.start(), shouted):
                yield from self._at(text, match, form.term)

    def _counts(self, form: Form, text: str, start: int, shouted: bool) -> bool:
        if not form.stopped or not form.acronym:
            return not form.stopped
        before = WORD.findall(text[max(0, start - 20) : start])
        return is_meant(form.word, fold_word(before[-1]) if before else "", shouted)

    def _at(self, text: str, match: re.Match[str], term: str) -> Iterator[Hit]:
        for phrase in self._phrases.get(term, ()):
            end = self._end_of(phrase, text, match.start())
            if end:
                yield Hit(match.start(), end, phrase.text)
        if term in self._terms:
            yield Hit(match.start(), match.end(), term)

    def _end_of(self, phrase: Phrase, text: str, start: int) -> int:
        """Where `phrase` ends if it stands at `start`, else 0."""
        expected = dict(zip(phrase.offsets, phrase.terms, strict=True))
        offset = 0
        for match in WORD.finditer(text, start):
            form = form_of(match[0], self._rules)
            if not form.word:
                continue
            if expected.get(offset, form.term) != form.term:
                return 0
            if offset == phrase.offsets[-1]:
                return match.end()
            offset += 1
        return 0


def _dotted_start(text: str, start: int, lowest: int) -> int:
    """Where the letters and dots begin that `start` may be in the middle of."""
    while (
        start - 2 >= lowest
        and text[start - 1] == "."
        and text[start - 2].isalpha()
        and not text[max(0, start - 3) : start - 2].isalnum()
    ):
        start -= 2
    return start
