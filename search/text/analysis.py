"""The token rules, for indexing, asking, highlighting and spelling alike.

Words are split on whatever is neither letter nor digit, folded, stopped, then
stemmed, in that order: stemming first would part "égalité" from "egalite".
A stop word leaves a gap in the positions, so that phrases keep their measure.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from search.text.folding import fold_word
from search.text.stemming import stem
from search.text.stopwords import BEFORE_THE_VERB, CAPITALS_MEANT, STOP_WORDS

# Goes up whenever these rules change the tokens of some text: an index made
# under other rules must be rebuilt.
VERSION = 2

GAP = "_"

# Letters and digits, but for the modifiers that serve as apostrophes; then what
# may stand inside a word unseen: combining marks, soft hyphens, zero-width and
# bidirectional controls.
_LETTER = r"[^\W_\u02b9-\u02d1]"
_ALPHA = r"[^\W\d_\u02b9-\u02d1]"
UNSEEN = (
    r"[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061c\u064b-\u065f\u180e"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]"
)
_SPACE = r"[ \u00a0\u2009\u202f]"

# The first letter is looked at once, before five alternatives are tried on it.
WORD = re.compile(
    rf"(?={_LETTER})(?:"
    rf"\d{{3}}(?:{_SPACE}\d{{3}}){{2}}{_SPACE}\d{{5}}(?!\d)"  # a SIRET
    rf"|\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,5}}(?!\d)"  # 300 000
    rf"|[LRDlrd](?:\.{_SPACE}?|{_SPACE})\d{{1,4}}(?=-\d)"  # L. 2112-2
    rf"|(?:{_ALPHA}{UNSEEN}*+\.){{2,}}(?:{_ALPHA}{UNSEEN}*+)?(?!{_LETTER})"  # S.I.A.E.
    rf"|{_LETTER}++(?:{UNSEEN}++{_LETTER}++)*+{UNSEEN}*+)"
)


class Token(NamedTuple):
    """A word that counts. `text[start:end]` is how it was written."""

    term: str
    start: int
    end: int
    position: int
    word: str
    """Folded but not stemmed, for spelling and exact comparison."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms in order, with where each stands from the first."""

    text: str
    terms: tuple[str, ...]
    offsets: tuple[int, ...]
    words: tuple[str, ...]


class Form(NamedTuple):
    """What one way of writing a word comes to, learnt once.

    `acronym`: a stop word that may stand for one, see `is_meant`.
    """

    word: str
    term: str
    stopped: bool
    acronym: bool


_LANGUAGES = tuple(STOP_WORDS)
_CACHE_SIZE = 100_000
_CACHED_LENGTH = 40
_forms: dict[str, dict[str, Form]] = {language: {} for language in _LANGUAGES}


def rules_for(language: str) -> str:
    """The language whose rules apply: easy-to-read French reads as French."""
    main = language.lower().replace("_", "-").split("-")[0]
    return main if main in STOP_WORDS else "fr"


def _learn(surface: str, language: str) -> Form:
    word = fold_word(surface)
    stopped = word in STOP_WORDS[language]
    form = Form(
        word,
        stem(word, language),
        stopped,
        stopped
        and (
            (surface.isupper() and word in CAPITALS_MEANT[language])
            or (language == "fr" and word in BEFORE_THE_VERB)
        ),
    )
    forms = _forms[language]
    if len(surface) <= _CACHED_LENGTH:
        if len(forms) >= _CACHE_SIZE:
            forms.clear()
        forms[surface] = form
    return form


def form_of(surface: str, rules: str) -> Form:
    """What a match of `WORD` comes to under the `rules_for` a language."""
    return _forms[rules].get(surface) or _learn(surface, rules)


def is_shouted(text: str) -> bool:
    """Whether capitals mean nothing in `text`: several words, all in capitals."""
    return text.isupper() and WORD.fullmatch(text.strip()) is None


def is_meant(word: str, previous: str, shouted: bool) -> bool:
    """Whether a stop word that is also an acronym stands for the acronym."""
    if word in BEFORE_THE_VERB:
        return previous not in BEFORE_THE_VERB[word]
    return not shouted


def analyse(text: str, language: str, *, keep_all: bool = False) -> list[Token]:
    """The tokens of `text`, stop words among them if `keep_all`.

    Offsets count the characters of `text` itself.
    """
    rules = rules_for(language)
    known = _forms[rules].get
    tokens: list[Token] = []
    shouted = is_shouted(text)
    previous = ""
    position = 0
    for match in WORD.finditer(text):
        surface = match.group()
        word, term, stopped, acronym = known(surface) or _learn(surface, rules)
        if not word:
            continue
        if not stopped or keep_all or (acronym and is_meant(word, previous, shouted)):
            tokens.append(Token(term, match.start(), match.end(), position, word))
        previous = word
        position += 1
    return tokens


def terms(text: str, language: str) -> list[str]:
    """The terms of `text` in order, without their gaps."""
    return [token.term for token in analyse(text, language)]


class ReadText(NamedTuple):
    """A text as it is compared and as it is indexed.

    `folded` are all its words, one space between: what LIKE compares. `spaced` are its
    terms, with `_` where a stop word stood: an engine that splits this on white space
    and then drops `_` as a stop word holds exactly our tokens at exactly our positions.
    """

    folded: str
    spaced: str


def read_text(text: str, language: str) -> ReadText:
    rules = rules_for(language)
    known = _forms[rules].get
    words: list[str] = []
    terms: list[str] = []
    shouted = is_shouted(text)
    previous = ""
    for surface in WORD.findall(text):
        word, term, stopped, acronym = known(surface) or _learn(surface, rules)
        if not word:
            continue
        words.append(word)
        if not stopped or (acronym and is_meant(word, previous, shouted)):
            terms.append(term)
        else:
            terms.append(GAP)
        previous = word
    return ReadText(" ".join(words), " ".join(terms))


def phrase(text: str, language: str) -> Phrase:
    """`text` as terms that must follow each other with the same gaps."""
    tokens = analyse(text, language)
    first = tokens[0].position if tokens else 0
    return Phrase(
        text,
        tuple(token.term for token in tokens),
        tuple(token.position - first for token in tokens),
        tuple(token.word for token in tokens),
    )


def fold(text: str) -> str:
    """All words of `text` folded, one space between: what LIKE compares."""
    known = _forms["fr"].get
    words = [(known(found) or _learn(found, "fr")).word for found in WORD.findall(text)]
    return " ".join(filter(None, words))
