"""Levers: whether it is open, how much it pays and who pays decide."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge.enums import AmountUnit, FunderRole, LeverNature, LeverStatus
from knowledge.models import LeverPage
from knowledge.models.levers import status_on
from search.kinds import Drawing, Fact, Kind, register
from search.words import lines, rich_text, stream_text

CLOSING_SOON = "bientot-ferme"
STATUSES = (
    (LeverStatus.OPEN.value, LeverStatus.OPEN.label),
    (CLOSING_SOON, gettext_lazy("Closing soon")),
    (LeverStatus.CLOSED.value, LeverStatus.CLOSED.label),
    (LeverStatus.SUSPENDED.value, LeverStatus.SUSPENDED.label),
    (LeverStatus.TO_VERIFY.value, LeverStatus.TO_VERIFY.label),
)
TONES = {
    LeverStatus.OPEN.value: "success",
    CLOSING_SOON: "warning",
    LeverStatus.CLOSED.value: "error",
    LeverStatus.SUSPENDED.value: "error",
    LeverStatus.TO_VERIFY.value: "info",
}


def _facets(source: LeverPage) -> dict[str, Iterable[str]]:
    return {
        "structure": source.structure_kinds,
        "financeur": [row.funder.slug for row in source.funders.all()],
        "nature": [source.nature] if source.nature else [],
        # As stored: "closing soon" and "closed" by its date are derived when asked.
        "statut": [source.status] if source.status else [],
    }


def _text(page: LeverPage) -> str:
    source = page.facts
    return lines(
        [
            source.official_name,
            page.employers,
            rich_text(page.eligibility),
            page.amount_comment,
            *stream_text(page.how_to),
            *(row.funder.label for row in source.funders.all()),
            *(row.conditions for row in page.rows("combinations")),
        ]
    )


def _card(source: LeverPage) -> dict[str, Any]:
    return {
        "status": source.status,
        "closes_on": source.closes_on.isoformat() if source.closes_on else None,
        "amount_min": _plain_number(source.amount_min),
        "amount_max": _plain_number(source.amount_max),
        "amount_unit": source.amount_unit,
        "amount_year": source.amount_year,
        "amount_comment": source.amount_comment,
        "funders": [
            row.funder.slug
            for row in source.funders.all()
            if row.role == FunderRole.PAYS
        ],
    }


def _plain_number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    closes_on = parse_date(card.get("closes_on") or "")
    if card.get("status"):
        status = status_on(card["status"], closes_on, today=to.today)
        label = to.label("statut", status)
        yield Fact("status", _("Status"), label, TONES.get(status, ""))
    if amount := amount_in_words(card):
        yield Fact("amount", _("Amount"), amount)
    if card.get("funders"):
        yield Fact("funder", _("Paid by"), to.labels("financeur", card["funders"]))
    if closes_on and closes_on >= to.today:
        yield Fact("closes", _("Until"), date_format(closes_on, "DATE_FORMAT"))


def amount_in_words(card: dict[str, Any]) -> str:
    """ "€1,000 to 2,000 per month (2026)", or the editor's words without numbers."""
    least, most = (
        _shown(card[name]) if card.get(name) else ""
        for name in ("amount_min", "amount_max")
    )
    if not least and not most:
        return str(card.get("amount_comment") or "")
    unit = card.get("amount_unit") or ""
    words = {
        "least": least,
        "most": most,
        "unit": str(AmountUnit(unit).label) if unit in AmountUnit.values else "",
    }
    if least and most and least != most:
        amount = _("%(least)s to %(most)s %(unit)s") % words
    elif most and not least:
        amount = _("up to %(most)s %(unit)s") % words
    elif least and not most:
        amount = _("from %(least)s %(unit)s") % words
    else:
        amount = _("%(most)s %(unit)s") % words
    if card.get("amount_year"):
        return _("%(amount)s (%(year)s)") % {
            "amount": amount.strip(),
            "year": card["amount_year"],
        }
    return amount.strip()


def _shown(value: str) -> str:
    number = Decimal(value)
    whole = number == number.to_integral_value()
    return number_format(number, 0 if whole else 2, force_grouping=True)


def _dates(source: LeverPage) -> dict[str, date | None]:
    return {"closes_on": source.closes_on}


register(
    Kind(
        value="levier",
        label=gettext_lazy("Lever"),
        plural=gettext_lazy("Levers"),
        model=LeverPage,
        prefetch=("funders__funder", "combinations"),
        facets=_facets,
        text=_text,
        card=_card,
        facts=_facts,
        dates=_dates,
        choices={"nature": LeverNature.choices, "statut": STATUSES},
    )
)
