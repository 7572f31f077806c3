"""A count is what choosing the value would give, whatever else is chosen."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from search.addresses import address, choosing
from search.documents import SearchDocument
from search.query import SearchQuery
from tests.search.service.conftest import TODAY, Asker, count_of, read_address
from tests.search.service.oracle import RELATIONS, document

World = Callable[..., Asker]

SELECTIONS = [
    "",
    "theme=publics",
    "theme=eligibilite&etape=redaction",
    "type=fiche&type=levier",
    "type=session",
    "type=pratique",
    "type=formation",
    "periode=30-jours",
    "periode=2026-12&modalite=distance",
    "type=session&periode=passees",
    "statut=ouvert",
    "statut=ferme&type=levier",
    "statut=bientot-ferme&statut=suspendu",
    "annee=2026",
    "theme=marche&type=levier&statut=a-verifier&confiance=etat",
]


def _documents(seed: int, size: int = 150) -> list[SearchDocument]:
    dice = random.Random(seed)  # noqa: S311 - a world for tests
    kinds = ["pratique", "outil", "levier", "fiche", "formation", "session", "acteur"]
    themes = [(), ("publics",), ("publics", "eligibilite"), ("marche",)]
    made = []
    for number in range(size):
        kind = dice.choice(kinds)
        day = TODAY + timedelta(days=dice.randint(-60, 200))
        facets: dict[str, tuple[str, ...]] = {
            "theme": dice.choice(themes),
            "etape": tuple(dice.sample(["redaction", "suivi"], dice.randint(0, 2))),
            "confiance": (dice.choice(["etat", "a-relire"]),),
        }
        values: dict[str, object] = {}
        if kind == "session":
            facets |= {
                "periode": (f"{day:%Y-%m}",),
                "annee": (str(day.year),),
                "modalite": (dice.choice(["distance", "presentiel"]),),
            }
            values["starts_on"] = values["next_on"] = day
        if kind == "levier":
            statuses = ["ouvert", "ferme", "suspendu", "a-verifier"]
            facets["statut"] = (dice.choice(statuses),)
            near = TODAY + timedelta(days=dice.choice([-40, -1, 0, 5, 30, 31, 90]))
            values["closes_on"] = dice.choice([None, near])
        if kind == "pratique":
            facets["annee"] = (dice.choice(["2025", "2026"]),)
        places = dice.sample(sorted(RELATIONS.known), dice.choice([0, 1, 1, 2]))
        made.append(
            document(
                number,
                kind=kind,
                places=places,
                facets=facets,
                archived=dice.random() < 0.1,
                audiences=dice.choice([("public",), ("public",), ("login",)]),
                readable_in=dice.choice([("fr",), ("fr", "en"), ("en",)]),
                **values,
            )
        )
    return made


def _alone(query: SearchQuery, key: str, value: str) -> str:
    return address(choosing(query, key, (value,)))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_count_is_what_choosing_the_value_gives(
    world: World, selection: str, seed: int
) -> None:
    ask = world(*_documents(seed))
    results = ask(selection)
    for facet in results.facets:
        if facet.key == "territoire":
            continue
        for value, count in count_of(results, facet.key).items():
            chosen = ask(_alone(results.query, facet.key, value))
            assert chosen.total == count, (facet.key, value)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("selection", ["", "type=levier", "theme=publics"])
def test_a_territory_counts_what_lies_at_or_below_it(
    world: World, selection: str, seed: int
) -> None:
    ask = world(*_documents(seed))
    results = ask(selection)
    counts = count_of(results, "territoire")
    assert counts
    for value, count in counts.items():
        kept = ask(_alone(results.query, "territoire", value) + "&sans=plus-large")
        assert kept.total == count, value


@pytest.mark.parametrize("selection", SELECTIONS)
def test_a_search_costs_one_call_and_one_for_each_selected_facet(
    world: World, selection: str
) -> None:
    ask = world(*_documents(7))
    for more in (
        "",
        "&territoire=departement-1",
        "&territoire=epci-1&territoire=epci-3",
    ):
        ask.engine.requests.clear()
        results = ask(selection + more)
        query = results.query
        # Where nothing is found, what to drop is asked apart.
        assert len(ask.engine.requests) == (1 if results.total else 2)
        request = ask.engine.requests[0]
        sets = {wanted.filters for wanted in request.counts} | {request.filters}
        # Leaving sessions out counts as a selection.
        selected = len({key for key, _ in query.filters} | {"type"})
        assert len(sets) <= 2 + selected


def test_archived_pages_come_only_when_asked_for(world: World) -> None:
    ask = world(document(1), document(2, archived=True))
    assert ask("").total == 1
    assert ask("archives=1").total == 2


def test_children_are_found_by_their_parent(world: World) -> None:
    ask = world(
        document(1, facets={"theme": ("publics", "eligibilite")}),
        document(2, facets={"theme": ("publics",)}),
    )
    assert ask("theme=publics").total == 2
    assert ask("theme=eligibilite").total == 1


def test_values_of_a_facet_are_alternatives_and_facets_add_up(world: World) -> None:
    ask = world(
        document(1, facets={"theme": ("marche",), "etape": ("suivi",)}),
        document(2, facets={"theme": ("publics",), "etape": ("suivi",)}),
        document(3, facets={"theme": ("publics",), "etape": ("redaction",)}),
    )
    assert ask("theme=marche&theme=publics").total == 3
    assert ask("theme=marche&theme=publics&etape=suivi").total == 2


@pytest.mark.parametrize(
    ("stored", "closes_in", "shown"),
    [
        ("ouvert", None, "ouvert"),
        ("ouvert", 31, "ouvert"),
        ("ouvert", 30, "bientot-ferme"),
        ("ouvert", 0, "bientot-ferme"),
        ("ouvert", -1, "ferme"),
        ("suspendu", 5, "suspendu"),
        ("suspendu", -1, "ferme"),
        ("a-verifier", -1, "ferme"),
        ("ferme", 60, "ferme"),
    ],
)
def test_the_status_of_a_lever_follows_the_date(
    world: World, stored: str, closes_in: int | None, shown: str
) -> None:
    closes_on = None if closes_in is None else TODAY + timedelta(days=closes_in)
    lever = document(
        1, kind="levier", facets={"statut": (stored,)}, closes_on=closes_on
    )
    ask = world(lever)
    assert count_of(ask("type=levier"), "statut") == {shown: 1}
    for status in ("ouvert", "bientot-ferme", "ferme", "suspendu", "a-verifier"):
        assert ask(f"statut={status}").total == (status == shown)


def test_the_viewers_audiences_decide_what_is_found_and_counted(world: World) -> None:
    ask = world(
        document(1),
        document(2, audiences=("login",)),
        document(3, audiences=("group:4",)),
    )
    assert ask("").total == 1
    assert ask("", audiences=("public", "login")).total == 2
    member = ask("", audiences=("public", "login", "group:4"))
    assert member.total == 3
    assert count_of(member, "type") == {"fiche": 3}


def test_other_searches_are_not_changed_by_one(world: World) -> None:
    ask = world(document(1))
    first = read_address("theme=publics").query
    assert ask.query(replace(first, filters=())).total == 1
