"""The search says what it did by itself; each note's link undoes it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from search.query import Sort
from tests.search.service.conftest import (
    TODAY,
    Asker,
    count_of,
    kinds_of_notes,
    numbers,
)
from tests.search.service.oracle import document

World = Callable[..., Asker]

SYNONYMS = [["propreté", "nettoyage"]]


def test_synonyms_are_said_and_undone(world: World) -> None:
    ask = world(
        document(1, "Marché de nettoyage"),
        document(2, "Marché de propreté"),
        synonyms=SYNONYMS,
    )
    results = ask("q=proprete&type=fiche")
    assert results.total == 2
    note = next(n for n in results.notes if n.kind == "synonym")
    assert "nettoyage" in note.text
    undone = ask(note.undo)
    assert numbers(undone) == [2]
    assert undone.query.chosen("type") == ("fiche",)
    assert kinds_of_notes(undone) == []


def test_spelling_is_put_right_when_little_is_found(world: World) -> None:
    ask = world(
        *(document(n, "Clause sociale d’insertion") for n in range(5)),
    )
    results = ask("q=insersion")
    assert results.total == 5
    note = next(n for n in results.notes if n.kind == "spelling")
    assert "insertion" in note.text
    assert "insersion" in note.text
    undone = ask(note.undo)
    assert undone.total == 0
    assert "spelling" not in kinds_of_notes(undone)


def test_nothing_is_put_right_when_the_words_find_enough(world: World) -> None:
    ask = world(
        *(document(n, "Insertion") for n in range(200)),
        *(document(300 + n, "Insersion") for n in range(3)),
    )
    results = ask("q=insersion")
    assert results.total == 3
    assert not results.notes


def test_a_question_may_miss_some_of_its_words(world: World) -> None:
    ask = world(
        document(1, "Réserver un lot à une entreprise adaptée"),
        document(2, "Une entreprise de travaux"),
    )
    results = ask("q=réserver+lot+entreprise+adaptée+toiture")
    assert numbers(results) == [1]
    assert "ignored" in kinds_of_notes(results)


def test_one_of_two_words_is_enough_where_no_page_holds_both(world: World) -> None:
    ask = world(*(document(n, "Clause sociale") for n in range(4)))
    results = ask("q=clause+zythum")
    assert results.total == 4
    assert kinds_of_notes(results) == ["ignored"]


def test_a_word_is_left_out_before_those_that_look_like_it_are_tried(
    world: World,
) -> None:
    """Speller and all know nothing near "morte": no page on a port is meant."""
    ask = world(
        *(document(n, "L’entreprise ne répond plus") for n in range(4)),
        *(document(10 + n, "Entreprise du port") for n in range(4)),
    )
    results = ask("q=l’entreprise+fait+la+morte")
    assert results.total == 8
    assert kinds_of_notes(results) == ["ignored"]


def test_everyday_words_find_those_of_the_field(world: World) -> None:
    ask = world(document(1, "Repères pour les élues et élus"), document(2, "Maires"))
    results = ask("q=un+maire")
    assert results.total == 2
    assert numbers(ask(next(note.undo for note in results.notes))) == [2]


def test_short_answers_are_found_beside_texts_that_happen_to_hold_all(
    world: World,
) -> None:
    ask = world(
        document(1, "Guide", body="Le jeune est accueilli. Le fournisseur est noté."),
        *(document(n, "Est-ce que je suis noté ?") for n in range(2, 5)),
        *(document(n, "Autre") for n in range(5, 9)),
    )
    results = ask("q=le+jeune+est+noté")
    assert numbers(results) == [1, 2, 3, 4]
    assert kinds_of_notes(results) == ["ignored"]


def test_all_the_words_hold_where_enough_pages_hold_them(world: World) -> None:
    ask = world(
        *(document(n, "Clause sociale d’insertion") for n in range(10)),
        *(document(20 + n, "Clause") for n in range(5)),
    )
    results = ask("q=clause+sociale+insertion")
    assert results.total == 10
    assert not results.notes


def test_filters_never_change_how_words_are_read(world: World) -> None:
    ask = world(
        *(document(n, "Clause sociale") for n in range(8)),
        *(document(10 + n, "Clause sociale", kind="outil") for n in range(2)),
        *(document(20 + n, "Clause", kind="outil") for n in range(5)),
        *(document(30 + n, "Réemploi", kind="outil") for n in range(3)),
        *(document(40, "Réemploi solidaire") for _ in range(1)),
    )
    for words in ("clause+sociale", "réemploi+solidaire", "clauze", "sociale+réemploi"):
        counts = count_of(ask(f"q={words}"), "type")
        assert set(counts) >= {"fiche", "outil"}
        for kind, count in counts.items():
            assert ask(f"q={words}&type={kind}").total == count


def test_a_phrase_in_quotes_is_exact(world: World) -> None:
    ask = world(
        document(1, "La clause sociale"),
        document(2, "Une clause qui est sociale"),
    )
    assert numbers(ask("q=%22clause+sociale%22")) == [1]
    assert ask("q=clause+sociale").total == 2


def test_pages_in_another_language_are_said_and_left_out(world: World) -> None:
    ask = world(
        document(1, "Reserved contract", language="en", readable_in=("en",)),
        document(2, "Marché réservé", readable_in=("fr", "en")),
        document(3, "Marché réservé", readable_in=("fr",)),
    )
    results = ask("", language="en")
    assert numbers(results) == [1, 2]
    note = next(n for n in results.notes if n.kind == "language")
    assert note.text.startswith("1 ")
    assert numbers(ask(note.undo, language="en")) == [1]


def test_words_find_pages_shown_in_another_language_too(world: World) -> None:
    ask = world(
        document(1, "A contract", language="en", readable_in=("en",)),
        document(2, "Un marché réservé", readable_in=("fr", "en")),
    )
    assert numbers(ask("q=marchés+réservés", language="en")) == [2]
    assert numbers(ask("q=contracts", language="en")) == [1]


def test_what_was_left_out_is_said(world: World) -> None:
    ask = world(document(1))
    results = ask("couleur=bleu&theme=publics&theme=eligibilite")
    texts = " ".join(n.text for n in results.notes if n.kind == "ignored")
    assert "couleur=bleu" in texts
    assert "Éligibilité" in texts


def test_nothing_found_lists_which_filter_to_drop(world: World) -> None:
    ask = world(
        *(document(n, facets={"theme": ("publics",)}) for n in range(3)),
        *(document(10 + n, facets={"etape": ("suivi",)}) for n in range(2)),
    )
    results = ask("theme=publics&etape=suivi")
    assert results.total == 0
    drops = {one.key: one for one in results.relaxations}
    assert drops["theme"].total == 2
    assert drops["etape"].total == 3
    for one in results.relaxations:
        assert ask(one.link).total == one.total


def test_dropping_a_period_brings_back_what_it_left_out(world: World) -> None:
    day = TODAY + timedelta(days=3)
    ask = world(
        document(1, facets={"theme": ("marche",)}),
        document(2, kind="session", starts_on=day, facets={"theme": ("publics",)}),
    )
    results = ask("periode=7-jours&theme=marche")
    for one in results.relaxations:
        assert ask(one.link).total == one.total == 1
    assert {one.key for one in results.relaxations} == {"periode", "theme"}


def test_nothing_found_offers_words_that_find_something(world: World) -> None:
    ask = world(
        *(document(n, "Clause sociale") for n in range(4)),
        *(document(10 + n, "Clause de réemploi", kind="outil") for n in range(12)),
    )
    results = ask("q=clauze&sans=correction")
    assert results.total == 0
    assert results.nearby == ("clause",)
    results = ask("q=clause+réemploi&type=fiche")
    assert results.total == 0
    assert results.nearby == ("clause",)


def test_pages_past_the_last_show_the_last(world: World) -> None:
    ask = world(*(document(n) for n in range(25)))
    results = ask("page=9")
    assert results.query.page == 2
    assert len(results.hits) == 5
    assert "9" in next(n for n in results.notes if n.kind == "ignored").text
    assert kinds_of_notes(ask("page=2")) == []


def test_past_the_limit_nothing_is_drawn_and_it_is_said(world: World) -> None:
    ask = world(document(1))
    results = ask("page=501")
    assert not results.hits
    assert results.total == 1
    assert "limit" in kinds_of_notes(results)


def test_sessions_come_soonest_first_and_past_ones_last(world: World) -> None:
    ask = world(
        *(
            document(
                n,
                kind="session",
                starts_on=TODAY + timedelta(days=days),
                next_on=TODAY + timedelta(days=days),
            )
            for n, days in enumerate([-5, 40, 3])
        )
    )
    results = ask("type=session")
    assert ask.engine.requests[-1].sort is Sort.NEXT_DATE
    assert numbers(results)[-1] == 0
    assert count_of(results, "periode")["7-jours"] == 1


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "!!!", "«»", '""'])
def test_words_that_say_nothing_find_everything(world: World, typed: str) -> None:
    ask = world(document(1), document(2))
    results = ask("q=" + typed)
    assert results.total == 2
