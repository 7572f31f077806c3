"""Words, phrases and what they weigh."""

from dataclasses import replace

import pytest

from search.engines.base import Alternative, Count, Engine, EngineRequest, Slot, Terms
from search.query import Sort
from tests.search.engines.corpus import (
    alternative,
    changes,
    document,
    filled,
    found,
    slot,
    typed,
)


def test_words_are_found_in_any_form_and_any_field(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Les marchés réservés"),
        document(2, search_terms="marche reserve"),
        document(3, summary="Un MARCHÉ RÉSERVÉ."),
        document(4, body="Des marchés sont réservés à l’insertion."),
        document(5, "Marché public"),
    )
    assert found(engine, *typed("marché réservé")) == [1, 2, 3, 4]
    assert sorted(found(engine, *typed("marches"))) == [1, 2, 3, 4, 5]


def test_the_best_field_decides_title_then_terms_then_summary_then_text(
    engine: Engine,
) -> None:
    # All fields are as long, so that only what they weigh tells them apart.
    other = "autre chose entièrement"
    texts = {"search_terms": other, "summary": other, "body": other}
    filled(
        engine,
        document(1, other, **{**texts, "body": "clause chose entièrement"}),
        document(2, other, **{**texts, "summary": "clause chose entièrement"}),
        document(3, other, **{**texts, "search_terms": "clause chose entièrement"}),
        document(4, "Clause chose entièrement", **texts),
    )
    assert found(engine, *typed("clauses")) == [4, 3, 2, 1]


def test_weight_multiplies_relevance_within_its_bounds(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Clause sociale", weight=0.8),
        document(2, "Clause sociale", weight=1.2),
        document(3, "Clause sociale", weight=1.0),
        document(4, "Une chose", body="La clause sociale", weight=1_000.0),
    )
    assert found(engine, *typed("clause sociale")) == [2, 3, 1, 4]
    assert found(engine) == [4, 2, 3, 1]


def test_boosts_take_the_largest_factor_and_filter_nothing(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Clause", within=("region-32",)),
        document(2, "Clause", within=("epci-1", "region-32")),
        document(3, "Clause"),
    )
    boosts = (
        (Terms("within", ("region-32",)), 1.1),
        (Terms("within", ("epci-1",)), 1.3),
    )
    assert found(engine, *typed("clause")) == [1, 2, 3]
    assert found(engine, *typed("clause"), boosts=boosts) == [2, 1, 3]
    assert found(engine, *typed("clause"), boosts=boosts[:1]) == [1, 2, 3]


def test_phrases_keep_their_order_and_the_gaps_of_stop_words(engine: Engine) -> None:
    filled(
        engine,
        document(1, "La clause d’insertion"),
        document(2, "L’insertion par une clause"),
        document(3, "Clause sociale d’insertion"),
        document(4, "Clause insertion"),
    )
    assert found(engine, slot("clause d'insertion")) == [1]
    assert found(engine, slot("insertion, clause")) == []
    close = Slot((Alternative(alternative("clause insertion").terms),))
    assert found(engine, close) == [4]


def test_a_phrase_does_not_run_from_one_field_into_the_next(engine: Engine) -> None:
    filled(engine, document(1, "La clause", summary="sociale"))
    assert found(engine, slot("clause sociale")) == []


def test_any_alternative_answers_a_slot_and_the_heavier_weighs_more(
    engine: Engine,
) -> None:
    filled(
        engine,
        document(1, "SIAE"),
        document(2, "Insertion économique"),
        document(3, "Marché"),
    )
    said = Slot((alternative("siae"), alternative("insertion économique", weight=0.3)))
    assert found(engine, said) == [1, 2]
    heavier = Slot((alternative("siae", weight=0.1), said.alternatives[1]))
    assert found(engine, heavier) == [2, 1]


def test_typing_errors_are_tolerated_where_asked(engine: Engine) -> None:
    filled(engine, document(1, "Facilitateur"), document(2, "Insertion"))

    def close(term: str) -> Slot:
        return Slot((Alternative((term,), fuzzy=True),))

    (term,) = alternative("facilitateur").terms
    for wrong in (term[:-1], term + "s", "z" + term[1:], term[1] + term[0] + term[2:]):
        assert found(engine, close(wrong)) == [1]
        assert found(engine, Slot((Alternative((wrong,)),))) == []
    assert found(engine, close("zz" + term[2:])) == []


def test_slots_not_required_only_add_to_relevance(engine: Engine) -> None:
    filled(engine, document(1, "Clause sociale"), document(2, "Clause"))
    wish = slot("sociale", required=False)
    assert found(engine, *typed("clause"), wish) == [1, 2]
    assert found(engine, *typed("clause"), slot("absente", required=False)) == [2, 1]
    assert found(engine, wish) == [1]
    assert found(engine, wish, slot("absente", required=False)) == [1]


@pytest.mark.parametrize(
    ("at_least", "numbers"), [(0, {1, 2, 3}), (2, {1, 2}), (3, {1}), (9, {1})]
)
def test_at_least_so_many_of_what_is_not_required(
    engine: Engine, at_least: int, numbers: set[int]
) -> None:
    filled(
        engine,
        document(1, "Clause sociale d’insertion"),
        document(2, "Clause sociale"),
        document(3, "Insertion"),
        document(4, "Autre"),
    )
    words = ("clause", "sociale", "insertion")
    wishes = [slot(word, required=False) for word in words]
    assert set(found(engine, *wishes, at_least=at_least)) == numbers


def test_a_bonus_adds_to_relevance_and_counts_for_nothing_else(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Clause sociale"),
        document(2, "Clause d’insertion"),
        document(3, "Autre"),
    )
    words = [slot(word, required=False) for word in ("clause", "absente")]
    for number in (1, 2):
        added = ("sociale", "insertion")[number - 1]
        bonus = replace(slot(added), bonus=True)
        assert found(engine, *typed("clause"), bonus) == [number, 3 - number]
        assert found(engine, *words, bonus, at_least=1) == [number, 3 - number]
        assert found(engine, *words, bonus, at_least=2) == []
        assert found(engine, bonus) == []


def test_where_words_may_miss_those_that_hold_all_weigh_more(engine: Engine) -> None:
    # All fields are as long, and each word is as rare: three words of the text weigh
    # less than one of the title, but for being all of them.
    other = "autre chose entièrement"
    filled(
        engine,
        document(1, "Clause chose entièrement", body=other),
        document(2, other, body="clause sociale d’insertion"),
        *(document(n, other, body=other) for n in range(3, 6)),
    )
    wishes = [slot(word, required=False) for word in ("clause", "sociale", "insertion")]
    assert found(engine, *wishes, at_least=1) == [2, 1]
    missing = slot("absente", required=False)
    assert found(engine, *wishes, missing, at_least=1) == [2, 1]
    assert found(engine, *wishes, missing, missing, at_least=1) == [1, 2]


def test_a_slot_that_nothing_can_answer_finds_nothing(engine: Engine) -> None:
    filled(engine, document(1, "Clause"))
    assert found(engine, Slot(())) == found(engine, Slot((Alternative(()),))) == []
    assert found(engine, *typed("clause"), Slot(())) == []


def test_each_language_reads_its_own_texts(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Les actions sociales", language="fr"),
        document(2, "Social actions", language="en"),
        document(3, "Sociale acties", language="nl"),
        document(4, "Une action sociale", language="fr-x-falc"),
    )
    english = slot("actions", language="en")
    assert found(engine, slot("actions")) == [1, 4]
    assert found(engine, slot("actions"), language="fr-x-falc") == [1, 4]
    assert found(engine, english, language="en") == [2]
    assert found(engine, slot("acties", language="nl"), language="nl") == [3]
    both = EngineRequest(
        "en",
        (),
        (english,),
        other_slots=(("fr", (slot("actions"),)),),
        counts=(Count("language", "language", ()),),
    )
    answer = engine.search(both)
    assert set(answer.ids) == {"page-1", "page-2", "page-4"}
    assert answer.counts["language"] == {"fr": 1, "en": 1, "fr-x-falc": 1}
    # What says nothing in one language may say something in the other.
    alone = replace(both, slots=())
    assert set(engine.search(alone).ids) == {"page-1", "page-4"}


def test_counts_are_those_of_the_text_found(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Clause", facets={"theme": ("a", "b")}),
        document(2, "Clause", facets={"theme": ("a",)}),
        document(3, "Autre", facets={"theme": ("b",)}),
    )
    only_b = (Terms("theme", ("b",)),)
    counts = (Count("theme", "theme", ()), Count("narrowed", "theme", only_b))
    for sort in Sort:
        answer = engine.search(
            EngineRequest("fr", only_b, typed("clause"), sort=sort, counts=counts)
        )
        assert (answer.ids, answer.total) == (("page-1",), 1)
        assert answer.counts["theme"] == {"a": 2, "b": 1}
        assert answer.counts["narrowed"] == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    "text",
    [
        "clause\x00sociale",
        "clause\ud800 sociale",
        "clause " * 20_000 + "sociale",
        "l'" * 500 + "clause sociale",
        "🙂 clause 𝟙 sociale \u202e",
        "a" * 100_000 + " clause sociale",
    ],
)
def test_any_text_can_be_indexed(engine: Engine, text: str) -> None:
    (outcome,) = engine.apply(changes(document(1, text, body=text, summary=text)))
    assert outcome.error == ""
    assert found(engine, *typed("clause sociale")) == [1]
