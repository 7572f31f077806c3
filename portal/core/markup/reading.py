"""Tags and texts → blocks, in whatever order they come.

No tree is built: neither depth nor length costs more than it weighs, and elements that
the editor lacks (``div``, ``tr`` …) still part their texts.
"""

import re
from collections import Counter
from collections.abc import Iterator

from portal.core.markup.blocks import (
    BREAK,
    MAX_LENGTH,
    MAX_RUNS,
    PLAIN,
    Block,
    Style,
    Words,
)
from portal.core.markup.characters import lines_of, without_controls
from portal.core.markup.links import kept_address
from portal.core.markup.tokens import Tag, decoded, names, parts

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = {"ul": "ul", "ol": "ol", "menu": "ul", "dir": "ul"}
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em"})
CELLS = frozenset({"td", "th"})
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog div dl dt"
    " fieldset figcaption figure footer form header hgroup hr html legend li main nav"
    " optgroup option p pre section summary table tbody tfoot thead tr"
)
BETWEEN_CELLS = " ; "

_BULLET = re.compile(r"[^\S\n]*[-–•*·][^\S\n]+(?=\S)")


def blocks_of_html(source: str, base: str = "") -> list[Block]:
    """The blocks of ``source``; with ``base``, relative links lead from there."""
    reader = _Reader(base)
    for part in parts(source):
        if isinstance(part, Tag):
            reader.tag(part)
        else:
            reader.text(part)
    return reader.finish()


def blocks_of_text(source: str) -> list[Block]:
    """The blocks of a plain text: one per paragraph, or per line with a bullet."""
    reader = _Reader("")
    for paragraph in re.split(r"\n[^\S\n]*\n", lines_of(decoded(source))):
        for line in paragraph.split("\n"):
            bullet = _BULLET.match(line)
            if bullet:
                reader.tag(Tag("li"))
            reader.text(f"{line[bullet.end() :] if bullet else line} ")
        reader.tag(Tag("li", closes=True))
    return reader.finish()


class _Reader:
    """Turns tags and texts, in whatever order they come, into blocks."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._blocks: list[Block] = []
        self._words = Words()
        self._heading = ""
        self._in_item = False
        self._item: Block | None = None  # what was written of it
        # Open lists: kind, and whether they stand in an item.
        self._lists: list[tuple[str, bool]] = []
        self._open: Counter[str] = Counter()
        self._address = ""

    def finish(self) -> list[Block]:
        self._close()
        return self._blocks

    def text(self, text: str) -> None:
        if self._words.breaks_waiting > 1 and not self._in_item and not self._heading:
            self._close()
        for piece in _pieces(without_controls(text)):
            too_long = self._words.length + len(piece) > MAX_LENGTH
            if too_long or len(self._words.runs) >= MAX_RUNS:
                self._close()
                self._item = None
            self._words.add(self._style(), piece)

    def tag(self, tag: Tag) -> None:
        if tag.name == "br":
            self._words.line_break()
        elif tag.name in LISTS:
            self._list(LISTS[tag.name], closes=tag.closes)
        elif tag.name in HEADINGS or tag.name in BLOCKS:
            self._block(tag)
        elif tag.name in CELLS:
            if not tag.closes and self._words:
                self._words.add(PLAIN, BETWEEN_CELLS)
        else:
            self._inline(tag)

    def _block(self, tag: Tag) -> None:
        self._close()
        if tag.name == "li":
            self._in_item, self._item = not tag.closes, None
        elif not self._lists:
            self._in_item = False  # of an item without a list
        if tag.name != "div":
            self._heading = "" if tag.closes else HEADINGS.get(tag.name, "")
        if tag.closes:
            self._address = ""

    def _list(self, kind: str, *, closes: bool) -> None:
        self._close()
        self._heading = ""
        self._item = None  # what follows an inner list is an item of its own
        if not closes:
            self._lists.append((kind, self._in_item))
            self._open[kind] += 1
            self._in_item = False
        while closes and self._open[kind]:
            closed, self._in_item = self._lists.pop()
            self._open[closed] -= 1
            if closed == kind:
                break

    def _inline(self, tag: Tag) -> None:
        if tag.name == "a":
            self._address = "" if tag.closes else kept_address(tag.address, self._base)
        elif tag.name in BOLD or tag.name in ITALIC:
            style = "bold" if tag.name in BOLD else "italic"
            self._open[style] = max(0, self._open[style] + (-1 if tag.closes else 1))

    def _style(self) -> Style:
        return Style(self._open["bold"] > 0, self._open["italic"] > 0, self._address)

    def _close(self) -> None:
        """End what is being written, if it has words."""
        runs, self._words = self._words.finish(), Words()
        if not runs:
            return
        if not self._in_item:
            self._blocks.append(Block(self._heading or "p", 0, runs))
        elif self._item is None or self._item.is_full:
            kind = self._lists[-1][0] if self._lists else "ul"
            self._item = Block(kind, max(0, len(self._lists) - 1), runs)
            self._blocks.append(self._item)
        else:
            # A second paragraph of the same item is a new line of it.
            self._item.runs += [(PLAIN, BREAK), *runs]


def _pieces(text: str) -> Iterator[str]:
    """``text`` in pieces that one block can hold, cut between words where it can be."""
    start = 0
    while len(text) - start > MAX_LENGTH:
        end = text.rfind(" ", start + 1, start + MAX_LENGTH)
        end = end if end > 0 else start + MAX_LENGTH
        yield text[start:end]
        start = end
    yield text[start:]
