"""Practices: the buyer, the place, the year and the hours decide."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.enums import BuyerKind, Vehicle
from knowledge.models import PracticePage
from search.kinds import Drawing, Fact, Kind, register
from search.words import lines, rich_text


def _facets(source: PracticePage) -> dict[str, Iterable[str]]:
    return {
        "structure": source.reserved_for,
        "vehicule": source.vehicles,
        "acheteur": [source.buyer_kind] if source.buyer_kind else [],
        "financeur": [funder.slug for funder in source.funders.all()],
        "annee": [str(source.year)] if source.year else [],
    }


def _text(page: PracticePage) -> str:
    source = page.facts
    organisations = [
        text
        for row in page.rows("organisations")
        for text in (row.actor.title if row.actor else row.name, row.role)
    ]
    return lines(
        [
            page.problem,
            page.done,
            page.result,
            page.contract_object,
            _buyer(source),
            *organisations,
            rich_text(page.training_paths),
            rich_text(page.transfer_conditions),
            rich_text(page.first_steps),
            rich_text(page.difficulties) if source.difficulties_agreed else "",
        ]
    )


def _buyer(source: PracticePage) -> str:
    return source.buyer.title if source.buyer else source.buyer_name


def _card(source: PracticePage) -> dict[str, Any]:
    return {
        "buyer": _buyer(source),
        "buyer_kind": source.buyer_kind,
        "year": source.year,
        "hours_planned": source.hours_planned,
        "hours_done": source.hours_done,
    }


def _facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("buyer"):
        yield Fact("buyer", _("Buyer"), card["buyer"])
    elif card.get("buyer_kind"):
        kind = to.label("acheteur", card["buyer_kind"])
        yield Fact("buyer", _("Buyer"), kind)
    if card.get("territories"):
        places = to.labels("territoire", card["territories"][:3])
        yield Fact("territory", _("Territory"), places)
    if card.get("year"):
        yield Fact("year", _("Year"), str(card["year"]))
    if hours := _hours(card.get("hours_done"), card.get("hours_planned")):
        yield Fact("hours", _("Insertion hours"), hours)


def _hours(done: int | None, planned: int | None) -> str:
    if done and planned:
        return _("%(done)s done, %(planned)s planned") % {
            "done": _number(done),
            "planned": _number(planned),
        }
    if done:
        return _("%(done)s done") % {"done": _number(done)}
    if planned:
        return _("%(planned)s planned") % {"planned": _number(planned)}
    return ""


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


register(
    Kind(
        value="pratique",
        label=gettext_lazy("Practice"),
        plural=gettext_lazy("Practices"),
        model=PracticePage,
        prefetch=("buyer", "funders", "organisations__actor"),
        facets=_facets,
        text=_text,
        card=_card,
        facts=_facts,
        choices={"vehicule": Vehicle.choices, "acheteur": BuyerKind.choices},
    )
)
