"""Each facet and each kind is declared once; what is missing stops the start."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.utils.translation import override

from portal.core.models import ContentPage
from search import checks, facets, kinds
from search.addresses import address, choosing
from search.facets import FACETS, Facet
from search.kinds import Kind, all_kinds, register
from search.labels import ListedValues
from search.periods import RANGES, bounds, label
from tests.search.service.conftest import Asker, count_of, read_address
from tests.search.service.oracle import document

KEYS = [
    "type",
    "theme",
    "etape",
    "audience",
    "secteur",
    "metier",
    "public",
    "territoire",
    "structure",
    "vehicule",
    "acheteur",
    "financeur",
    "nature",
    "statut",
    "offre",
    "modalite",
    "periode",
    "confiance",
    "annee",
]


def test_keys_are_those_that_scripts_rely_on() -> None:
    assert list(FACETS) == KEYS


def test_every_kind_that_a_facet_names_exists_or_comes_later() -> None:
    later = {"clause", "methode"}
    named = {kind for facet in FACETS.values() for kind in facet.kinds}
    assert named <= set(all_kinds()) | later


def test_a_content_page_without_kind_stops_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert checks.check_every_content_page_has_a_kind(None) == []
    monkeypatch.setattr(kinds, "_kinds", {})
    found = checks.check_every_content_page_has_a_kind(None)
    concrete = [m for m in apps.get_models() if issubclass(m, ContentPage)]
    assert len(found) == len(concrete)
    assert {error.id for error in found} == {"search.E001"}


def test_two_kinds_of_one_value_are_refused() -> None:
    with pytest.raises(ValueError, match="fiche"):
        register(replace(all_kinds()["fiche"]))


def test_a_facet_is_one_entry_and_its_values_in_a_kind(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read, filtered, counted, labelled and linked without another line."""
    declared: Kind = all_kinds()["fiche"]
    monkeypatch.setitem(
        kinds._kinds,
        "fiche",
        replace(declared, choices={"difficulte": [("simple", "Simple")]}),
    )
    made = Facet("difficulte", "Difficulté", ListedValues("difficulte"))
    monkeypatch.setitem(facets.FACETS, "difficulte", made)
    monkeypatch.setattr("search.addresses.KEYS", tuple(facets.FACETS))
    ask: Asker = world(document(1, facets={"difficulte": ("simple",)}), document(2))
    results = ask("")
    assert count_of(results, "difficulte") == {"simple": 1}
    value = next(f for f in results.facets if f.key == "difficulte").values[0]
    assert value.label == "Simple"
    assert ask(value.add).total == 1
    chosen = choosing(read_address("").query, "difficulte", ("simple",))
    assert address(chosen) == value.add


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("7-jours", date(2026, 11, 30), date(2026, 12, 7)),
        ("30-jours", date(2026, 11, 30), date(2026, 12, 30)),
        ("3-mois", date(2026, 11, 30), date(2027, 2, 28)),
        ("6-mois", date(2026, 11, 30), date(2027, 5, 30)),
        ("passees", None, date(2026, 11, 29)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_periods_start_today(period: str, first: date | None, last: date) -> None:
    assert bounds(period, date(2026, 11, 30)) == (first, last)


def test_periods_have_words() -> None:
    with override("fr"):
        assert label("2027-03") == "mars 2027"
        assert len({label(period) for period in RANGES}) == len(RANGES)
