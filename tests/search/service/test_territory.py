"""Territories as people think of them: on it, wider, narrowest first."""

from collections.abc import Callable

import pytest

from search.query import Sort
from tests.search.service.conftest import (
    Asker,
    count_of,
    kinds_of_notes,
    numbers,
)
from tests.search.service.oracle import RELATIONS, document

World = Callable[..., Asker]


@pytest.fixture
def ask(world: World) -> Asker:
    """A document for each territory, numbered in the order of RELATIONS."""
    return world(
        *(document(n, places=[value]) for n, value in enumerate(RELATIONS.known))
    )


def found(ask: Asker, picked: str, more: str = "") -> set[str]:
    values = list(RELATIONS.known)
    results = ask(f"territoire={picked}{more}", size=50)
    return {values[number] for number in numbers(results)}


def test_all_that_shares_a_commune_is_found(ask: Asker) -> None:
    for picked, territory in RELATIONS.known.items():
        expected = {
            other.value
            for other in RELATIONS.known.values()
            if territory.communes & other.communes
        }
        assert found(ask, picked) == expected, picked


def test_at_or_below_is_what_lies_in_it_and_touched_intermunicipalities(
    ask: Asker,
) -> None:
    for picked, territory in RELATIONS.known.items():
        expected = {
            other.value
            for other in RELATIONS.known.values()
            if other.communes
            and territory.communes
            and (other.value != "pays" or picked == "pays")
            and (
                other.communes & ~territory.communes == 0
                or (
                    other.level == "epci"
                    and territory.level in ("departement", "arrondissement")
                    and other.communes & territory.communes
                )
            )
        }
        assert found(ask, picked, "&sans=plus-large") == expected, picked


def test_an_empty_perimeter_finds_nothing(ask: Asker) -> None:
    assert found(ask, "perimetre-vide") == set()


def test_a_document_without_territory_holds_everywhere(world: World) -> None:
    ask = world(document(1), document(2, places=["commune-0"]))
    assert numbers(ask("territoire=commune-5")) == [1]
    assert ask("territoire=pays").total == 2
    assert count_of(ask(""), "territoire")["pays"] == 2


def test_the_note_says_how_many_are_wider_and_its_link_keeps_the_others(
    ask: Asker,
) -> None:
    results = ask("territoire=departement-1")
    note = next(n for n in results.notes if n.kind == "territory")
    local = len(found(ask, "departement-1", "&sans=plus-large"))
    assert str(local) in note.text
    assert str(results.total - local) in note.text
    kept = ask(note.undo)
    assert kept.total == local
    assert "territory" not in kinds_of_notes(kept)


def test_the_note_counts_a_document_of_two_picked_territories_once(
    world: World,
) -> None:
    ask = world(
        document(1, places=["epci-2"]),
        document(2, places=["region-1"]),
    )
    results = ask("territoire=departement-1&territoire=departement-2")
    note = next(n for n in results.notes if n.kind == "territory")
    assert note.text.startswith("1 ")


@pytest.mark.parametrize("picked", ["commune-1", "epci-2", "departement-1", "region-1"])
def test_narrowest_first_without_words(ask: Asker, picked: str) -> None:
    values = list(RELATIONS.known)
    shown = [values[number] for number in numbers(ask(f"territoire={picked}", size=50))]
    local = found(ask, picked, "&sans=plus-large")
    order = [(value not in local, RELATIONS.known[value].rank) for value in shown]
    assert order == sorted(order)
    assert len(set(order)) > 2


def test_with_words_nearness_is_a_bounded_boost(ask: Asker) -> None:
    ask("q=fiche&territoire=departement-1")
    request = ask.engine.requests[-1]
    assert not request.narrowest_first
    assert request.boosts
    assert all(1 < factor <= 2 for _condition, factor in request.boosts)


def test_an_order_that_was_chosen_is_kept(ask: Asker) -> None:
    ask("territoire=departement-1&tri=titre")
    request = ask.engine.requests[-1]
    assert request.sort is Sort.TITLE
    assert not request.narrowest_first


def test_communes_are_counted_inside_what_is_chosen_only(ask: Asker) -> None:
    def communes(address: str) -> set[str]:
        counts = count_of(ask(address), "territoire")
        return {value for value in counts if value.startswith("commune-")}

    assert communes("") == set()
    assert communes("territoire=departement-1") == set()
    assert communes("territoire=epci-1") == {"commune-0", "commune-1"}
    assert communes("territoire=arrondissement-1") == {
        "commune-0",
        "commune-1",
        "commune-2",
    }
    assert communes("territoire=commune-4") == {"commune-4"}


def test_an_intermunicipality_stands_under_each_departement_it_touches(
    ask: Asker,
) -> None:
    facet = next(f for f in ask("").facets if f.key == "territoire")
    below = {
        value.value: {child.value for child in value.children} for value in facet.values
    }
    assert below["departement-1"] == {"epci-1", "epci-2"}
    assert below["departement-2"] == {"epci-2", "epci-3"}
    assert not [value for value in below if value.startswith("epci-")]
    assert {"region-1", "arrondissement-1", "zone-emploi-1", "pays"} <= set(below)


def test_choosing_a_narrower_place_replaces_the_wider(ask: Asker) -> None:
    facet = next(
        f for f in ask("territoire=departement-1").facets if f.key == "territoire"
    )
    chosen = next(v for v in facet.values if v.value == "departement-1")
    narrower = next(v for v in chosen.children if v.value == "epci-1")
    assert narrower.add == "?territoire=epci-1"
    other = next(v for v in facet.values if v.value == "departement-2")
    assert other.add == "?territoire=departement-1&territoire=departement-2"
    wider = next(v for v in facet.values if v.value == "region-1")
    assert wider.add == "?territoire=region-1"


def test_a_place_and_what_it_holds_mean_the_place(ask: Asker) -> None:
    results = ask("territoire=commune-0&territoire=departement-1")
    assert results.query.filters == (("territoire", ("departement-1",)),)
    assert "ignored" in kinds_of_notes(results)


def test_a_place_in_words_is_chosen_when_it_names_one(ask: Asker) -> None:
    assert ask("lieu=commune+A").query.chosen("territoire") == ("commune-0",)
    assert ask("lieu=Com").query.chosen("territoire") == ()
