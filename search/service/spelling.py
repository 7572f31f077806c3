"""The speller of each language, built from the words of the index when needed."""

from time import monotonic
from typing import NamedTuple

from search.engines.base import Engine
from search.text.analysis import rules_for
from search.text.spelling import Speller

# A large vocabulary takes a second to prepare: not at each publication.
SLOW = 0.2
KEPT_FOR = 60.0


class _Built(NamedTuple):
    engine: Engine
    generation: str
    speller: Speller
    until: float


_held: dict[str, _Built] = {}


def speller_for(engine: Engine, language: str) -> Speller:
    """May raise ``EngineUnavailable``."""
    rules = rules_for(language)
    generation = engine.generation()
    built = _held.get(rules)
    if (
        built is not None
        and built.engine is engine
        and (built.generation == generation or monotonic() < built.until)
    ):
        return built.speller
    start = monotonic()
    speller = Speller(engine.vocabulary(rules), rules)
    took = monotonic() - start
    until = monotonic() + KEPT_FOR if took > SLOW else 0.0
    _held[rules] = _Built(engine, generation, speller, until)
    return speller
