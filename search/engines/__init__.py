"""Which engine answers: chosen by ``SEARCH_URL``, one instance per process."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine


def current_engine() -> Engine:
    """The engine of ``settings.SEARCH_URL``."""
    # A forked process opens the index by itself.
    return _engine(settings.SEARCH_URL, Path(settings.DATA_DIR), os.getpid())


def fallback_engine() -> Engine:
    """The database, which answers while the engine does not."""
    from search.engines.database import DatabaseEngine

    return DatabaseEngine()


@cache
def _engine(url: str, data_folder: Path, process: int) -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(data_folder / url.removeprefix("embedded://"))
