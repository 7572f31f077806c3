"""Asks the engine, or the database while the engine does not answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import TypeVar

from search.engines import current_engine, fallback_engine
from search.engines.base import Engine, EngineAnswer, EngineRequest, EngineUnavailable

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Breaker:
    """Stops asking an engine that makes visitors wait in vain, and asks it again soon.

    A failure that came at once costs nothing, so the engine is asked again next time;
    a slow one closes the way for a while, longer each time, at most half a minute.
    """

    SLOW = 0.1
    LONGEST = 30.0

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._closed_until = 0.0
        self._failures = 0

    @property
    def is_open(self) -> bool:
        """Whether the engine is left alone for now."""
        return self._clock() < self._closed_until

    def succeeded(self) -> None:
        self._failures = 0
        self._closed_until = 0.0

    def failed(self, seconds: float) -> None:
        if seconds >= self.SLOW:
            self._failures += 1
            wait = min(2.0**self._failures, self.LONGEST)
            self._closed_until = self._clock() + wait


_breakers: dict[int, tuple[Engine, Breaker]] = {}


def breaker_of(engine: Engine) -> Breaker:
    held = _breakers.get(id(engine))
    if held is None or held[0] is not engine:
        held = _breakers[id(engine)] = (engine, Breaker())
    return held[1]


@dataclass
class Asked:
    """The conversation of one search with one engine, and how long it took."""

    engine: Engine
    degraded: bool = False
    milliseconds: float = 0.0
    calls: int = 0

    def search(self, request: EngineRequest) -> EngineAnswer:
        """The answer; from the database once the engine has failed."""
        if not self.degraded:
            try:
                return guarded(self.engine, lambda: self._timed(request))
            except EngineUnavailable:
                self.degraded, self.engine = True, fallback_engine()
        return self._timed(request)

    def _timed(self, request: EngineRequest) -> EngineAnswer:
        start = perf_counter()
        try:
            answer = self.engine.search(request)
        finally:
            self.milliseconds += (perf_counter() - start) * 1000
        self.calls += answer.calls
        return answer


def guarded(engine: Engine, call: Callable[[], T]) -> T:
    """``call`` on the engine unless it is left alone for now; the breaker learns.

    Raise ``EngineUnavailable`` in both cases where there is no answer.
    """
    breaker = breaker_of(engine)
    if breaker.is_open:
        raise EngineUnavailable("It failed a moment ago.")
    start = monotonic()
    try:
        found = call()
    except EngineUnavailable as error:
        breaker.failed(monotonic() - start)
        logger.warning("The search engine does not answer: %s", error)
        raise
    breaker.succeeded()
    return found


def start_asking() -> Asked:
    return Asked(current_engine())
