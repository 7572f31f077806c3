"""The fallback: what it finds, who may read it, and what it says it cannot tell."""

from collections.abc import Iterable
from unittest import mock

import pytest
from django.db import DatabaseError

from search.documents import SearchDocument
from search.engines import current_engine, fallback_engine
from search.engines.base import (
    All,
    Alternative,
    Any,
    Change,
    Condition,
    Count,
    Days,
    EngineRequest,
    EngineUnavailable,
    Not,
    Slot,
    Terms,
)
from search.engines.database import DatabaseEngine
from search.engines.embedded import EmbeddedEngine
from search.models import SearchEntry
from search.query import Sort
from search.text.analysis import fold
from tests.search.engines.corpus import document, found, kept, phrase, slot, typed

pytestmark = pytest.mark.django_db

PUBLIC = Terms("audiences", ("public",))


@pytest.fixture
def engine() -> DatabaseEngine:
    return DatabaseEngine()


def entries(documents: Iterable[SearchDocument], *, visible: bool = True) -> None:
    """The rows that the drain would keep of the documents."""
    for made in documents:
        parts = (made.title, made.search_terms, made.summary, made.body)
        SearchEntry.objects.create(
            document_id=made.id,
            object_id=made.id,
            kind=made.kind,
            language=made.language,
            visible=visible,
            audiences=list(made.audiences),
            readable_in=list(made.readable_in),
            title=made.title,
            summary=made.summary,
            plain_text=made.body,
            folded_text=f" {fold(' '.join(parts))} ",
        )


def test_words_are_found_in_most_of_their_forms(engine: DatabaseEngine) -> None:
    entries(
        [
            document(1, "Les Marchés RÉSERVÉS"),
            document(2, "Autre", body="un marché réservé aux SIAE"),
            document(3, "Marché public"),
            document(4, "Compétences clés"),
        ]
    )
    assert found(engine, *typed("marchés réservés")) == [1, 2]
    assert found(engine, *typed("marche")) == [3, 1, 2]
    assert found(engine, *typed("compétence")) == [4]
    assert found(engine, *typed("absent")) == []


def test_acronyms_stand_alone(engine: DatabaseEngine) -> None:
    entries([document(1, "EI"), document(2, "L’EI et l’AI"), document(3, "Peine eia")])
    assert sorted(found(engine, *typed("ei"))) == [1, 2]
    assert found(engine, *typed("ai")) == [2]


def test_words_of_a_phrase_follow_each_other(engine: DatabaseEngine) -> None:
    entries(
        [
            document(1, "Les préparations opérationnelles à l’emploi"),
            document(2, "L’emploi", body="Préparation, opérationnelle pour l’emploi."),
            document(3, "Opérationnelle", body="Une préparation à l’emploi"),
            document(4, "Préparation opérationnelle", body="sans nul autre emploi"),
        ]
    )
    asked = phrase("préparation opérationnelle à l’emploi", "fr")
    exact = Alternative(asked.terms, asked.offsets, words=asked.words)
    assert sorted(found(engine, Slot((exact,)))) == [1, 2]
    either = Slot((Alternative(("absent",)), exact))
    assert sorted(found(engine, either)) == [1, 2]
    close = Alternative(asked.terms, words=asked.words)
    assert sorted(found(engine, Slot((close,)))) == [1, 2, 4]


def test_synonyms_and_wishes_hold_here_too(engine: DatabaseEngine) -> None:
    entries([document(1, "Clause sociale"), document(2, "SIAE"), document(3, "Clause")])
    assert sorted(found(engine, slot("clause", "siae"))) == [1, 2, 3]
    wishes = [slot(word, required=False) for word in ("clause", "sociale")]
    assert sorted(found(engine, *wishes)) == [1, 3]
    assert found(engine, *wishes, at_least=2) == [1]
    assert sorted(found(engine, wishes[0], slot("siae"))) == [2]
    assert found(engine, Slot(())) == found(engine, Slot((Alternative(()),))) == []
    others = (("fr", typed("siae")),)
    assert sorted(found(engine, slot("sociale"), other_slots=others)) == [1, 2]


def test_nothing_that_is_typed_is_an_operator(engine: DatabaseEngine) -> None:
    entries([document(1, "100 pour cent"), document(2, "Clause")])
    likes = ("%", "_", "\\", "%%", "c_ause", "'", '"', "' OR 1=1 --")
    patterns = (".*", "(", "[", "a|b", "c.ause", "{3}", "***:", "(?", "\\m", "\\1", "^")
    for term in (*likes, *patterns):
        assert found(engine, Slot((Alternative((term,)),))) == []


def test_only_those_who_may_read_find_and_count(engine: DatabaseEngine) -> None:
    entries(
        [
            document(1, "Clause"),
            document(2, "Clause", audiences=("login",)),
            document(3, "Clause", audiences=("group:1", "group:12")),
            document(4, "Clause", readable_in=("en",)),
        ]
    )
    entries([document(5, "Clause")], visible=False)

    def seen(*audiences: str, language: str = "fr") -> tuple[list[int], object]:
        may = (Terms("audiences", audiences), Terms("readable_in", (language,)))
        count = Count("type", "type", may)
        answer = engine.search(
            EngineRequest("fr", may, typed("clause"), counts=(count,))
        )
        assert answer.total == len(answer.ids) == len(kept(engine, *may))
        suggested = engine.suggest(["cla"], filters=may, limit=9)
        assert sorted(suggested) == sorted(answer.ids)
        return kept(engine, *may), answer.counts["type"]

    assert seen("public") == ([1], {"fiche": 1})
    assert seen("public", "login") == ([1, 2], {"fiche": 2})
    assert seen("group:1") == seen("group:12") == ([3], {"fiche": 1})
    assert seen("group:2") == seen("grou") == seen('public", "x') == ([], {})
    assert seen("public", language="en") == ([4], {"fiche": 1})
    assert seen("public", language="e") == seen() == ([], {})


def test_kinds_filter_and_count(engine: DatabaseEngine) -> None:
    kinds = ("fiche", "fiche", "levier", "session")
    entries(document(n, "Clause", kind=kind) for n, kind in enumerate(kinds))
    session = Terms("type", ("session",))
    assert kept(engine, Not(session)) == [0, 1, 2]
    assert kept(engine, Terms("kind", ("fiche", "levier"))) == [0, 1, 2]
    assert kept(engine, Any(())) == kept(engine, Terms("type", ())) == []
    assert kept(engine, Terms("id", ("page-3",))) == [3]
    counts = (
        Count("all", "type", ()),
        Count("some", "type", (Not(session),), ("levier", "session")),
        Count("theme", "theme", ()),
    )
    answer = engine.search(EngineRequest("fr", (), typed("clause"), counts=counts))
    assert answer.counts["all"] == {"fiche": 2, "levier": 1, "session": 1}
    assert answer.counts["some"] == {"levier": 1}
    assert answer.counts["theme"] == {}


UNKNOWN = Terms("theme", ("x",))
NEVER = Terms("type", ("nothing",))


@pytest.mark.parametrize(
    ("condition", "number"),
    [
        (UNKNOWN, 1),
        (Not(UNKNOWN), 1),
        (Days("starts_on", 1), 1),
        (All((UNKNOWN, NEVER)), 0),
        (Any((UNKNOWN, NEVER)), 1),
        (Not(All((UNKNOWN, PUBLIC))), 1),
        (Not(Any((UNKNOWN, PUBLIC))), 0),
        (Not(Any((UNKNOWN, NEVER))), 1),
        (Not(Not(All((UNKNOWN, NEVER)))), 0),
    ],
)
def test_what_cannot_be_told_is_ignored_and_said(
    engine: DatabaseEngine, condition: Condition, number: int
) -> None:
    entries([document(1)])
    answer = engine.search(EngineRequest("fr", (condition,)))
    assert answer.total == number
    assert len(answer.ignored) == 1
    assert engine.search(EngineRequest("fr", (PUBLIC,))).ignored == ()


def test_titles_sort_and_words_in_titles_come_first(engine: DatabaseEngine) -> None:
    entries(
        [
            document(1, "École", body="la clause"),
            document(2, "Zone"),
            document(3, "La clause"),
            document(4, "eau", summary="une clause"),
        ]
    )
    assert found(engine, sort=Sort.TITLE) == [4, 1, 3, 2]
    assert found(engine, *typed("clause")) == [3, 4, 1]
    assert found(engine, sort=Sort.TITLE, offset=1, limit=2) == [1, 3]
    assert engine.search(EngineRequest("fr", (), limit=0)).total == 4


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_neither_repeat_nor_skip(engine: DatabaseEngine, sort: Sort) -> None:
    entries(document(n, "Clause") for n in range(23))
    ids: list[int] = []
    for offset in range(0, 25, 5):
        ids += found(engine, sort=sort, offset=offset, limit=5)
    assert sorted(ids) == list(range(23))


def test_suggestions_come_from_titles(engine: DatabaseEngine) -> None:
    entries(
        [
            document(1, "Guide des marchés réservés"),
            document(2, "Marchés", body="réservés"),
            document(3, "Autre", summary="marchés"),
        ]
    )
    assert engine.suggest(["mar"], filters=(), limit=5) == ["page-2", "page-1"]
    assert engine.suggest(["res", "mar"], filters=(), limit=5) == ["page-1"]
    assert engine.suggest([""], filters=(), limit=5) == []


def test_the_entries_are_its_index(engine: DatabaseEngine) -> None:
    before = engine.generation()
    entries([document(1)])
    assert engine.generation() != before
    assert list(engine.ids()) == ["page-1"]
    assert (engine.health().ok, engine.health().documents) == (True, 1)
    (outcome,) = engine.apply([Change("page-1", 3, None)])
    assert (outcome.version, outcome.error) == (3, "")
    assert engine.rebuild([document(1), document(2)]) == 2
    assert kept(engine) == [1]
    assert engine.related("page-1", filters=(), limit=3) == []
    assert engine.vocabulary("fr") == {}


def test_a_database_that_fails_is_an_outage(engine: DatabaseEngine) -> None:
    with mock.patch.object(SearchEntry.objects, "filter", side_effect=DatabaseError):
        with pytest.raises(EngineUnavailable):
            engine.search(EngineRequest("fr", ()))
        assert not engine.health().ok


def test_the_engine_is_chosen_by_the_address_once_a_process(
    settings: object, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path
    settings.SEARCH_URL = "embedded://elsewhere"
    engine = current_engine()
    assert isinstance(engine, EmbeddedEngine)
    assert engine.folder.path == tmp_path / "elsewhere"
    assert current_engine() is engine
    monkeypatch.setattr("os.getpid", lambda: 1)
    assert current_engine() is not engine
    assert fallback_engine().name == "database"
