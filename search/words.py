"""The words of a page, without markup and without a query, each piece on its line.

Wagtail's own reading of a stream looks up each picture and file, page by page, to leave
them out; that of rich text runs a heading into what follows it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ChooserBlock,
    ListBlock,
    RichTextBlock,
    StreamValue,
)
from wagtail.rich_text import get_text_for_indexing

_ENDS = re.compile(r"</(?:p|h\d|li|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)


def lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def rich_text(html: str) -> str:
    """The words of ``html``, each of its paragraphs, headings and points on a line."""
    if not html:
        return ""
    text = get_text_for_indexing(_ENDS.sub(r"\g<0>\n", html))
    return lines(map(str.strip, text.splitlines()))


def stream_text(value: StreamValue) -> list[str]:
    """The words of each block that has some, in order."""
    return [text for text in _words(value.stream_block, value.raw_data) if text]


def _words(block: Block, raw: Any) -> Iterator[str]:
    if raw is None or isinstance(block, ChooserBlock):
        return
    if isinstance(block, BaseStreamBlock):
        for item in raw:
            if child := block.child_blocks.get(item["type"]):
                yield from _words(child, item["value"])
    elif isinstance(block, ListBlock):
        for item in raw:
            # Each item is wrapped since Wagtail 2.16, and bare in older content.
            wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield from _words(block.child_block, item["value"] if wrapped else item)
    elif isinstance(block, BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _words(child, raw.get(name) if isinstance(raw, dict) else None)
    elif isinstance(block, RichTextBlock):
        yield rich_text(raw)
    else:
        yield from block.get_searchable_content(block.to_python(raw))
