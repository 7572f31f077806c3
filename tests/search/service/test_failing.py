"""The engine may fail: visitors are answered by the database, and told."""

import itertools
from collections.abc import Callable

import pytest

from search.engines.base import EngineUnavailable
from search.engines.breaker import Breaker, breaker_of
from search.service import asking
from search.service.asking import guarded
from tests.search.service.conftest import Asker, kinds_of_notes
from tests.search.service.oracle import Oracle, document

World = Callable[..., Asker]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_database_answers_and_it_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = world(document(1), document(2, kind="levier"))
    fallback = Oracle(ask.engine.documents)
    fallback.name = "database"
    monkeypatch.setattr(asking, "fallback_engine", lambda: fallback)
    ask.engine.down = True
    results = ask("type=levier&theme=publics")
    assert results.engine == "database"
    assert kinds_of_notes(results) == ["degraded"]
    ask.engine.down = False
    assert kinds_of_notes(ask("type=levier")) == []


class Door:
    """A breaker, its clock, and an engine that answers small questions or not."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.answers = False
        self.questions = 0
        self.beside: list[Callable[[], None]] = []
        self.breaker = Breaker(self._answer, self.clock, self.beside.append)

    def _answer(self, seconds: float) -> bool:
        assert seconds <= 0.25
        self.questions += 1
        return self.answers

    def passes_at(self, moment: float) -> bool:
        self.clock.now = moment
        passes = self.breaker.lets_through()
        while self.beside:
            self.beside.pop()()
        return passes


def test_a_slow_failure_leaves_the_engine_alone_until_it_answers_a_small_question():
    door = Door()
    assert door.passes_at(0)
    door.breaker.failed(seconds=1.5)
    assert not door.passes_at(1.9)
    assert door.questions == 0
    assert not door.passes_at(2.1)
    assert door.questions == 1
    door.answers = True
    assert not door.passes_at(6)
    assert not door.passes_at(6.2)
    assert door.passes_at(6.2)
    door.breaker.succeeded()
    assert door.passes_at(6.3)
    assert door.questions == 2


def test_nobody_waits_for_the_small_question() -> None:
    door = Door()
    door.breaker.failed(seconds=1.5)
    door.clock.now = 3
    assert not door.breaker.lets_through()
    assert not door.breaker.lets_through()
    assert (door.questions, len(door.beside)) == (0, 1)


def test_a_look_that_ends_after_an_answer_changes_nothing() -> None:
    door = Door()
    door.answers = True
    door.breaker.failed(seconds=1.5)
    door.clock.now = 3
    assert not door.breaker.lets_through()
    door.breaker.succeeded()
    door.beside.pop()()
    assert door.breaker.lets_through()
    assert not door.breaker.is_open


def test_it_is_left_alone_longer_each_time_and_at_most_half_a_minute() -> None:
    door = Door()
    door.breaker.failed(seconds=2)
    looks = []
    for tenth in range(2_000):
        before = door.questions
        door.passes_at(tenth / 10)
        if door.questions > before:
            looks.append(tenth / 10)
    assert looks[:4] == [2, 6, 14, 30]
    assert max(b - a for a, b in itertools.pairwise(looks)) == 30


def test_one_visitor_at_a_time_tries_whether_it_is_back() -> None:
    door = Door()
    door.breaker.failed(seconds=2)
    door.answers = True
    assert not door.passes_at(3)
    assert door.passes_at(3)
    assert not door.passes_at(3.1)
    door.breaker.failed(seconds=1.4)
    assert not door.passes_at(6.9)
    assert door.questions == 1
    assert not door.passes_at(7.1)
    assert door.passes_at(7.1)


def test_those_who_waited_together_count_as_one_failure() -> None:
    door = Door()
    for _ in range(20):
        door.breaker.failed(seconds=1.4)
    door.answers = True
    assert not door.passes_at(2.1)
    assert door.passes_at(2.1)


def test_a_failure_that_costs_nothing_closes_nothing() -> None:
    door = Door()
    door.breaker.failed(seconds=0.001)
    assert door.passes_at(0)
    assert not door.breaker.is_open


def test_an_answer_closes_the_matter() -> None:
    door = Door()
    door.answers = True
    door.breaker.failed(seconds=2)
    assert not door.passes_at(3)
    assert door.breaker.is_open
    assert door.passes_at(3)
    door.breaker.succeeded()
    assert not door.breaker.is_open
    door.breaker.failed(seconds=2)
    assert not door.passes_at(4.9)
    assert door.questions == 1
    assert not door.passes_at(5.1)
    assert door.passes_at(5.1)


def test_an_engine_that_is_left_alone_is_not_called() -> None:
    engine = Oracle()
    breaker_of(engine).failed(seconds=60)

    def call() -> None:
        raise AssertionError("It was called.")

    with pytest.raises(EngineUnavailable):
        guarded(engine, call)
