"""An organisation is found by what it is, what it does and where it works."""

from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from search.kinds import Drawing, all_kinds
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    SectorFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db


def drawn(card: dict[str, Any]) -> dict[str, str]:
    to = Drawing(date(2026, 11, 22), lambda key, value: f"{key}:{value}")
    with override("en"):
        return {fact.key: fact.text for fact in all_kinds()["acteur"].facts(card, to)}


def test_its_card_says_its_kinds_and_commune() -> None:
    laon = TerritoryFactory(code="02408", name="Laon")
    page = ActorPageFactory(kinds=["aci", "ei"], commune=laon)
    assert drawn(all_kinds()["acteur"].card(page)) == {
        "kinds": "structure:aci, structure:ei",
        "commune": f"territoire:{laon.value}",
        "confirmed": "To be confirmed",
    }


def test_its_card_says_where_alone_it_offers_a_sector() -> None:
    sector, other = SectorFactory(slug="proprete"), SectorFactory(slug="espaces-verts")
    lens = TerritoryFactory(name="Lens")
    page = ActorPageFactory(kinds=["aci"], confirmed_on=date(2026, 11, 2))
    ActivityFactory(page=page, sector=sector, areas=[lens])
    ActivityFactory(page=page, sector=other)
    card = all_kinds()["acteur"].card(page)
    told = f"secteur:proprete: territoire:{lens.value}"
    assert drawn(card)["places"] == told


def test_its_activities_file_it_under_their_sectors() -> None:
    parent = SectorFactory(slug="services")
    sector = SectorFactory(slug="proprete", parent=parent)
    page = ActorPageFactory(
        kinds=["aci"], activities=[ActivityFactory.build(sector=sector)]
    )
    assert all_kinds()["acteur"].facets(page) == {
        "structure": ["aci"],
        "secteur": ["services", "proprete"],
    }


def test_it_is_found_where_it_works_rather_than_where_it_is() -> None:
    laon, aisne = TerritoryFactory(), TerritoryFactory(departement=True, code="02")
    kind = all_kinds()["acteur"]
    assert kind.territories(ActorPageFactory(commune=laon, areas=[aisne])) == [
        aisne.value
    ]
    assert kind.territories(ActorPageFactory(commune=laon)) == [laon.value]
    assert kind.territories(ActorPageFactory(postcode="59160")) == ["departement-59"]
    assert kind.territories(ActorPageFactory()) == []


def test_its_street_says_nothing_of_what_it_does() -> None:
    page = ActorPageFactory(
        address="8 rue du Bas Jardin",
        postcode="62400",
        commune=TerritoryFactory(name="Béthune"),
    )
    text = all_kinds()["acteur"].text(page)
    assert "Jardin" not in text
    assert "62400" in text
    assert "Béthune" in text


def test_no_supplier_is_ranked() -> None:
    assert not all_kinds()["acteur"].ranked
