"""Typing errors, put right from the words that the documents use."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from string import ascii_lowercase

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.text.analysis import Token, rules_for
from search.text.folding import fold_word
from search.text.query_text import ParsedQuery
from search.text.stemming import stem
from search.text.stopwords import STOP_WORDS

MIN_LETTERS = 4
LETTERS_FOR_TWO_ERRORS = 8
LETTERS_FOR_FIRST = 6
MAX_LETTERS = 40
MAX_VOCABULARY = 200_000

# A word met this often is no slip, and one met less gives way only to a
# neighbour incomparably more common.
KNOWN_FROM = 3
_OVERWHELMING = 50


@dataclass(frozen=True, slots=True)
class Change:
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Correction:
    """The query put right, ready to be parsed again, and what was changed."""

    text: str
    changes: tuple[Change, ...]


class Speller:
    """Corrects words against a vocabulary: word as written → how often.

    Accented words are kept for display. Immutable once built, so it may be
    shared by threads; build it once per state of the index.
    """

    def __init__(self, vocabulary: Mapping[str, int], language: str) -> None:
        self._language = rules_for(language)
        self._display: dict[str, str] = {}
        self._frequency: Counter[str] = Counter()
        self._families: Counter[str] = Counter()
        self._by_start: dict[tuple[str, int], list[str]] = {}
        common = sorted(vocabulary.items(), key=lambda entry: (-entry[1], entry[0]))
        for written, count in common[:MAX_VOCABULARY]:
            word = fold_word(written)
            if count > 0 and 1 < len(word) <= MAX_LETTERS and word.isalpha():
                self._display.setdefault(word, written)
                self._frequency[word] += count
        for word, count in self._frequency.items():
            self._families[stem(word, self._language)] += count
            self._by_start.setdefault((word[0], len(word)), []).append(word)

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """What `word` was likely meant to be, best first; () where it is known.

        A suggestion may be two words: "clausesociale" is "clause sociale".
        """
        folded = fold_word(word)
        seen = self._seen(folded)
        if (
            not MIN_LETTERS <= len(folded) <= MAX_LETTERS
            or not folded.isalpha()
            or seen >= KNOWN_FROM
        ):
            return ()
        near = [
            other
            for other in self._one_error_away(folded)
            if self._frequency[other] >= max(1, seen * _OVERWHELMING)
        ]
        if seen:
            return self._shown(near[:limit])
        parts = self._split(folded)
        found = [*self._shown(near), *([" ".join(self._shown(parts))] if parts else [])]
        if not found and len(folded) >= LETTERS_FOR_TWO_ERRORS:
            found = list(self._shown(self._two_errors_away(folded)))
        return tuple(found[:limit])

    def correct(self, query: ParsedQuery) -> Correction | None:
        """The whole query put right, or None where nothing better is known."""
        text = query.text
        changes: list[Change] = []
        for start, end, meant in reversed(list(self._replacements(query))):
            changes.append(Change(text[start:end], meant))
            text = text[:start] + meant + text[end:]
        return Correction(text, tuple(reversed(changes))) if changes else None

    def _replacements(self, query: ParsedQuery) -> Iterator[tuple[int, int, str]]:
        words = query.words
        index = 0
        while index < len(words):
            token = words[index]
            joined = self._joined(query, index)
            if joined:
                yield token.start, words[index + 1].end, joined
                index += 2
                continue
            meant = filter(partial(_is_believed, token.word), self.suggest(token.word))
            if best := next(meant, ""):
                yield token.start, token.end, best
            index += 1

    def _joined(self, query: ParsedQuery, index: int) -> str:
        """ "in sertion" as "insertion", if only the whole is a word."""
        pair: tuple[Token, ...] = query.words[index : index + 2]
        if len(pair) < 2 or query.text[pair[0].end : pair[1].start] not in (" ", "-"):
            return ""
        whole = pair[0].word + pair[1].word
        if (
            not MIN_LETTERS <= len(whole) <= MAX_LETTERS
            or not self._seen(whole)
            or not self._is_cut([token.word for token in pair], whole)
        ):
            return ""
        return self._shown([whole])[0]

    def _is_cut(self, parts: list[str], whole: str) -> bool:
        """Whether one part is no word, or a scrap that is met less than the whole."""
        seen = [self._seen(part) for part in parts]
        scraps = [n for part, n in zip(parts, seen, strict=True) if len(part) < 4]
        return not all(seen) or any(n <= self._seen(whole) for n in scraps)

    def _seen(self, word: str) -> int:
        return self._families[stem(word, self._language)]

    def _shown(self, words: list[str]) -> tuple[str, ...]:
        return tuple(self._display.get(word, word) for word in words)

    def _one_error_away(self, word: str) -> list[str]:
        """Words one slip away, best first: people seldom miss the first letter."""
        found = {other for other in _slips(word) if other in self._frequency}
        return sorted(
            self._of_another_family(word, found),
            key=lambda other: (other[0] != word[0], -self._frequency[other], other),
        )

    def _two_errors_away(self, word: str) -> list[str]:
        """Words two slips away that start alike, best first."""
        found: list[str] = []
        for length in range(len(word) - 2, len(word) + 3):
            words = self._by_start.get((word[0], length), ())
            matches = process.extract(
                word, words, scorer=OSA.distance, score_cutoff=2, limit=None
            )
            found += (other for other, _, _ in matches)
        return sorted(
            self._of_another_family(word, found),
            key=lambda other: (-self._frequency[other], other),
        )

    def _of_another_family(self, word: str, found: Iterable[str]) -> list[str]:
        """Without the other forms of the same word, which the search finds already, and
        without the words that find nothing."""
        family = stem(word, self._language)
        return [
            other
            for other in found
            if other not in STOP_WORDS[self._language]
            and stem(other, self._language) != family
        ]

    def _split(self, word: str) -> list[str]:
        """Two known words glued together, best two that mean something, or nothing."""
        stopped = STOP_WORDS[self._language]
        best: tuple[bool, int, list[str]] = (False, 0, [])
        for cut in range(3, len(word) - 2):
            parts = [word[:cut], word[cut:]]
            weight = min(map(self._seen, parts))
            if weight >= KNOWN_FROM:
                best = max(best, (stopped.isdisjoint(parts), weight, parts))
        return best[2]


def _is_believed(word: str, meant: str) -> bool:
    """Short words differ by their first letter more often than it is mistyped: "morte"
    is no "porte"."""
    other = fold_word(meant)
    return (
        len(word) >= LETTERS_FOR_FIRST
        or len(word) != len(other)
        or word[1:] != other[1:]
    )


def _slips(word: str) -> Iterator[str]:
    """Everything one missing, added, wrong or swapped letter away from `word`."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
