"""Synthetic French: words of the starter content, their frequencies, and new words
made by joining the beginning of one to the end of another."""

import random
import re
from collections import Counter
from itertools import accumulate
from pathlib import Path

# As many forms as a real corpus of this kind: search by words must meet rare ones.
FORMS = 60_000
# The words above this rank are articles and prepositions: no title is made of them.
COMMON = 120
SENTENCES = 20_000
SENTENCE_WORDS = 15

_NOT_FRENCH = re.compile(r"^.*_(?:en|nl):.*$", re.M)
_MARKUP = re.compile(r"<[^>]*>|https?://\S+|^[\s-]*\w+:", re.M)
_WORD = re.compile(r"[a-zà-ÿœ]+(?:['’][a-zà-ÿœ]+)?")
_CUT = re.compile(r"(?<=[aeiouyàâéèêîôû])(?=[bcdfglmnprstvz])")


def french_text(folder: Path) -> str:
    """All that the files of ``folder`` say in French."""
    return "\n".join(
        path.read_text("utf-8")
        for path in sorted(folder.rglob("*.yaml"))
        if "translations" not in path.parts
    )


class Words:
    """Words and how often each is said; the same text gives the same words."""

    def __init__(self, text: str, *, forms: int = FORMS) -> None:
        cleaned = _MARKUP.sub(" ", _NOT_FRENCH.sub(" ", text)).lower()
        counted = Counter(_WORD.findall(cleaned))
        real = sorted(counted, key=lambda word: (-counted[word], word))
        self.forms = [*real, *_made_of(real, forms - len(real))]
        # Zipf's law, with Mandelbrot's correction for the first ranks.
        weights = [(rank + 2.7) ** -1.07 for rank in range(1, len(self.forms) + 1)]
        self.weights = list(accumulate(weights))
        self.notable = self.forms[COMMON:]
        self.notable_weights = list(accumulate(weights[COMMON:]))


class Prose:
    """Text of any length, drawn with one source of chance.

    Sentences are made once and drawn again and again: a page costs little, and words
    that are said together once are found together elsewhere, as in real texts.
    """

    def __init__(self, words: Words, chance: random.Random) -> None:
        self.words = words
        self.chance = chance
        self.sentences = [self._sentence() for _ in range(SENTENCES)]

    def title(self, low: int = 5, high: int = 9) -> str:
        drawn = self.chance.choices(
            self.words.notable,
            cum_weights=self.words.notable_weights,
            k=self.chance.randint(low, high),
        )
        return " ".join(drawn).capitalize()

    def text(self, about: int, *, limit: int = 0) -> str:
        """Sentences of ``about`` words in all, cut to ``limit`` characters."""
        count = self.chance.lognormvariate(0, 0.4) * about / SENTENCE_WORDS
        drawn = self.chance.choices(self.sentences, k=max(1, round(count)))
        text = " ".join(drawn)
        return text[:limit] if limit else text

    def html(self, about: int) -> str:
        return f"<p>{self.text(about)}</p>"

    def _sentence(self) -> str:
        drawn = self.chance.choices(
            self.words.forms,
            cum_weights=self.words.weights,
            k=self.chance.randint(SENTENCE_WORDS - 7, SENTENCE_WORDS + 7),
        )
        return " ".join(drawn).capitalize() + "."


def _made_of(real: list[str], count: int) -> list[str]:
    # A source of chance of its own: the vocabulary is the same whatever the seed.
    chance = random.Random(0)  # noqa: S311 - no secret
    beginnings, ends = [], []
    for word in real:
        for place in (match.start() for match in _CUT.finditer(word)):
            if 3 <= place <= len(word) - 3 and "’" not in word:
                beginnings.append(word[:place])
                ends.append(word[place:])
    known = dict.fromkeys(real)
    tries = 3 * max(0, count) if beginnings else 0
    joined = map(
        str.__add__,
        chance.choices(beginnings, k=tries) if tries else (),
        chance.choices(ends, k=tries) if tries else (),
    )
    known.update(dict.fromkeys(joined))
    return list(known)[len(real) : len(real) + max(0, count)]
