"""Tools: what they are for, which version."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from knowledge.enums import ToolKind
from knowledge.models import ToolPage
from search.kinds import Drawing, Fact, Kind, register
from search.words import lines


def _text(page: ToolPage) -> str:
    with override(page.locale.language_code):
        kind = str(ToolKind(page.facts.kind).label) if page.facts.kind else ""
    return lines([kind, page.purpose, page.used_by])


def _card(source: ToolPage) -> dict[str, Any]:
    return {"kind": source.kind, "version": source.version}


def _facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("kind") in ToolKind.values:
        yield Fact("kind", _("Kind"), str(ToolKind(card["kind"]).label))
    if card.get("version"):
        yield Fact("version", _("Version"), card["version"])


register(
    Kind(
        value="outil",
        label=gettext_lazy("Tool"),
        plural=gettext_lazy("Tools"),
        model=ToolPage,
        text=_text,
        card=_card,
        facts=_facts,
    )
)
