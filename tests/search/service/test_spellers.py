"""A large index takes seconds to tell its words: visitors do without meanwhile."""

import threading

import pytest

from search.engines.base import EngineUnavailable
from search.service import spelling
from search.service.spelling import speller_for
from tests.search.service.oracle import Oracle, document


class Slow(Oracle):
    """Tells its words once it may."""

    def __init__(self, *documents) -> None:
        super().__init__(documents)
        self.may = threading.Event()
        self.fails = False
        self.told = 0

    def vocabulary(self, language: str) -> dict[str, int]:
        self.told += 1
        assert self.may.wait(10)
        if self.fails:
            raise EngineUnavailable("It is down.")
        return super().vocabulary(language)

    def tell(self) -> None:
        """Let the words that were asked for arrive."""
        self.may.set()
        for thread in threading.enumerate():
            if thread.name == "speller":
                thread.join(10)


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_held", {})
    monkeypatch.setattr(spelling, "PATIENCE", 0)


def corrected(engine: Oracle, word: str) -> tuple[str, ...] | None:
    speller = speller_for(engine, "fr")
    return speller.suggest(word) if speller else None


def test_nobody_waits_for_the_first_speller_which_is_made_once():
    engine = Slow(document(1, "Insertion"))
    assert [corrected(engine, "insersion") for _ in range(3)] == [None] * 3
    engine.tell()
    assert corrected(engine, "insersion") == ("insertion",)
    # Plain French is spelt as French is.
    assert speller_for(engine, "fr-x-falc") is speller_for(engine, "fr")
    assert engine.told == 1


def test_the_last_speller_serves_while_the_next_is_made():
    engine = Slow(document(1, "Insertion"))
    corrected(engine, "insersion")
    engine.tell()
    engine.may.clear()
    engine.documents.append(document(2, "Nettoyage"))
    assert corrected(engine, "netoyage") == ()
    assert corrected(engine, "insersion") == ("insertion",)
    engine.tell()
    assert corrected(engine, "netoyage") == ("nettoyage",)


def test_words_that_could_not_be_read_are_asked_for_again():
    engine = Slow(document(1, "Insertion"))
    engine.fails = True
    corrected(engine, "insersion")
    engine.tell()
    engine.fails = False
    assert corrected(engine, "insersion") is None
    engine.tell()
    assert corrected(engine, "insersion") == ("insertion",)
