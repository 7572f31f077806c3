"""Every engine that keeps the contract passes the same tests: add it to ENGINES."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine


def embedded(folder: Path) -> Engine:
    return EmbeddedEngine(folder / "search")


ENGINES: dict[str, Callable[[Path], Engine]] = {"embedded": embedded}


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: indexes are written by hundreds,
    and each write waits for its disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="session", params=sorted(ENGINES))
def new_engine(
    request: pytest.FixtureRequest, quick_folder: Path
) -> Callable[[], Engine]:
    """Makes an engine with an index of its own, empty."""
    return lambda: ENGINES[request.param](Path(tempfile.mkdtemp(dir=quick_folder)))


@pytest.fixture
def engine(new_engine: Callable[[], Engine]) -> Engine:
    return new_engine()
