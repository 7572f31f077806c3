"""Guidance sheets and roles."""

from collections.abc import Iterator
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.models import GuidancePage, RolePage
from search.kinds import Drawing, Fact, Kind, register
from search.words import lines, rich_text, stream_text


def _guidance_text(page: GuidancePage) -> str:
    steps = [
        text
        for step in page.rows("decision_steps")
        for text in (step.question, step.if_yes, step.if_no)
    ]
    return lines(
        [
            page.question,
            page.short_answer,
            *steps,
            rich_text(page.what_to_write),
            *stream_text(page.mistakes),
        ]
    )


def _guidance_card(source: GuidancePage) -> dict[str, Any]:
    checked = source.law_checked_on
    return {
        "format": source.format,
        "law_checked_on": checked.isoformat() if checked else None,
    }


def _guidance_facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("law_checked_on"):
        day = parse_date(card["law_checked_on"])
        yield Fact("law", _("Law checked on"), date_format(day, "DATE_FORMAT"))


def _role_text(page: RolePage) -> str:
    steps = [
        text
        for step in page.rows("steps")
        for text in (step.what, step.tool_text, step.document, step.delay)
    ]
    return lines(
        [page.mission, *steps, rich_text(page.not_mine), rich_text(page.first_day)],
    )


register(
    Kind(
        value="fiche",
        label=gettext_lazy("Sheet"),
        plural=gettext_lazy("Sheets"),
        model=GuidancePage,
        prefetch=("decision_steps",),
        text=_guidance_text,
        card=_guidance_card,
        facts=_guidance_facts,
    )
)
register(
    Kind(
        value="role",
        label=gettext_lazy("Role"),
        plural=gettext_lazy("Roles"),
        model=RolePage,
        prefetch=("steps",),
        text=_role_text,
    )
)
