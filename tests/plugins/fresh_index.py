"""No module of tests finds what an earlier one indexed: numbers of pages come again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="module", autouse=True)
def _own_index() -> Iterator[None]:
    yield
    shutil.rmtree(Path(settings.DATA_DIR) / "search", ignore_errors=True)
