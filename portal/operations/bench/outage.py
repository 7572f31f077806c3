"""What visitors wait while the engine does not answer, and the database does instead."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from typing import Any

from django.test.utils import override_settings

from portal.operations.bench.measuring import Timing
from portal.operations.bench.searches import draw_searches
from search import service
from search.results import SearchResults

DRAWN = 20
SEARCHES = 50


def measure_outage() -> dict[str, Any]:
    """The first search and those that follow, while a server takes every question and
    answers none: the failure that costs visitors most."""
    first, then = Timing(), Timing()
    queries = [search.read() for search in draw_searches(DRAWN)]

    def ask(number: int) -> SearchResults:
        found = service.search(queries[number])
        if found.engine != "database":
            raise LookupError(f"{found.engine} answered during the outage.")
        return found

    with _silent_server() as url, override_settings(SEARCH_URL=url):
        first.add(partial(ask, 0))
        for number in islice(cycle(range(len(queries))), SEARCHES):
            then.add(partial(ask, number))
    return {"outage_first": first.summary(), "outage": then.summary()}


@contextmanager
def _silent_server() -> Iterator[str]:
    """The address of a server whose connections open, and stay mute."""
    with socket.create_server(("127.0.0.1", 0), backlog=SEARCHES) as server:
        yield f"elasticsearch://127.0.0.1:{server.getsockname()[1]}/outage"
