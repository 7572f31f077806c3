"""A record → the values of a page. An import never empties a field nor takes a kind."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from directory.importing.records import ActorRecord
from directory.models import Activity, ActorPage
from portal.core.models import Sector
from portal.core.publishing import SUMMARY_LENGTH
from portal.core.sanitising import sanitise_html, sentences
from search.text.excerpt import first_sentences

MADE_SUMMARY = 300
# Fields of a page that are those of a record, under the same name.
PLAIN = (
    "title",
    "siret",
    "siren",
    "address",
    "postcode",
    "commune",
    "latitude",
    "longitude",
    "website",
    "opening",
)


def fill(page: ActorPage, record: ActorRecord, *, only_empty: bool) -> list[str]:
    """Set on ``page`` what ``record`` tells; return the fields that changed.

    With ``only_empty`` nothing that is there already is replaced: a person wrote it.
    """
    made = _what_and_where(page)
    changed = _add_kinds(page, record)
    for name, value in _values(page, record):
        held = getattr(page, name)
        if _is_empty(value) or held == value or (only_empty and not _is_empty(held)):
            continue
        setattr(page, name, value)
        changed.append(name)
    changed += _fill_text(page, record, only_empty)
    changed += _fill_links(page, record, only_empty)
    return changed + _keep_summary(page, made)


def add_kinds(page: ActorPage, record: ActorRecord) -> list[str]:
    """Add the kinds and networks that ``record`` tells; the fields that changed."""
    made = _what_and_where(page)
    return _add_kinds(page, record) + _keep_summary(page, made)


def _add_kinds(page: ActorPage, record: ActorRecord) -> list[str]:
    changed = []
    for name, told in (("kinds", record.kinds), ("carriers", record.carriers)):
        held = getattr(page, name)
        if missing := [value for value in told if value not in held]:
            setattr(page, name, [*held, *missing])
            changed.append(name)
    return changed


def field_labels(names: list[str]) -> str:
    """The fields of an organisation in words: "address, website"."""
    relations = {"activities": _("activities"), "contacts": _("contacts")}
    return ", ".join(
        str(relations.get(name) or ActorPage._meta.get_field(name).verbose_name)
        for name in dict.fromkeys(names)
        if name != "draft_title"
    )


def _values(page: ActorPage, record: ActorRecord) -> Iterator[tuple[str, Any]]:
    for name in PLAIN:
        yield name, getattr(record, name)
    yield "draft_title", record.title
    if record.name != record.title:
        yield "legal_name", record.name


def _is_empty(value: object) -> bool:
    return value is None or value == ""


def _fill_text(page: ActorPage, record: ActorRecord, only_empty: bool) -> list[str]:
    changed = []
    body = sanitise_html(record.description)
    held = "".join(block.value.source for block in page.body if _is_text(block))
    if body and body != held and (not page.body or not only_empty):
        page.body = [_block("text", body)]
        changed.append("body")
    summary = _summary(body)
    if summary and page.summary != summary and not (only_empty and page.summary):
        page.summary = summary
        changed.append("summary")
    if record.source and not page.sources:
        page.sources = [_block("source", {"label": record.source})]
        changed.append("sources")
    return changed


def _summary(body: str) -> str:
    """The first sentences of a description, where there is enough of it."""
    text = sentences(body)
    made = first_sentences(text, MADE_SUMMARY)
    if len(made) < SUMMARY_LENGTH[0]:
        return ""
    return f"{made}…" if len(made) < len(text) and made[-1].isalnum() else made


def _keep_summary(page: ActorPage, made_before: str) -> list[str]:
    """Say again what and where it is, where the summary says just that."""
    made = _what_and_where(page)
    if page.summary not in {"", made_before} or page.summary == made:
        return []
    page.summary = made
    return ["summary"]


def _what_and_where(page: ActorPage) -> str:
    """The summary of an organisation that nobody described, in the page's language."""
    with override(page.locale.language_code):
        kinds = ", ".join(page._meta.get_field("kinds").labels(page.kinds))
        if page.commune is None or not kinds:
            return kinds
        return _("Organisation: %(kinds)s. Commune: %(commune)s (%(postcode)s).") % {
            "kinds": kinds,
            "commune": page.commune.name,
            "postcode": page.postcode or page.commune.code[:2],
        }


def _fill_links(page: ActorPage, record: ActorRecord, only_empty: bool) -> list[str]:
    changed = []
    held = list(page.areas.all())
    missing = [area for area in record.areas if area not in held]
    if missing and not (only_empty and held):
        page.areas.set([*held, *missing])
        changed.append("areas")
    rows = list(page.activities.all())
    sectors = {row.sector_id for row in rows}
    told = [sector for sector in record.sectors if sector.pk not in sectors]
    new = list(enumerate(told))
    if new and not (only_empty and rows):
        page.activities.set(
            [*rows, *(_activity(page, sector, len(rows) + n) for n, sector in new)]
        )
        changed.append("activities")
    return changed


def _activity(page: ActorPage, sector: Sector, place: int) -> Activity:
    row = Activity(sector=sector, locale=page.locale, sort_order=place)
    row.areas.set([])
    return row


def _is_text(block: Any) -> bool:
    return bool(block.block_type == "text")


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
