"""Prints the figures of the relevance sets at the end of the run."""

from collections.abc import Iterator

import pytest

from search.engines.base import Engine
from search.indexing.rebuild import rebuild_index
from search.service import spelling
from tests.search.relevance.agreeing import Agreement
from tests.search.relevance.measuring import Score
from tests.search.servers import engines_on

AGREEMENTS = pytest.StashKey[dict[str, Agreement]]()
FIGURES = pytest.StashKey[dict[str, tuple[Score, Score]]]()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> dict[str, tuple[Score, Score]]:
    """By part: ours and plain BM25."""
    return request.config.stash.setdefault(FIGURES, {})


@pytest.fixture
def agreements(request: pytest.FixtureRequest) -> dict[str, Agreement]:
    """By set: how far the engines agree."""
    return request.config.stash.setdefault(AGREEMENTS, {})


@pytest.fixture
def elasticsearch() -> Iterator[Engine]:
    """An engine with an index of its own, filled with all that is in the database."""
    for make in engines_on("TEST_ELASTICSEARCH_URL"):
        engine = make()
        rebuild_index(engine)
        yield engine


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    for name, agreement in sorted(config.stash.get(AGREEMENTS, {}).items()):
        terminalreporter.write_line(f"both engines on {name}: {agreement}")
    found = config.stash.get(FIGURES, None)
    if not found:
        return
    terminalreporter.write_line(
        "relevance: success in the first five and mean reciprocal rank"
        " (ours; plain BM25)"
    )
    for part, (ours, plain) in sorted(found.items()):
        terminalreporter.write_line(f"  {part:<21} {ours}   {plain}")


@pytest.fixture(autouse=True)
def words_of_this_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """A speller is kept a while after its index changes: not from test to test."""
    monkeypatch.setattr(spelling, "_held", {})
