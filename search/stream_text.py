"""The words of a stream of blocks, without markup and without a query.

Wagtail's own reading looks up each picture and file, page by page, to leave them out.
"""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import (
    BaseStreamBlock,
    BaseStructBlock,
    Block,
    ChooserBlock,
    ListBlock,
    StreamValue,
)


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
    else:
        yield from block.get_searchable_content(block.to_python(raw))
