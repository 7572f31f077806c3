"""Plain words of fields that hold markup."""

from collections.abc import Iterable

from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import get_text_for_indexing


def plain(html: str) -> str:
    return get_text_for_indexing(html) if html else ""


def stream_texts(value: StreamValue) -> list[str]:
    return value.stream_block.get_searchable_content(value)


def lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)
