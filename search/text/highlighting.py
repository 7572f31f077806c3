"""Why a result was found: its words, marked in the sentences around them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from search.text.analysis import Phrase
from search.text.excerpt import first_sentences, word_end
from search.text.finding import Finder, Hit

SIZE = 200
MAX_SCANNED = 20_000
_MAX_HITS = 500

# What may not stand in a page, or would turn its text around.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
# A heading or a point, run into what follows it.
_LINE_END = re.compile(r"(?<![\s.!?…:;,])\n(?!\s)")
_SENTENCE_START = re.compile(r"[.!?…:;]\s+|\n")


class Html(str):
    """Markup that is safe to print: only escaped text and `<mark>`.

    Templates print it as it is, thanks to `__html__`.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a text; `cut_before` and `cut_after` call for an ellipsis."""

    html: Html
    cut_before: bool
    cut_after: bool


def _markup(text: str, hits: Iterable[Hit], start: int, end: int) -> Html:
    pieces: list[str] = []
    done = start
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start < done or hit.end > end:
            continue
        pieces += (
            _safe(text[done : hit.start]),
            "<mark>",
            _safe(text[hit.start : hit.end]),
            "</mark>",
        )
        done = hit.end
    pieces.append(_safe(text[done:end]))
    return Html("".join(pieces))


def _safe(text: str) -> str:
    shown = _LINE_END.sub(" · ", text) if "\n" in text else text
    return escape(_UNPRINTABLE.sub("\ufffd", shown))


class Highlighter:
    """Marks the terms and phrases that a query looked for; one per query.

    `terms` are marked wherever they stand, the words of a phrase only together.
    """

    def __init__(
        self, terms: Iterable[str], phrases: Iterable[Phrase], language: str
    ) -> None:
        self._finder = Finder(terms, phrases, language)

    def whole(self, text: str) -> Html:
        """All of `text`, marked: for titles."""
        return _markup(text, self._hits(text, len(text)), 0, len(text))

    def fragments(
        self, text: str, count: int = 2, size: int = SIZE
    ) -> tuple[Fragment, ...]:
        """The best pieces of `text`, in its order; its beginning if nothing matches."""
        text = text[:MAX_SCANNED]
        hits = self._hits(text, size)
        if not hits:
            start = len(text) - len(text.lstrip())
            end = start + len(first_sentences(text, size))
            return (self._fragment(text, hits, start, end),) if end > start else ()
        windows: list[tuple[int, int]] = []
        seen: set[str] = set()
        while len(windows) < count:
            free = [
                hit
                for hit in hits
                if all(hit.end <= start or hit.start >= end for start, end in windows)
            ]
            best = _best_run(free, seen, size)
            if not best:
                break
            seen.update(hit.what for hit in best)
            windows.append(_around(text, best[0].start, best[-1].end, size, windows))
        return tuple(
            self._fragment(text, hits, start, end) for start, end in sorted(windows)
        )

    def _fragment(self, text: str, hits: list[Hit], start: int, end: int) -> Fragment:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        inside = [hit for hit in hits if start <= hit.start < end]
        return Fragment(
            _markup(text, inside, start, end),
            bool(text[:start].strip()),
            bool(text[end:].strip()),
        )

    def _hits(self, text: str, size: int) -> list[Hit]:
        """What is marked, until all that was looked for stands close together."""
        hits: list[Hit] = []
        last: dict[str, int] = {}
        for hit in self._finder.find(text):
            hits.append(hit)
            last[hit.what] = hit.start
            all_met = len(last) == len(self._finder.wanted) and size < len(text)
            if len(hits) >= _MAX_HITS or (
                all_met and hit.start - min(last.values()) <= size // 2
            ):
                break
        return hits


def _best_run(hits: list[Hit], seen: set[str], size: int) -> list[Hit]:
    """The hits of one window that say most: new things first, then how many."""
    inside: Counter[str] = Counter()
    best: tuple[int, int, int, int] = (0, 0, 0, 0)
    first = 0
    for last, hit in enumerate(hits):
        inside[hit.what] += 1
        while hits[first].start < hit.end - size and first < last:
            inside[hits[first].what] -= 1
            if not inside[hits[first].what]:
                del inside[hits[first].what]
            first += 1
        fresh = len(inside.keys() - seen) if seen else len(inside)
        if (fresh, last - first) > best[:2]:
            best = (fresh, last - first, first, last + 1)
    return hits[best[2] : best[3]] if best[0] else []


def _around(
    text: str, start: int, end: int, size: int, taken: list[tuple[int, int]]
) -> tuple[int, int]:
    """A window of about `size` around a run, cut between words."""
    lowest = max((stop for _, stop in taken if stop <= start), default=0)
    highest = min((begin for begin, _ in taken if begin >= end), default=len(text))
    room = max(0, size - (end - start))
    before = max(lowest, start - (room if end + room // 2 > highest else room // 3))
    sentences = list(_SENTENCE_START.finditer(text, before, start))
    if sentences:
        before = sentences[0].end()
    elif before > lowest:
        spaces = [place for place in range(before, start) if text[place].isspace()]
        before = spaces[0] + 1 if spaces else before
    while before < start and text[before].isspace():
        before += 1
    after = min(highest, max(end, before + size))
    return before, word_end(text[:highest], after, end)
