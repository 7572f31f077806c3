"""Stops asking an engine that makes visitors wait in vain, and asks it again soon."""

import threading
from collections.abc import Callable
from time import monotonic

from search.engines.base import Engine

LOOK = "search-look"


def _beside(look: Callable[[], None]) -> None:
    threading.Thread(target=look, name=LOOK, daemon=True).start()


class Breaker:
    """Of one engine in one process.

    A failure that came at once costs nothing, so the engine is asked again next time.
    A slow one closes the way for a while, longer each time, at most half a minute;
    then a look beside visitors tells whether the engine answers a small question. Once
    it does, one visitor's search is let through while the others do without it.
    """

    SLOW = 0.1
    LONGEST = 30.0
    # Seconds for the small question.
    PATIENCE = 0.2

    def __init__(
        self,
        answers: Callable[[float], bool] = lambda seconds: True,
        clock: Callable[[], float] = monotonic,
        beside: Callable[[Callable[[], None]], None] = _beside,
    ) -> None:
        self._answers = answers
        self._clock = clock
        self._beside = beside
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._failures = 0
        self._answered = False

    @property
    def is_open(self) -> bool:
        """Whether the engine has failed, and has not answered since."""
        return self._failures > 0

    def lets_through(self) -> bool:
        """Whether to ask the engine now."""
        with self._lock:
            if not self._failures:
                return True
            if self._is_closed:
                return False
            # Closed for the others until this search, or this look, is over.
            self._close()
            passes, self._answered = self._answered, False
        if not passes:
            self._beside(self._look)
        return passes

    def _look(self) -> None:
        if not self._answers(self.PATIENCE):
            return
        with self._lock:
            # Unless a search that was under way has been answered since.
            if self._failures > 1:
                self._answered = True
                self._failures -= 1
                self._closed_until = 0.0

    def succeeded(self) -> None:
        if self._failures:
            with self._lock:
                self._failures = 0
                self._closed_until = 0.0
                self._answered = False

    def failed(self, seconds: float) -> None:
        if seconds < self.SLOW:
            return
        with self._lock:
            # Those who waited together count as one.
            if not self._is_closed:
                self._close()

    @property
    def _is_closed(self) -> bool:
        return self._clock() < self._closed_until

    def _close(self) -> None:
        self._failures += 1
        self._closed_until = self._clock() + min(2.0**self._failures, self.LONGEST)


_breakers: dict[int, tuple[Engine, Breaker]] = {}


def breaker_of(engine: Engine) -> Breaker:
    held = _breakers.get(id(engine))
    if held is None or held[0] is not engine:
        held = _breakers[id(engine)] = (engine, Breaker(engine.answers))
    return held[1]
