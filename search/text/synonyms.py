"""Words that mean the same, from the glossary, found in what was asked."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.text.analysis import VERSION, Phrase, Token, phrase, rules_for

MAX_ALTERNATIVES = 12
MAX_ALTERNATIVES_IN_ALL = 48
_MAX_EXPRESSION_WORDS = 12

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")

# How an expression is looked up: stems, or for an acronym the very letters.
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the query: all of `words`, or else any one of `alternatives`.

    The words may stand apart in a text; an alternative is a phrase.
    """

    words: tuple[Token, ...]
    alternatives: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """What to tell the visitor: for `typed`, `also` was searched too."""

    typed: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    slots: tuple[Slot, ...]
    additions: tuple[Addition, ...]


def expressions(line: str) -> list[str]:
    """An expression as editors write it, without their remarks.

    "ZUS (ancien)" is "ZUS"; "association intermédiaire (AI)" is both.
    """
    bracketed = [inner.strip() for inner in _IN_BRACKETS.findall(line[:200])]
    acronyms = [inner for inner in bracketed if inner.isupper() and " " not in inner]
    bare = " ".join(_IN_BRACKETS.sub(" ", line[:200]).split())
    return [expression for expression in (bare, *acronyms) if expression]


class Thesaurus:
    """Groups of expressions that mean the same, each leading to all the others.

    Built from the glossary in one language; immutable, so it may be shared.
    """

    def __init__(self, groups: Iterable[Iterable[str]], language: str) -> None:
        self.language = rules_for(language)
        self._alternatives: dict[_Key, dict[Phrase, None]] = {}
        canonical: list[list[str]] = []
        for group in groups:
            named = [
                phrase(text, language) for line in group for text in expressions(line)
            ]
            known = {
                (found.terms, found.offsets): found
                for found in reversed(named)
                if 0 < len(found.terms) <= _MAX_EXPRESSION_WORDS
            }
            members = [found for found in named if found in known.values()]
            for member in members:
                others = self._alternatives.setdefault(_key(member), {})
                others.update(
                    (other, None) for other in members if other.terms != member.terms
                )
            canonical.append(sorted(found.text for found in members))
        self._longest = max(map(len, self._alternatives), default=0)
        self.fingerprint = hashlib.sha256(
            repr((VERSION, self.language, sorted(canonical))).encode("utf-8", "replace")
        ).hexdigest()

    def expand(self, words: Sequence[Token], text: str) -> Expansion:
        """`words` of the query `text` as slots, the longest expressions first."""
        slots: list[Slot] = []
        additions: list[Addition] = []
        left = MAX_ALTERNATIVES_IN_ALL
        start = 0
        while start < len(words):
            length, found = self._longest_at(words, start)
            typed = tuple(words[start : start + length])
            alternatives = _useful(found, typed)[: min(MAX_ALTERNATIVES, left)]
            left -= len(alternatives)
            slots.append(Slot(typed, alternatives))
            if alternatives:
                additions.append(
                    Addition(
                        text[typed[0].start : typed[-1].end],
                        tuple(alternative.text for alternative in alternatives),
                    )
                )
            start += length
        return Expansion(tuple(slots), tuple(additions))

    def _longest_at(
        self, words: Sequence[Token], start: int
    ) -> tuple[int, Iterable[Phrase]]:
        for length in range(min(self._longest, len(words) - start), 0, -1):
            run = words[start : start + length]
            found: dict[Phrase, None] = {}
            for key in _keys(run):
                found.update(self._alternatives.get(key, {}))
            if found:
                return length, found
        return 1, ()


def _is_acronym(expression: Phrase) -> bool:
    return len(expression.terms) == 1 and expression.text.strip().isupper()


def _key(expression: Phrase) -> _Key:
    """An acronym is met by its letters alone: "EI" is not what "eis" stems to."""
    return ("", expression.words[0]) if _is_acronym(expression) else expression.terms


def _keys(run: Sequence[Token]) -> list[_Key]:
    keys: list[_Key] = [tuple(token.term for token in run)]
    if len(run) == 1:
        word = run[0].word
        keys.append(("", word))
        # "les SIAEs": only where too long to be another acronym.
        if len(word) > 4 and word.endswith("s"):
            keys.append(("", word[:-1]))
    return keys


def _useful(found: Iterable[Phrase], typed: Sequence[Token]) -> tuple[Phrase, ...]:
    """Those that find something else.

    What holds all the typed words adds nothing; what holds only some of them
    would drop the others.
    """
    asked = {token.term for token in typed}
    return tuple(
        alternative
        for alternative in found
        if not (asked <= set(alternative.terms) or asked >= set(alternative.terms))
    )
