"""Links inside rich texts: read together for a whole sheet, and only to what is there.

Wagtail reads them text by text, then asks for the translation of each.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from django.utils.html import format_html
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from portal.core.surroundings import Surroundings, identifier
from portal.core.visits import Visit

_around: ContextVar[Surroundings | None] = ContextVar("around", default=None)


@contextmanager
def links_of(around: Surroundings) -> Iterator[None]:
    """Texts drawn meanwhile take their links from what ``around`` has read."""
    token = _around.set(around)
    try:
        yield
    finally:
        _around.reset(token)


class PageLinks(PageLinkHandler):
    """A link to the page that the reader can read; plain words when there is none."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        ids = [identifier(attrs.get("id", "")) for attrs in attrs_list]
        around = _around.get()
        known = around.links if around else Visit().links_to(ids)
        return [_opening(known[pk].url if pk in known else "") for pk in ids]


class DocumentLinks(DocumentLinkHandler):
    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Model | None]:
        around = _around.get()
        if around is None:
            return super().get_many(attrs_list)
        ids = [identifier(attrs.get("id", "")) for attrs in attrs_list]
        return [around.documents.get(pk) for pk in ids]


def _opening(url: str) -> str:
    return format_html('<a href="{}">', url) if url else "<a>"
