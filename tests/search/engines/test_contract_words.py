"""Suggestions, related documents and the vocabulary."""

from search.engines.base import Engine, Terms
from search.text.analysis import fold
from tests.search.engines.corpus import changes, document, filled


def _suggested(
    engine: Engine, text: str, limit: int = 8, **values: object
) -> list[int]:
    ids = engine.suggest(fold(text).split(), filters=(), limit=limit)
    return [int(held.removeprefix("page-")) for held in ids]


def test_beginnings_of_words_suggest_titles(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Les marchés réservés"),
        document(2, "L’Économie sociale"),
        document(3, "Guide des marchés publics", summary="réservés"),
    )
    assert set(_suggested(engine, "mar")) == {1, 3}
    assert _suggested(engine, "RÉS") == _suggested(engine, "mar res") == [1]
    assert _suggested(engine, "res marches") == [1]
    assert _suggested(engine, "l'éco") == _suggested(engine, "eco") == [2]
    assert _suggested(engine, "arches") == _suggested(engine, "marchés zzz") == []
    assert _suggested(engine, "") == engine.suggest(["", ""], filters=(), limit=5) == []


def test_titles_that_begin_so_come_first_then_the_shortest(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Guide de la clause sociale"),
        document(2, "Clause sociale d’insertion dans les marchés de travaux"),
        document(3, "Clause sociale"),
    )
    assert _suggested(engine, "cla") == [3, 2, 1]
    assert _suggested(engine, "cla", limit=2) == [3, 2]
    assert _suggested(engine, "cla", limit=0) == []


def test_long_words_are_suggested_to_their_end(engine: Engine) -> None:
    word = "anticonstitutionnellement"
    filled(engine, document(1, word))
    for length in range(1, len(word) + 1):
        assert _suggested(engine, word[:length]) == [1]


def test_suggestions_obey_filters(engine: Engine) -> None:
    filled(engine, document(1, "Clause"), document(2, "Clause", audiences=("login",)))
    public = (Terms("audiences", ("public",)),)
    assert engine.suggest(["cl"], filters=public, limit=5) == ["page-1"]


def test_related_documents_share_what_is_rare(engine: Engine) -> None:
    everywhere = "La clause sociale dans les marchés publics."
    texts = {
        1: "Le maraîchage biologique en chantier d’insertion",
        2: "Chantier de maraîchage biologique et vente de paniers",
        3: "Nettoyage des locaux et blanchisserie",
        4: "Blanchisserie industrielle, nettoyage du linge",
        5: "Peinture",
    }
    filled(
        engine,
        *(document(n, text, body=everywhere) for n, text in texts.items()),
        document(6, "Biologisch maraichage chantier", language="nl"),
    )
    for number, nearest in ((1, 2), (2, 1), (3, 4), (4, 3)):
        ids = engine.related(f"page-{number}", filters=(), limit=4)
        assert ids[0] == f"page-{nearest}"
        assert f"page-{number}" not in ids
        assert "page-6" not in ids
    assert engine.related("page-404", filters=(), limit=4) == []
    assert len(engine.related("page-1", filters=(), limit=1)) == 1
    assert engine.related("page-1", filters=(), limit=0) == []


def test_related_documents_obey_filters_and_changes(engine: Engine) -> None:
    same = "Maraîchage biologique"
    filled(engine, *(document(n, same) for n in range(1, 4)), document(4, "Peinture"))
    hidden = document(2, same, audiences=("login",))
    engine.apply(changes(hidden))
    public = (Terms("audiences", ("public",)),)
    assert engine.related("page-1", filters=public, limit=4) == ["page-3"]


def test_a_document_alone_has_no_related_one(engine: Engine) -> None:
    filled(engine, document(1, "Clause sociale"))
    assert engine.related("page-1", filters=(), limit=4) == []
    filled(engine, document(1, ""), document(2, ""))
    assert engine.related("page-1", filters=(), limit=4) == []


def test_the_vocabulary_says_how_many_documents_hold_each_word(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Économie sociale", body="L’économie, l’ÉCONOMIE !"),
        document(2, "Clauses", search_terms="éco", summary="Sociale."),
        document(3, "Social economy", language="en"),
        document(4, "Facile", language="fr-x-falc"),
    )
    words = engine.vocabulary("fr")
    assert words["économie"] == 1
    assert words["sociale"] == 2
    assert words["clauses"] == words["éco"] == words["facile"] == 1
    assert "economy" not in words
    assert engine.vocabulary("en")["economy"] == 1
    assert engine.vocabulary("fr-x-falc") == words
    assert engine.vocabulary("nl") == {}


def test_the_vocabulary_follows_changes(engine: Engine) -> None:
    filled(engine, document(1, "Clause"))
    assert "marché" not in engine.vocabulary("fr")
    engine.apply(changes(document(2, "Marché")))
    assert engine.vocabulary("fr")["marché"] == 1


def test_all_identifiers_are_listed(engine: Engine) -> None:
    hostile = ("session-a b/é:\"'%-fr", "page-1", "x" * 200, "🙂")
    made = [document(n) for n in range(len(hostile))]
    documents = [
        type(one)(**{**one.__dict__, "id": held})
        for one, held in zip(made, hostile, strict=True)
    ]
    filled(engine, *documents)
    assert sorted(engine.ids()) == sorted(hostile)
    for held in hostile:
        assert engine.related(held, filters=(), limit=9)[:1] != [held]
