"""The beginning of a text, cut where a reader would stop."""

import re

_SENTENCE_END = re.compile(r"[.!?…][»”\")\u00a0\u202f]{0,3}(?=\s)")


def word_end(text: str, limit: int, at_least: int = 0) -> int:
    """The last place up to `limit` that cuts no word, but not before `at_least`."""
    if limit >= len(text):
        return len(text)
    for place in range(limit, max(at_least, limit - 60), -1):
        if text[place].isspace():
            return place
    return limit


def first_sentences(text: str, size: int = 200) -> str:
    """Whole sentences from the start of `text`, or words where one is too long."""
    start = len(text) - len(text.lstrip())
    text = text[start : start + size + 1]
    if len(text) <= size:
        return text.rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    if ends and ends[-1] >= size // 3:
        return text[: ends[-1]]
    return text[: word_end(text, size)].rstrip()
