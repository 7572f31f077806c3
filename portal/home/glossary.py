"""The glossary as a page to read: terms by letter, in the reader's language."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from portal.core.models import GlossaryTerm


@dataclass(frozen=True)
class Letter:
    letter: str
    terms: list[GlossaryTerm]


def folded(text: str) -> str:
    """Without accents nor case, to sort as dictionaries do."""
    apart = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe"))
    return "".join(c for c in apart if not unicodedata.combining(c)).lower()


def by_letter(terms: Iterable[GlossaryTerm]) -> list[Letter]:
    """Terms under their first letter, numbers under « 0-9 »."""
    letters: dict[str, list[GlossaryTerm]] = {}
    for term in sorted(terms, key=lambda term: folded(term.term)):
        first = folded(term.term)[:1].upper()
        letters.setdefault(first if first.isalpha() else "0-9", []).append(term)
    return [Letter(letter, found) for letter, found in letters.items()]
