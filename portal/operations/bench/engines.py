"""The engines that are measured: each in an index of its own, gone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from search.engines import open_engine
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine

EMBEDDED = "embedded://search"


def name_of(url: str) -> str:
    """The engine that an address as in ``SEARCH_URL`` names, for people."""
    return urlsplit(url).scheme.partition("+")[0]


@contextmanager
def own_index(url: str, folder: Path) -> Iterator[tuple[str, Engine]]:
    """The address of an index that nobody else uses, in ``folder`` or on the server that
    ``url`` names, and its engine; what a server holds of it is deleted at the end."""
    parts = urlsplit(url)
    if parts.scheme != "embedded":
        prefix = f"{parts.path}-bench-{uuid4().hex[:8]}"
        url = urlunsplit(parts._replace(path=prefix))
    engine = open_engine(url, folder)
    try:
        yield url, engine
    finally:
        if isinstance(engine, ElasticsearchEngine):
            for index in engine.indices.all():
                engine.client.indices.delete(index=index.name)
            engine.client.close()
