"""Blocks as written in the files → what StreamField keeps."""

import uuid
from collections.abc import Callable
from typing import Any

from portal.core.sanitising import sanitise_html
from portal.starter.loading.files import StarterError

Block = dict[str, Any]


def body_blocks(entries: list[dict[str, Any]]) -> list[Block]:
    """The blocks of a body: a list of one-key mappings, the key being the type."""
    return [_block(entry) for entry in entries or []]


def source_blocks(entries: list[dict[str, Any]]) -> list[Block]:
    return [
        _raw(
            "source",
            {
                "label": entry["label"],
                "url": entry.get("url", ""),
                "published": str(entry.get("published", "")),
                "consulted_on": str(entry["consulted_on"])
                if entry.get("consulted_on")
                else None,
            },
        )
        for entry in entries or []
    ]


def step_blocks(entries: list[dict[str, Any]]) -> list[Block]:
    return [_raw("step", _step(entry)) for entry in entries or []]


def line_blocks(entries: list[str]) -> list[Block]:
    return [_raw("line", entry) for entry in entries or []]


def _block(entry: dict[str, Any]) -> Block:
    if len(entry) != 1:
        raise StarterError(f"A block has one key, its type: {list(entry)}")
    ((kind, value),) = entry.items()
    if kind not in _BLOCKS:
        raise StarterError(f"Unknown block {kind}; known: {', '.join(_BLOCKS)}")
    return _raw(kind, _BLOCKS[kind](value))


def _raw(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _step(value: dict[str, str]) -> dict[str, str]:
    return {"title": value["title"], "text": sanitise_html(value.get("text", ""))}


def _steps(values: list[dict[str, str]]) -> list[Block]:
    return [_raw("item", _step(value)) for value in values]


def _callout(value: dict[str, str]) -> dict[str, str]:
    return {
        "kind": value.get("kind", "info"),
        "title": value.get("title", ""),
        "text": sanitise_html(value["text"]),
    }


def _table(value: dict[str, Any]) -> dict[str, Any]:
    return {
        "caption": value["caption"],
        "table": {
            "columns": [
                {"type": "text", "heading": str(heading)}
                for heading in value["columns"]
            ],
            "rows": [{"values": [str(cell) for cell in row]} for row in value["rows"]],
            "caption": "",
        },
    }


_BLOCKS: dict[str, Callable[[Any], Any]] = {
    "text": sanitise_html,
    "callout": _callout,
    "table": _table,
    "steps": _steps,
    "quote": lambda value: {"text": value["text"], "author": value.get("author", "")},
    "external": lambda value: {
        "label": value["label"],
        "url": value["url"],
        "description": value.get("description", ""),
    },
}
