"""Every engine that keeps the contract passes the same tests: add it to ENGINES."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


def embedded(folder: Path) -> Engine:
    return EmbeddedEngine(folder / "search")


ENGINES: dict[str, Callable[[Path], Engine]] = {"embedded": embedded}


@pytest.fixture(scope="session", params=sorted(ENGINES))
def new_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Engine]:
    """Makes an engine with an index of its own, empty."""
    return lambda: ENGINES[request.param](tmp_path_factory.mktemp("index"))


@pytest.fixture
def engine(new_engine: Callable[[], Engine]) -> Engine:
    return new_engine()
