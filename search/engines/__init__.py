"""Which engine answers: chosen by ``SEARCH_URL``, one instance per process."""

import os
import re
from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine

_EMBEDDED = re.compile(r"embedded://([\w./-]+)")


def current_engine() -> Engine:
    """The engine of ``settings.SEARCH_URL``. It asks nothing of a server by itself."""
    # A forked process opens the index by itself.
    return _remembered(settings.SEARCH_URL, Path(settings.DATA_DIR), os.getpid())


def fallback_engine() -> Engine:
    """The database, which answers while the engine does not."""
    from search.engines.database import DatabaseEngine

    return DatabaseEngine()


@cache
def _remembered(url: str, data_folder: Path, process: int) -> Engine:
    return open_engine(url, data_folder)


def open_engine(url: str, data_folder: Path) -> Engine:
    """An engine of its own for an address as in ``SEARCH_URL``."""
    if embedded := _EMBEDDED.fullmatch(url):
        from search.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(data_folder / embedded.group(1))
    from search.engines.elasticsearch import ElasticsearchEngine

    # An address that makes no sense is an engine that does not answer, and says why.
    return ElasticsearchEngine(url)
