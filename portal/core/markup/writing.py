"""Blocks → HTML, as the editor keeps it."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from portal.core.markup.blocks import BREAK, LIST_KINDS, Block, Run, Style

MAX_DEPTH = 4  # Draftail nests lists no deeper


def as_html(blocks: list[Block]) -> str:
    """``blocks`` as the editor keeps them."""
    out: list[str] = []
    lists: list[str] = []  # those open, outermost first, each with an open item

    def close(down_to: int) -> None:
        while len(lists) > down_to:
            out.append(f"</li></{lists.pop()}>")

    for block in blocks:
        words = _inline(block.runs)
        if block.kind not in LIST_KINDS:
            close(0)
            out.append(f"<{block.kind}>{words}</{block.kind}>")
            continue
        depth = min(block.depth, len(lists), MAX_DEPTH - 1)
        close(depth + 1)
        if len(lists) > depth and lists[-1] == block.kind:
            out.append("</li><li>")
        else:
            close(depth)
            lists.append(block.kind)
            out.append(f"<{block.kind}><li>")
        out.append(words)
    close(0)
    return "".join(out)


def batches(blocks: list[Block], size: int) -> Iterator[list[Block]]:
    """``blocks`` by about ``size`` tags, a list whole unless it is far too long."""
    batch: list[Block] = []
    weight = 0
    for block in blocks:
        full = weight >= size and block.kind not in LIST_KINDS
        if full or weight >= 10 * size:
            yield batch
            batch, weight = [], 0
        batch.append(block)
        weight += 1 + len(block.runs)
    if batch:
        yield batch


def _inline(runs: list[Run]) -> str:
    out: list[str] = []
    for address, linked in groupby(runs, key=lambda run: run[0].address):
        words = "".join(_styled(style, text) for style, text in linked)
        out.append(f'<a href="{escape(address)}">{words}</a>' if address else words)
    return "".join(out)


def _styled(style: Style, text: str) -> str:
    if text == BREAK:
        return "<br/>"
    words = escape(text, quote=False)
    if style.italic:
        words = f"<i>{words}</i>"
    return f"<b>{words}</b>" if style.bold else words
