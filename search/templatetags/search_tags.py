"""How templates draw hits: facts and labels in words, addresses of searches."""

from datetime import date
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.enums import Trust
from portal.core.stamps import stamps_of
from search import service
from search.facets import FACETS
from search.kinds import Drawing, Fact, all_kinds
from search.labels import Memory, current_memory
from search.results import Hit, Note, NoteKind

register = template.Library()

UNDO_LABELS = {
    NoteKind.SYNONYM: gettext_lazy("Search only the words typed"),
    NoteKind.SPELLING: gettext_lazy("Search exactly what was typed"),
    NoteKind.TERRITORY: gettext_lazy("Keep only this territory"),
    NoteKind.LANGUAGE: gettext_lazy("Keep only pages in this language"),
}


@register.simple_tag(takes_context=True)
def card_facts(context: template.Context, hit: Hit) -> list[Fact]:
    """The deciding facts of a hit's kind, in the reader's language."""
    kind = all_kinds().get(hit.kind)
    if kind is None:
        return []
    memory = _memory(context)

    def label(key: str, value: str) -> str:
        return FACETS[key].values.label(value, memory)

    facts = list(kind.facts(hit.card, Drawing(timezone.localdate(), label)))
    if hit.kilometres is not None:
        facts.insert(0, Fact("distance", _("Distance"), _distance(hit.kilometres)))
    return facts


def _distance(kilometres: float) -> str:
    if kilometres < 1:
        return _("Less than 1 km away")
    return _("%(kilometres)s km away") % {"kilometres": round(kilometres)}


@register.simple_tag
def card_trust(hit: Hit) -> dict[str, Any] | None:
    """Who stands behind a page and since when; never said of an organisation."""
    kind = all_kinds().get(hit.kind)
    trust = hit.card.get("trust")
    if kind is None or not kind.ranked or kind.of_page or trust not in Trust.values:
        return None
    review_by = _day(hit.card.get("review_by"))
    return {
        "value": trust,
        "label": str(Trust(trust).label),
        "on": _day(hit.card.get("trust_on")),
        "due": review_by is not None and review_by < timezone.localdate(),
    }


@register.filter
def kind_label(value: str) -> str:
    kind = all_kinds().get(value)
    return str(kind.label) if kind else value


@register.filter
def undo_label(note: Note) -> str:
    return str(UNDO_LABELS.get(note.kind, ""))


@register.filter
def in_other_language(hit: Hit) -> str:
    """The name of the language of a hit that is not in the reader's own."""
    if hit.language == get_language():
        return ""
    return str(dict(settings.LANGUAGES).get(hit.language, hit.language))


@register.simple_tag
def search_address(**parameters: str | list[str]) -> str:
    """The address of a search; a list repeats its parameter."""
    given = [(key, value) for key, value in parameters.items() if value]
    address = reverse("search:find-pages")
    return f"{address}?{urlencode(given, doseq=True)}" if given else address


@register.simple_tag(takes_context=True)
def related_pages(
    context: template.Context, page: Page, limit: int = 4
) -> tuple[Hit, ...]:
    """The pages nearest to ``page`` that the viewer may see."""
    user = getattr(context.get("request"), "user", None)
    return service.related(
        page,
        language=get_language() or "",
        audiences=service.audiences_of(user),
        limit=limit,
    )


def _day(value: object) -> date | None:
    """The day of an ISO date or moment kept in a card."""
    return parse_date(value[:10]) if isinstance(value, str) else None


def _memory(context: template.Context) -> Memory:
    """What the view remembers, or what is read once for the whole page."""
    held = context.get("search_memory")
    if isinstance(held, Memory):
        return held
    return current_memory(stamps_of(getattr(context, "request", None)))
