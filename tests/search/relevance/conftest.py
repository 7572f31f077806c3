"""Prints the figures of the relevance sets at the end of the run."""

import pytest

from search.service import spelling
from tests.search.relevance.measuring import Score

FIGURES = pytest.StashKey[dict[str, tuple[Score, Score]]]()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> dict[str, tuple[Score, Score]]:
    """By part: ours and plain BM25."""
    return request.config.stash.setdefault(FIGURES, {})


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    found = config.stash.get(FIGURES, None)
    if not found:
        return
    terminalreporter.write_line(
        "relevance: success in the first five and mean reciprocal rank"
        " (ours; plain BM25)"
    )
    for part, (ours, plain) in sorted(found.items()):
        terminalreporter.write_line(f"  {part:<20} {ours}   {plain}")


@pytest.fixture(autouse=True)
def words_of_this_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """A speller is kept a while after its index changes: not from test to test."""
    monkeypatch.setattr(spelling, "_held", {})
