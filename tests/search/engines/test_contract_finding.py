"""What is found and counted is what a plain reading of the contract finds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.engines.base import (
    NO_INDEX,
    All,
    Any,
    Condition,
    Count,
    Days,
    Engine,
    EngineRequest,
    NoIndex,
    Not,
    Slot,
    Terms,
)
from tests.search.engines import brute_force, strategies
from tests.search.engines.corpus import alternative, changes, document, filled, kept

NewEngine = Callable[[], Engine]


@settings(max_examples=30)
@given(st.data())
def test_filters_find_and_counts_count_what_a_plain_reading_does(
    new_engine: NewEngine, data: st.DataObject
) -> None:
    documents = data.draw(strategies.corpora)
    engine = filled(new_engine(), *documents)
    for _ in range(4):
        first, last = data.draw(strategies.narrowings), data.draw(strategies.narrowings)
        filters = (first, *data.draw(strategies.filters), last)
        wanted = [data.draw(strategies.counts) for _ in range(3)]
        # Those of a page: each leaves out some of what restricts the hits.
        wanted += [
            replace(data.draw(strategies.counts), filters=some)
            for some in (filters, filters[1:], filters[:-1], filters[1:-1], (first,))
        ]
        counts = tuple(replace(c, name=f"c{n}") for n, c in enumerate(wanted))
        answer = engine.search(EngineRequest("fr", filters, limit=50, counts=counts))
        expected = {
            made.id
            for made in documents
            if all(brute_force.holds(made, given) for given in filters)
        }
        assert set(answer.ids) == expected
        assert answer.total == len(answer.ids) == len(expected)
        for count in counts:
            expected_counts = brute_force.counted(documents, count)
            assert answer.counts[count.name] == expected_counts


@settings(max_examples=30)
@given(st.data())
def test_text_finds_what_a_plain_reading_does(
    new_engine: NewEngine, data: st.DataObject
) -> None:
    documents = data.draw(strategies.corpora)
    engine = filled(new_engine(), *documents)
    saying = strategies.texts.map(alternative).filter(lambda said: said.terms)
    alternatives = st.lists(saying, min_size=1, max_size=3).map(tuple)
    slot = st.builds(Slot, alternatives, st.booleans())
    for _ in range(4):
        slots = tuple(data.draw(st.lists(slot, min_size=1, max_size=3)))
        at_least = data.draw(st.integers(0, 3))
        count = Count("type", "type", ())
        answer = engine.search(
            EngineRequest("fr", (), slots, at_least=at_least, limit=50, counts=(count,))
        )
        matching = [
            made for made in documents if brute_force.matches(made, slots, at_least)
        ]
        assert set(answer.ids) == {made.id for made in matching}
        assert answer.total == len(matching)
        assert answer.counts["type"] == brute_force.counted(matching, count)


@settings(max_examples=30)
@given(st.data())
def test_changes_leave_what_a_rebuild_would(
    new_engine: NewEngine, data: st.DataObject
) -> None:
    engine = filled(new_engine())
    held: dict[str, SearchDocument] = {}
    for version in range(1, 5):
        batch = data.draw(
            st.lists(
                st.integers(0, 5).flatmap(
                    lambda number: st.none() | strategies.documents(number)
                ),
                max_size=4,
            )
        )
        made = {one.id: one for one in batch if one is not None}
        engine.apply(changes(*made.values(), version=version))
        held |= made
        gone = sorted(data.draw(st.sets(st.sampled_from(sorted(held)))) if held else ())
        for document_id in gone:
            del held[document_id]
        engine.apply(
            [
                replace(c, document=None)
                for c in changes(*map(_named, gone), version=version)
            ]
        )
        count = Count("theme", "theme", ())
        answer = engine.search(EngineRequest("fr", (), limit=50, counts=(count,)))
        assert set(answer.ids) == set(held) == set(engine.ids())
        assert answer.counts["theme"] == brute_force.counted(list(held.values()), count)


def _named(document_id: str) -> SearchDocument:
    return replace(document(0), id=document_id)


def test_nobody_finds_nor_counts_what_they_may_not_see(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Clause publique", facets={"theme": ("clause",)}),
        document(
            2, "Clause membre", audiences=("login",), facets={"theme": ("clause",)}
        ),
        document(3, "Clause groupe", audiences=("group:1",), facets={"theme": ("x",)}),
    )

    def seen(*audiences: str) -> tuple[set[str], dict[str, int], list[str]]:
        may = (Terms("audiences", audiences),)
        answer = engine.search(
            EngineRequest("fr", may, counts=(Count("theme", "theme", may),))
        )
        return (
            set(answer.ids),
            answer.counts["theme"],
            sorted(engine.suggest(["cla"], filters=may, limit=9)),
        )

    assert seen("public") == ({"page-1"}, {"clause": 1}, ["page-1"])
    assert seen("public", "login")[1] == {"clause": 2}
    assert seen("group:12") == (set(), {}, [])
    assert seen() == (set(), {}, [])


def test_an_empty_choice_finds_nothing_and_no_condition_everything(
    engine: Engine,
) -> None:
    filled(engine, document(1), document(2))
    nothing: tuple[Condition, ...] = (Any(()), Terms("theme", ()), Not(All(())))
    for condition in nothing:
        assert kept(engine, condition) == []
    assert kept(engine, All(())) == kept(engine, Not(Any(()))) == kept(engine) == [1, 2]


def test_what_never_closes_is_open_and_what_has_no_date_is_not_upcoming(
    engine: Engine,
) -> None:
    filled(engine, document(1))
    assert kept(engine, Days("closes_on", first=800_000)) == [1]
    assert kept(engine, Days("closes_on", last=800_000)) == []
    assert kept(engine, Days("starts_on")) == kept(engine, Days("next_on", 1)) == []


def test_values_are_data_whatever_they_hold(engine: Engine) -> None:
    hostile = ("a.b", "a b", 'a"b', "a|b", ".*", "a\\.b", "é", "A", "a\n", "*", "🙂")
    filled(
        engine, *(document(n, facets={"theme": (v,)}) for n, v in enumerate(hostile))
    )
    for number, value in enumerate(hostile):
        assert kept(engine, Terms("theme", (value,))) == [number]
    for wanted in (None, hostile, hostile[4:5]):
        count = Count("theme", "theme", (), wanted)
        answer = engine.search(EngineRequest("fr", (), counts=(count,)))
        assert answer.counts["theme"] == dict.fromkeys(wanted or hostile, 1)


def test_many_values_at_once(engine: Engine) -> None:
    filled(engine, *(document(n, facets={"theme": (f"t{n}",)}) for n in range(40)))
    chosen = tuple(f"t{n}" for n in range(0, 500, 2))
    assert kept(engine, Terms("theme", chosen)) == list(range(0, 40, 2))


def test_counts_of_many_values_over_many_writes_are_exact(engine: Engine) -> None:
    expected: dict[str, int] = {}
    for batch in range(12):
        made = []
        for n in range(batch * 25, batch * 25 + 25):
            values = tuple(f"v{m}" for m in range(n % 7, n + 7, 7))
            made.append(document(n, facets={"theme": values}))
            for value in values:
                expected[value] = expected.get(value, 0) + 1
        engine.apply(changes(*made))
    few = ("v0", "v1", "v290")
    answer = engine.search(
        EngineRequest(
            "fr",
            (),
            counts=(Count("all", "theme", ()), Count("few", "theme", (), few)),
        )
    )
    assert len(expected) > 250
    assert answer.counts["all"] == expected
    assert answer.counts["few"] == {value: expected[value] for value in few}


def test_an_absent_index_finds_nothing_and_does_not_say_that_nothing_is_there(
    engine: Engine,
) -> None:
    with pytest.raises(NoIndex):
        engine.search(EngineRequest("fr", ()))
    assert engine.generation() == NO_INDEX
    assert engine.suggest(["a"], filters=(), limit=5) == []
    assert engine.related("page-1", filters=(), limit=5) == []
    assert (engine.vocabulary("fr"), list(engine.ids())) == ({}, [])
    health = engine.health()
    assert (health.documents, health.needs_rebuild) == (0, True)
