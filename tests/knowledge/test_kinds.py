"""What decides is on the card: of a lever, a practice, a sheet, a tool."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from knowledge.kinds.levers import amount_in_words
from knowledge.models.levers import status_on
from search.kinds import Drawing, all_kinds
from tests.factories import (
    FunderFactory,
    LeverFunderFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
)

TODAY = date(2026, 11, 22)


def drawn(kind: str, card: dict[str, Any]) -> dict[str, str]:
    to = Drawing(TODAY, lambda key, value: f"{key}:{value}")
    with override("en"):
        return {fact.key: fact.text for fact in all_kinds()[kind].facts(card, to)}


@pytest.mark.django_db
def test_a_lever_says_its_status_amount_funders_and_end() -> None:
    page = LeverPageFactory(
        status="ouvert",
        closes_on=date(2026, 12, 1),
        amount_min=1000,
        amount_max=2500,
        amount_unit="eur-mois",
        amount_year=2026,
        structure_kinds=["aci"],
        funders=[
            LeverFunderFactory.build(funder=FunderFactory(slug="etat")),
            LeverFunderFactory.build(
                funder=FunderFactory(slug="opco"), role="instruit"
            ),
        ],
    )
    kind = all_kinds()["levier"]
    assert drawn("levier", kind.card(page)) == {
        "status": "statut:bientot-ferme",
        "amount": "1,000 to 2,500 € per month (2026)",
        "funder": "financeur:etat",
        "closes": "Dec. 1, 2026",
    }
    assert kind.facets(page) == {
        "structure": ["aci"],
        "financeur": ["etat", "opco"],
        "nature": ["subvention"],
        "statut": ["ouvert"],
    }


@pytest.mark.parametrize(
    ("card", "words"),
    [
        ({}, ""),
        ({"amount_comment": "selon le contrat"}, "selon le contrat"),
        ({"amount_min": "5000.00", "amount_unit": "eur"}, "from 5,000 €"),
        ({"amount_max": "80.50", "amount_unit": "pourcent"}, "up to 80.50 %"),
        ({"amount_min": "7", "amount_max": "7"}, "7"),
    ],
)
def test_amounts_are_said_as_far_as_they_are_known(
    card: dict[str, Any], words: str
) -> None:
    with override("en"):
        assert amount_in_words(card) == words


def test_the_status_that_is_found_is_the_one_that_is_shown() -> None:
    """The search derives it from raw dates; pages say it with this function."""
    for stored in ("ouvert", "ferme", "suspendu", "a-verifier"):
        assert status_on(stored, None, today=TODAY) == stored
        assert status_on(stored, date(2026, 11, 21), today=TODAY) == "ferme"
    assert status_on("ouvert", date(2026, 12, 22), today=TODAY) == "bientot-ferme"
    assert status_on("ouvert", date(2026, 12, 23), today=TODAY) == "ouvert"


@pytest.mark.django_db
def test_a_practice_says_its_buyer_place_year_and_hours() -> None:
    page = PracticePageFactory(
        buyer_name="Une commune",
        year=2024,
        hours_planned=12000,
        hours_done=9500,
        vehicles=["lot-reserve"],
        organisations=[PracticeOrganisationFactory.build(name="Un chantier")],
    )
    kind = all_kinds()["pratique"]
    card = {**kind.card(page), "territories": ["departement-02"]}
    assert drawn("pratique", card) == {
        "buyer": "Une commune",
        "territory": "territoire:departement-02",
        "year": "2024",
        "hours": "9,500 done, 12,000 planned",
    }
    assert kind.facets(page)["annee"] == ["2024"]
    assert "Un chantier" in kind.text(page)


@pytest.mark.django_db
def test_difficulties_are_searched_only_where_those_named_agree() -> None:
    page = PracticePageFactory(difficulties="<p>Un désaccord.</p>")
    kind = all_kinds()["pratique"]
    assert "désaccord" not in kind.text(page)
    page.difficulties_agreed = True
    assert "désaccord" in kind.text(page)
