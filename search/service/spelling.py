"""The speller of each language, made beside visitors from the words of the index."""

import logging
import os
import threading
from dataclasses import dataclass, field
from time import monotonic

from search.engines.base import Engine, EngineUnavailable
from search.text.analysis import rules_for
from search.text.spelling import Speller

logger = logging.getLogger(__name__)

# Seconds. To read and prepare a large vocabulary takes a few: nobody waits for it
# longer than this, and it is not done at each publication.
PATIENCE = 0.5
SLOW = 0.2
KEPT_FOR = 60.0


def speller_for(engine: Engine, language: str) -> Speller | None:
    """That of the index as it is now, or the last one made while the next is being
    made; None before the first. May raise ``EngineUnavailable``."""
    rules = rules_for(language)
    kept = _held.get((engine.name, rules))
    if kept is None or kept.engine is not engine:
        kept = _held[engine.name, rules] = _Kept(engine, rules)
    return kept.for_generation(engine.generation())


@dataclass
class _Kept:
    engine: Engine
    rules: str
    _speller: Speller | None = None
    _generation: str = ""
    _until: float = 0.0
    _making: threading.Event | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def for_generation(self, generation: str) -> Speller | None:
        with self._lock:
            if self._generation == generation or monotonic() < self._until:
                return self._speller
            making = self._making or self._begin(generation)
        making.wait(PATIENCE)
        return self._speller

    def _begin(self, generation: str) -> threading.Event:
        self._making = made = threading.Event()
        threading.Thread(
            target=self._make, args=(generation, made), name="speller", daemon=True
        ).start()
        return made

    def _make(self, generation: str, made: threading.Event) -> None:
        start = monotonic()
        try:
            speller = Speller(self.engine.vocabulary(self.rules), self.rules)
        except EngineUnavailable as error:
            logger.warning("The words of the index could not be read: %s", error)
        else:
            now = monotonic()
            with self._lock:
                self._speller, self._generation = speller, generation
                self._until = now + KEPT_FOR if now - start > SLOW else 0.0
        finally:
            self._making = None
            made.set()


_held: dict[tuple[str, str], _Kept] = {}
# What was being made in the parent will never be ready in the child.
os.register_at_fork(after_in_child=_held.clear)
