"""What a sheet shows beyond its own row, read in one pass whatever it holds."""

import re
from collections.abc import Iterable, Iterator
from json import dumps
from typing import TYPE_CHECKING

from django.db.models import Field, Model, prefetch_related_objects
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.blocks import StreamValue
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page

from portal.core.facts import row_relations, rows_of
from portal.core.filing import Entry, entries_of
from portal.core.visits import PageLink, Visit

if TYPE_CHECKING:
    from portal.core.models.pages import ContentPage
    from portal.core.models.rows import FactRow

_LINK = re.compile(r"<a\b[^>]*\blinktype=\W*(page|document)\b[^>]*>")
_ID = re.compile(r"\bid=\W*(\w+)")
_NUMBER = re.compile(r"[0-9]{1,9}")


class Surroundings:
    """The rows, entries and links of ``page`` for one visit.

    ``links`` and ``documents`` are by identifier. What is cited in any field, row or
    text is read together, so that a page that cites forty others costs no more than
    one that cites two.
    """

    def __init__(self, page: "ContentPage", visit: Visit) -> None:
        self.page = page
        self.visit = visit

    @cached_property
    def rows(self) -> "dict[str, list[FactRow]]":
        """The inline rows by relation, with the entries that they name."""
        models = row_relations(type(self.page))
        return {
            name: _rows_with_entries(self.page, name, models[name])
            for name in self.page.drawn_rows()
        }

    @cached_property
    def filing(self) -> dict[str, list[Entry]]:
        return entries_of(self.page.facts)

    @cached_property
    def links(self) -> dict[int, PageLink]:
        rows = (row for rows in self.rows.values() for row in rows)
        cited = {pk for holder in (self.page.facts, *rows) for pk in _cited_by(holder)}
        cited.update(*self._lists.values(), self._linked_in_texts["page"])
        return self.visit.links_to(cited)

    @cached_property
    def lists(self) -> dict[str, list[PageLink]]:
        """The lists of pages that can be read, by the names the page gives them."""
        return {
            name: list(
                dict.fromkeys(link for pk in ids if (link := self.links[pk]).url)
            )
            for name, ids in self._lists.items()
        }

    @cached_property
    def _lists(self) -> dict[str, list[int]]:
        return {name: list(ids) for name, ids in self.page.leads_to().items()}

    @cached_property
    def documents(self) -> dict[int, Model]:
        wanted = self._linked_in_texts["document"]
        return get_document_model().objects.in_bulk(wanted) if wanted else {}

    @cached_property
    def _linked_in_texts(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {"page": set(), "document": set()}
        for text in _texts(self.page):
            for link in _LINK.finditer(text):
                if written := _ID.search(link[0]):
                    found[link[1]].add(identifier(written[1]))
        return found

    def read_pictures(self) -> None:
        """Read the renditions of all the pictures of the text at once."""
        pictures = [
            block.value["image"]
            for block in self.page.body
            if block.block_type == "figure" and block.value["image"]
        ]
        prefetch_related_objects(pictures, "renditions")


def identifier(written: str) -> int:
    """The number that a link holds; 0, which nothing has, for anything else."""
    return int(written) if _NUMBER.fullmatch(written) else 0


def _rows_with_entries(
    page: "ContentPage", relation: str, model: "type[FactRow]"
) -> "list[FactRow]":
    """Rows with the entries of vocabularies that they name; pages are read apart."""
    naming = [
        field.name
        for field in model._meta.fields
        if field.many_to_one and not issubclass(field.related_model, (Page, Locale))
    ]
    rows = rows_of(page, relation, naming=naming)
    lists = (field.name for field in model._meta.many_to_many)
    prefetch_related_objects([row for row in rows if row.pk], *lists)
    return rows


def _cited_by(holder: Model) -> Iterator[int]:
    for field in holder._meta.fields:
        if _cites_a_page(field) and (pk := getattr(holder, field.attname)):
            yield pk


def _cites_a_page(field: Field) -> bool:
    return bool(
        field.many_to_one
        and issubclass(field.related_model, Page)
        and not isinstance(field, ParentalKey)
        and field.name != "alias_of"
    )


def _texts(page: "ContentPage") -> Iterable[str]:
    for name in page.translated_texts:
        value = getattr(page, name)
        if isinstance(value, StreamValue):
            yield dumps(list(value.raw_data), default=str)
        elif isinstance(value, str):
            yield value
