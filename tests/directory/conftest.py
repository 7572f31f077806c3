from pathlib import Path

import pytest
from pytest_django import Settings

from tests.search.site.conftest import Site


@pytest.fixture
def site(db: None, settings: Settings, tmp_path: Path) -> Site:
    """An index of its own: ``site.index()`` brings it up to date."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DRAIN = "never"
    return Site()
