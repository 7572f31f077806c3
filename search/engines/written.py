"""What every engine writes of a document: its terms, its words, its beginnings.

Engines hold the same terms, so that they find and count the same documents.
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import Stemmer

from search.documents import SearchDocument
from search.text import analysis, stopwords

LANGUAGES = ("fr", "en", "nl")

# Relevance of each text field; a word weighs as much as the best field that holds it,
# and a tenth of the others.
BOOSTS = {"title": 3.5, "terms": 3.0, "summary": 2.0, "body": 1.0}
TIE = 0.1
# Where some words may miss: how many times its score a document gets besides for
# holding all but one of them, and again for holding all.
ALL_BUT_ONE, ALL = 1.0, 2.0
MAX_BOOST = 3.0
MIN_WEIGHT, MAX_WEIGHT = 0.5, 1.5

KEYWORDS = (
    "kind",
    "language",
    "readable_in",
    "audiences",
    "territories",
    "within",
    "within_communes",
    "archived",
)
DAYS = ("starts_on", "next_on", "closes_on")
NEVER = date.max.toordinal()
LONGEST_BEGINNING = 20
# How many of a document's terms tell what is like it.
KEY_TERMS = 64

_MAX_VALUE_BYTES = 30_000
_TITLE_LENGTH = 200
_WORD = re.compile(r"[^\W\d_]{2,40}")


class Refused(ValueError):
    """A document that no index can hold as it is."""


@dataclass(frozen=True)
class Written:
    """The texts of a document as engines hold them, under the rules of ``language``.

    ``spaced`` are the terms of each text field, with the gaps of stop words;
    ``key_terms`` those it insists on, most first; ``words`` are as written.
    """

    language: str
    spaced: dict[str, str]
    terms: tuple[str, ...]
    key_terms: tuple[str, ...]
    words: frozenset[str]


def written(document: SearchDocument) -> Written:
    texts = (document.title, document.search_terms, document.summary, document.body)
    spaced = {name: text.spaced for name, text in document.texts.items()}
    counted = _counted(spaced)
    return Written(
        analysis.rules_for(document.language),
        spaced,
        tuple(counted),
        tuple(term for term, _ in counted.most_common(KEY_TERMS)),
        frozenset(_words(" ".join(texts))),
    )


def title_key(document: SearchDocument) -> str:
    """The whole order of titles: folded, then by identifier."""
    title = analysis.fold(document.sort_title or document.title)[:_TITLE_LENGTH]
    return f"{title}\0{document.id}"


def weight(document: SearchDocument) -> float:
    return min(max(document.weight, MIN_WEIGHT), MAX_WEIGHT)


def keywords(document: SearchDocument) -> dict[str, list[str]]:
    """The values of ``KEYWORDS``."""
    return {
        "kind": [document.kind],
        "language": [document.language],
        "readable_in": list(document.readable_in),
        "audiences": list(document.audiences),
        "territories": list(document.territories),
        "within": list(document.within),
        "within_communes": list(document.within_communes),
        "archived": ["true" if document.archived else "false"],
    }


def days(document: SearchDocument) -> dict[str, int]:
    """The values of ``DAYS``; what has none is left out, but nothing never closes."""
    held = {name: getattr(document, name) for name in DAYS}
    found = {name: day.toordinal() for name, day in held.items() if day}
    return {"closes_on": NEVER, **found}


def position(document: SearchDocument) -> tuple[float, float] | None:
    """Where it lies, to a metre; None for what is no point of the earth."""
    if document.position is None:
        return None
    latitude, longitude = document.position
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return round(latitude, 5), round(longitude, 5)


def bounds(first: int | None, last: int | None) -> tuple[int, int]:
    """Two days, both included, that any index holds."""
    return (
        min(max(first or 1, 1), NEVER + 1),
        NEVER if last is None else min(max(last, 0), NEVER),
    )


def check(document: SearchDocument) -> None:
    """Raise ``Refused`` for values that are no term: engines drop or refuse them."""
    if not document.id:
        raise Refused("It has no identifier.")
    for name, value in _values(document):
        try:
            size = len(value.encode())
        except UnicodeError as error:
            raise Refused(f"“{name}” holds a value that is no text.") from error
        if size > _MAX_VALUE_BYTES:
            raise Refused(f"“{name}” holds a value of {size} bytes.")


def rules_fingerprint() -> str:
    """Changes with whatever changes the terms of some text."""
    words = repr(sorted((k, sorted(v)) for k, v in stopwords.STOP_WORDS.items()))
    digest = hashlib.sha256(words.encode()).hexdigest()[:8]
    return f"{analysis.VERSION}-{Stemmer.version()}-{digest}"


def _values(document: SearchDocument) -> Iterator[tuple[str, str]]:
    yield "id", document.id
    for name, values in {**keywords(document), **document.facets}.items():
        for value in values:
            yield name, value


def _counted(spaced: dict[str, str]) -> Counter[str]:
    """The terms of a document with how much it insists on each."""
    weighed = " ".join(
        " ".join([spaced[name]] * round(BOOSTS[name])) for name in BOOSTS
    )
    counted = Counter(weighed.split())
    del counted[analysis.GAP]
    return counted


def _words(text: str) -> set[str]:
    """Words as written, in small letters: what spelling is corrected with."""
    # Each run of characters is looked into once.
    runs = set(unicodedata.normalize("NFC", text).lower().split())
    return set(_WORD.findall(" ".join(runs)))
