"""What a visitor typed, as data: words and quoted phrases, never operators."""

import re
import unicodedata
from dataclasses import dataclass

from search.text.analysis import Phrase, Token, analyse, phrase, rules_for
from search.text.stopwords import QUESTION_WORDS

MAX_LENGTH = 512
MAX_WORDS = 32

_QUOTED = re.compile(r'"([^"]*)"|«([^«»]*)»|“([^“”]*)”|„([^„“”]*)[“”]')

# "L2112-2" asks for that article: its numbers must follow each other.
_ARTICLE = re.compile(
    r"(?<![^\W_])[LRD](?:\.?[ \u00a0\u2009\u202f]?)\d{1,4}(?:-\d{1,4})+(?![^\W_])", re.I
)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query ready to be compiled. All its words and all its phrases count.

    The words of `asking` lead to what is asked for and only say how it is asked
    ("combien", "faut"). The offsets of `words` are those of `text`, which is safe to
    print.
    """

    text: str
    language: str
    words: tuple[Token, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    asking: tuple[Token, ...] = ()
    truncated: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.phrases


def parse(typed: str, language: str) -> ParsedQuery:
    """Read `typed`; nothing in it is an operator and nothing makes it fail."""
    cut, truncated = _cut(typed)
    text = _clean(cut)
    phrases: list[Phrase] = []

    def keep(match: re.Match[str]) -> str:
        quoted = match.group(match.lastindex or 0)
        found = phrase(quoted.strip(), language)
        if found.terms and found not in phrases:
            phrases.append(found)
        return " " * len(match.group())

    loose = _ARTICLE.sub(keep, _QUOTED.sub(keep, text))
    words, asking = _sorted_out(loose, language)
    if not words and not phrases:
        asking = []
        words = analyse(loose, language) or analyse(loose, language, keep_all=True)
    firsts = {token.term: token for token in reversed(words)}.values()
    distinct = sorted(firsts, key=lambda token: token.position)
    return ParsedQuery(
        text,
        language,
        tuple(distinct[:MAX_WORDS]),
        tuple(phrases[:MAX_WORDS]),
        tuple(asking[:MAX_WORDS]),
        truncated or len(distinct) > MAX_WORDS or len(phrases) > MAX_WORDS,
    )


def _cut(typed: str) -> tuple[str, bool]:
    if len(typed) <= MAX_LENGTH:
        return typed, False
    cut = typed[:MAX_LENGTH]
    # Half a word would find nothing.
    whole = cut if typed[MAX_LENGTH].isspace() else cut.rpartition(" ")[0]
    return whole or cut, True


def _clean(text: str) -> str:
    """Without what no screen, terminal or database should be given."""
    printable = "".join(
        {"Cc": " ", "Cs": " ", "Cf": "", "Co": " ", "Cn": " "}.get(
            unicodedata.category(char), char
        )
        for char in text
    )
    return re.sub(r"[ \t\n]+", " ", printable).strip()


def _sorted_out(text: str, language: str) -> tuple[list[Token], list[Token]]:
    """The words that say what is asked for, and those that only ask."""
    asked = QUESTION_WORDS[rules_for(language)]
    shouted = text.isupper()
    words: list[Token] = []
    asking: list[Token] = []
    for token in analyse(text, language):
        capitals = not shouted and text[token.start : token.end].isupper()
        kept = words if capitals or token.word not in asked else asking
        kept.append(token)
    return words, asking
