"""The words of a query as slots: synonyms beside what was typed, in each language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from portal.core.models import GlossaryTerm
from portal.core.stamps import GLOSSARY, Remembered
from search.engines.base import Alternative, Slot
from search.labels import LANGUAGES, Memory
from search.query import SearchQuery, Without
from search.text.analysis import Phrase, Token, rules_for
from search.text.everyday import EVERYDAY
from search.text.highlighting import Highlighter
from search.text.query_text import ParsedQuery, parse
from search.text.synonyms import Addition, Thesaurus

SOURCE_LANGUAGE = "fr"
SYNONYM_WEIGHT = 0.7
CLOSE_WEIGHT = 0.5
# All the words together, in their order: what was asked, word for word.
TOGETHER_WEIGHT = 0.5
# A title may well ask as the visitor does: "qui peut", "que faire".
ASKING_WEIGHT = 0.5
MOST_WORDS_TOGETHER = 6
FUZZY_FROM = 4
# Half of the words are enough where few pages hold them all, and fewer where few hold
# half of them.
HALF_OF_WORDS = 0.5
SOME_WORDS = 1 / 3


@dataclass(frozen=True)
class Wording:
    """One way to ask: slots for the reader's language and for the source's."""

    parsed: ParsedQuery
    slots: tuple[Slot, ...] = ()
    other_slots: tuple[tuple[str, tuple[Slot, ...]], ...] = ()
    at_least: int = 0
    additions: tuple[Addition, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.slots

    def highlighter(self, language: str) -> Highlighter:
        """Marks what was looked for in texts of ``language``."""
        slots = dict(self.other_slots).get(rules_for(language), self.slots)
        terms: list[str] = []
        phrases: list[Phrase] = []
        # What only adds to relevance is marked word by word, or says nothing.
        wanted = [slot for slot in slots if not slot.bonus]
        for given in (one for slot in wanted for one in slot.alternatives):
            if len(given.terms) == 1:
                terms.append(given.terms[0])
            else:
                text = " ".join(given.words)
                phrases.append(Phrase(text, given.terms, given.offsets, given.words))
        return Highlighter(terms, phrases, language)


def word(
    text: str,
    query: SearchQuery,
    memory: Memory,
    *,
    fuzzy: bool = False,
    share: float = 1.0,
) -> Wording:
    """``text`` as it is searched for ``query``.

    With ``fuzzy``, words of four letters or more may hold one error; with a ``share``
    below one, that part of the words is enough.
    """
    parsed = parse(text, query.language)
    loose = share < 1
    glossary = None
    if Without.SYNONYMS not in query.without:
        glossary = _glossary.get(dict(memory.stamps))
    thesaurus = glossary.thesaurus(query.language) if glossary else None
    slots, additions = _slots(parsed, thesaurus, fuzzy=fuzzy, loose=loose)
    others: tuple[tuple[str, tuple[Slot, ...]], ...] = ()
    wanted = rules_for(query.language) != SOURCE_LANGUAGE
    if wanted and Without.FALLBACK not in query.without:
        in_source = parse(text, SOURCE_LANGUAGE)
        if glossary:
            thesaurus = glossary.thesaurus(SOURCE_LANGUAGE, query.language)
        found, _ = _slots(in_source, thesaurus, fuzzy=fuzzy, loose=loose)
        others = ((SOURCE_LANGUAGE, found),) if found else ()
    optional = sum(not slot.required for slot in slots)
    return Wording(parsed, slots, others, ceil(optional * share), additions)


def _slots(
    parsed: ParsedQuery, thesaurus: Thesaurus | None, *, fuzzy: bool, loose: bool
) -> tuple[tuple[Slot, ...], tuple[Addition, ...]]:
    slots: list[Slot] = []
    additions: tuple[Addition, ...] = ()
    if thesaurus is None:
        slots = [
            Slot(tuple(_typed([token], token, fuzzy)), required=not loose)
            for token in parsed.words
        ]
    else:
        expansion = thesaurus.expand(parsed.words, parsed.text)
        additions = expansion.additions
        for found in expansion.slots:
            also = [
                _phrase(phrase, SYNONYM_WEIGHT / len(found.words))
                for phrase in found.alternatives
            ]
            # All the words or any synonym: each word, or any synonym.
            for token in found.words:
                alternatives = (*_typed(found.words, token, fuzzy), *also)
                slots.append(Slot(alternatives, required=not loose))
    slots += [Slot((_phrase(phrase, 1.0),)) for phrase in parsed.phrases]
    if 1 < len(parsed.words) <= MOST_WORDS_TOGETHER:
        slots.append(_bonus(parsed.words, TOGETHER_WEIGHT))
    slots += [_bonus((token,), ASKING_WEIGHT) for token in parsed.asking]
    return tuple(slots), additions


def _typed(run: Iterable[Token], token: Token, fuzzy: bool) -> Iterable[Alternative]:
    yield Alternative((token.term,), (0,), words=(token.word,))
    if fuzzy and len(token.word) >= FUZZY_FROM and token.word.isalpha():
        yield Alternative(
            (token.term,), (0,), CLOSE_WEIGHT, fuzzy=True, words=(token.word,)
        )


def _phrase(phrase: Phrase, weight: float) -> Alternative:
    return Alternative(phrase.terms, phrase.offsets, weight, words=phrase.words)


def _bonus(words: Sequence[Token], weight: float) -> Slot:
    first = words[0].position
    together = Alternative(
        tuple(token.term for token in words),
        tuple(token.position - first for token in words),
        weight,
        words=tuple(token.word for token in words),
    )
    return Slot((together,), bonus=True)


class Glossary:
    """The glossary's groups of expressions, and a thesaurus for each language."""

    def __init__(self, rows: Iterable[tuple[dict[str, str], list[str]]]) -> None:
        self._rows = list(rows)
        self._built: dict[tuple[str, str], Thesaurus] = {}

    def thesaurus(self, language: str, typed_in: str = "") -> Thesaurus:
        """Synonyms for texts of ``language``. Terms of the language that was typed
        lead there too: "reserved contract" finds French pages on their subject."""
        key = rules_for(language), rules_for(typed_in or language)
        if key not in self._built:
            self._built[key] = Thesaurus(self._groups(*key), key[0])
        return self._built[key]

    def _groups(self, language: str, typed_in: str) -> Iterable[list[str]]:
        for terms, variants in self._rows:
            own = terms[language] or terms[SOURCE_LANGUAGE]
            also = [terms[typed_in]] if typed_in != language else []
            yield [text for text in (own, *variants, *also) if text]
        yield from map(list, EVERYDAY.get(language, ()))


def _read_glossary() -> Glossary:
    return Glossary(
        (
            {
                language: getattr(row, f"term_{language}") or ""
                for language in LANGUAGES
            },
            row.variant_list,
        )
        for row in GlossaryTerm.objects.order_by("slug")
    )


_glossary = Remembered(GLOSSARY, _read_glossary)
