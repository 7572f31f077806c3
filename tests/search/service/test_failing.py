"""The engine may fail: visitors are answered by the database, and told."""

from collections.abc import Callable

import pytest

from search.engines.base import EngineUnavailable
from search.service import asking
from search.service.asking import Breaker, breaker_of, guarded
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


def test_a_slow_failure_leaves_the_engine_alone_for_a_while() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed(seconds=1.5)
    assert breaker.is_open
    clock.now = 1.9
    assert breaker.is_open
    clock.now = 2.1
    assert not breaker.is_open


def test_it_is_left_alone_longer_each_time_and_at_most_half_a_minute() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(20):
        breaker.failed(seconds=2)
    clock.now = 29
    assert breaker.is_open
    clock.now = 31
    assert not breaker.is_open


def test_a_failure_that_costs_nothing_closes_nothing() -> None:
    breaker = Breaker(Clock())
    breaker.failed(seconds=0.001)
    assert not breaker.is_open


def test_an_answer_closes_the_matter() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    breaker.failed(seconds=2)
    clock.now = 3
    breaker.succeeded()
    breaker.failed(seconds=2)
    clock.now = 5.5
    assert not breaker.is_open


def test_an_engine_that_is_left_alone_is_not_called() -> None:
    engine = Oracle()
    breaker_of(engine).failed(seconds=60)

    def call() -> None:
        raise AssertionError("It was called.")

    with pytest.raises(EngineUnavailable):
        guarded(engine, call)
