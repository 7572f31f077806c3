"""Asks the engine, or the database while the engine does not answer."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, perf_counter
from typing import TypeVar

from search.engines import current_engine, fallback_engine
from search.engines.base import Engine, EngineAnswer, EngineRequest, EngineUnavailable
from search.engines.breaker import breaker_of

logger = logging.getLogger(__name__)

T = TypeVar("T")


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
    if not breaker.lets_through():
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
