"""A calendar that the search answers, with the embedded engine in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from search.engines import current_engine
from search.indexing.drain import drain


@pytest.fixture
def index(db: None, settings: Settings, tmp_path: Path) -> Callable[[], object]:
    """Call it once the rows are made: the search then knows them."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DRAIN = "never"
    return lambda: drain(current_engine())
