"""A record → the values of a page."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from portal.core.models import ContentPage
from portal.core.publishing import SUMMARY_LENGTH
from portal.core.sanitising import sanitise_html, sentences
from portal.operations.importing.filing import Filed
from portal.operations.importing.records import Record
from search.text.excerpt import first_sentences

MADE_SUMMARY = 300
FILED = ("themes", "stages", "audiences", "sectors", "jobs", "publics", "territories")


def fill(page: ContentPage, record: Record, filed: Filed) -> None:
    """Set on ``page`` all that an import decides; what is absent is emptied."""
    body = sanitise_html(record.body, base=record.source_url)
    page.title = page.draft_title = record.title
    page.summary = summary_of(record, body)
    page.body = [_block("text", body)] if body else []
    page.sources = [_block("source", source)] if (source := _source(record)) else []
    for name in FILED:
        getattr(page, name).set(filed.get(name, []))
    if hasattr(page, "year"):
        page.year = record.year


def summary_of(record: Record, body: str) -> str:
    """The summary that is given or, when it is unfit, the first sentences of the text."""
    if len(record.summary) in SUMMARY_LENGTH:
        return record.summary
    longer = record.summary if len(record.summary) > SUMMARY_LENGTH[-1] else body
    text = sentences(longer)
    made = first_sentences(text, MADE_SUMMARY)
    if len(made) < SUMMARY_LENGTH[0]:
        return record.summary or made
    cut = len(made) < len(text) and made[-1].isalnum()
    return f"{made}…" if cut else made


def _source(record: Record) -> dict[str, Any] | None:
    label = record.source_label or urlsplit(record.source_url).hostname
    if not label:
        return None
    return {
        "label": label,
        "url": record.source_url,
        "published": record.date,
        "consulted_on": None,
    }


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
