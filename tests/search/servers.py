"""Engines on the servers that the environment names."""

import os
from collections.abc import Callable, Iterator
from uuid import uuid4

from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine

NewEngine = Callable[[], Engine]


def engines_on(variable: str) -> Iterator[NewEngine]:
    """Makes engines with prefixes of their own, each after deleting the last one's
    indices."""
    server = os.environ[variable].partition("://")[2]
    prefix = f"test-{uuid4().hex[:12]}"
    made: list[ElasticsearchEngine] = []

    def forget() -> None:
        for engine in made:
            for index in engine.indices.all():
                engine.client.indices.delete(index=index.name)
            engine.client.close()
        made.clear()

    def make() -> Engine:
        forget()
        url = f"elasticsearch://{server}/{prefix}-{uuid4().hex[:8]}"
        made.append(ElasticsearchEngine(url))
        return made[0]

    yield make
    forget()
