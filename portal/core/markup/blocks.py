"""Blocks: what a text is made of, as the editor knows it."""

import re
import unicodedata
from dataclasses import dataclass, field

LIST_KINDS = frozenset({"ul", "ol"})
BREAK = "\n"

# Longer paragraphs only come from those who mean harm: they are parted, so that nothing
# is ever read twice over.
MAX_RUNS = 500
MAX_LENGTH = 20_000

_SPACES = re.compile(r"\s+")
_LEADING = re.compile(r"\s*")


@dataclass(frozen=True)
class Style:
    bold: bool = False
    italic: bool = False
    address: str = ""

    def shared_with(self, other: "Style") -> "Style":
        return Style(
            self.bold and other.bold,
            self.italic and other.italic,
            self.address if self.address == other.address else "",
        )


PLAIN = Style()
Run = tuple[Style, str]  # a line break is a run of its own


@dataclass
class Block:
    """A paragraph, a heading, or an item of a list, whose ``kind`` is the list's."""

    kind: str  # p, h2, h3, ul, ol
    depth: int = 0
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for _style, text in self.runs).replace(BREAK, " ")

    @property
    def is_full(self) -> bool:
        length = sum(len(text) for _style, text in self.runs)
        return len(self.runs) >= MAX_RUNS or length >= MAX_LENGTH


class Words:
    """The runs of one block. White space waits for the next word, so that none begins
    or ends a block or a style, and none is doubled."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.length = 0
        self._style = PLAIN
        self._texts: list[str] = []
        self._waiting = ""

    def __bool__(self) -> bool:
        return bool(self.runs or self._texts)

    def add(self, style: Style, text: str) -> None:
        lead = _LEADING.match(text)
        start = lead.end() if lead else 0
        word = text[start:].rstrip()
        self._waiting += text[:start]
        if word:
            self._settle(style)
            self._write(style, _SPACES.sub(_collapsed, word))
            self._waiting = text[start + len(word) :]

    def line_break(self) -> None:
        self._waiting += BREAK

    @property
    def breaks_waiting(self) -> int:
        return self._waiting.count(BREAK)

    def finish(self) -> list[Run]:
        self._flush()
        return self.runs

    def _settle(self, style: Style) -> None:
        """Write the white space that stands before a word of ``style``."""
        waiting, self._waiting = self._waiting, ""
        if not self or not waiting:
            return
        if BREAK in waiting:
            self._flush()
            self.runs.append((PLAIN, BREAK))
        else:
            shared = self._style.shared_with(style)
            self._write(shared, " " if " " in waiting else waiting)

    def _write(self, style: Style, text: str) -> None:
        if style != self._style:
            self._flush()
            self._style = style
        self._texts.append(text)
        self.length += len(text)

    def _flush(self) -> None:
        if self._texts:
            text = unicodedata.normalize("NFC", "".join(self._texts))
            self.runs.append((self._style, text))
            self._texts = []


def _collapsed(spaces: re.Match[str]) -> str:
    """One space, unless all of them are of the kinds that do not break."""
    return " " if " " in spaces[0] else spaces[0]
