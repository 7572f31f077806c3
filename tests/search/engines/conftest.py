"""Every engine that keeps the contract passes the same tests: add it to ENGINES."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from tests.search.servers import NewEngine, engines_on

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    """A folder in memory where the system has one: indexes are written by hundreds,
    and each write waits for its disk."""
    memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def embedded(quick_folder: Path) -> NewEngine:
    return lambda: EmbeddedEngine(Path(tempfile.mkdtemp(dir=quick_folder)) / "search")


@pytest.fixture(scope="session")
def elasticsearch_9() -> Iterator[NewEngine]:
    yield from engines_on("TEST_ELASTICSEARCH_URL")


@pytest.fixture(scope="session")
def elasticsearch_8() -> Iterator[NewEngine]:
    yield from engines_on("TEST_ELASTICSEARCH_8_URL")


ENGINES = (
    "embedded",
    pytest.param("elasticsearch_9", marks=pytest.mark.elasticsearch),
    pytest.param("elasticsearch_8", marks=pytest.mark.elasticsearch_8),
)


@pytest.fixture(scope="session", params=ENGINES)
def new_engine(request: pytest.FixtureRequest) -> NewEngine:
    """Makes an engine with an index of its own, empty."""
    made: NewEngine = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    return new_engine()
