"""What a visitor waits for: the service, the bare engine under it, the page over it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.models import Stamp
from portal.operations.bench.measuring import Noise, difference, repeat
from portal.operations.bench.searches import Search, draw_beginnings, draw_searches
from search import service
from search.engines import current_engine
from search.engines.base import Engine, EngineAnswer, EngineRequest
from search.labels import current_memory
from search.panels import panels
from search.query import ReadQuery
from search.results import SearchResults
from search.text.analysis import fold

SEARCHES = 40
EVERYTHING = Search()
# No page holds this word: all that the service tries before it says so.
UNKNOWN = "zyxwvutsrq insertion"

Asked = list[tuple[EngineRequest, EngineAnswer]]


def measure_searching(noise: Noise) -> dict[str, Any]:
    """Timings by name, and counts that do not depend on the machine."""
    searches = draw_searches(SEARCHES)
    if not searches:
        raise LookupError("No search could be drawn from this corpus: is it indexed?")
    figures: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    _against_engine("keyword", searches, figures, facts)
    noise.listen()
    _against_engine("words", [one.only_words() for one in searches], figures, facts)
    noise.listen()
    _against_engine("everything", [EVERYTHING], figures, facts)
    noise.listen()
    nothing = [search.instead(UNKNOWN) for search in searches[:5]]
    _against_engine("nothing", nothing, figures, facts)
    noise.listen()
    figures |= _suggestions()
    noise.listen()
    figures |= _pages(searches, facts)
    return {"figures": figures, "facts": facts}


def _answer(asked: ReadQuery) -> SearchResults:
    """What a page of results waits for: all the hits and counts that it shows."""
    memory = current_memory()
    results = service.search(asked, memory=memory)
    panels(results, memory)
    return results


def _against_engine(
    name: str, searches: list[Search], figures: dict[str, Any], facts: dict[str, Any]
) -> None:
    """The service on each search, and the same requests given to the bare engine."""
    engine = current_engine()
    queries = [search.read() for search in searches]
    asked: list[Asked] = []
    found, statements = [], []
    for query in queries:
        _answer(query)  # whatever is remembered, is now
        with (
            listening(type(engine)) as conversation,
            CaptureQueriesContext(connection) as sql,
        ):
            found.append(_answer(query).total)
        asked.append(conversation)
        statements.append(sum(_draws_hits(one["sql"]) for one in sql))
    timings = repeat(
        {
            "service": lambda number: _answer(queries[number]),
            "engine": lambda number: [
                engine.search(request) for request, _answer in asked[number]
            ],
        },
        range(len(queries)),
    )
    figures[name] = timings["service"].summary()
    figures[f"{name}_engine"] = timings["engine"].summary()
    figures[f"{name}_over_engine"] = difference(timings["service"], timings["engine"])
    calls = [sum(answer.calls for _request, answer in one) for one in asked]
    facts[f"{name}_results"] = round(sum(found) / len(found), 1)
    facts[f"{name}_calls"] = max(calls)
    facts[f"{name}_calls_over"] = max(
        number - 2 - search.selected
        for number, search in zip(calls, searches, strict=True)
    )
    facts[f"{name}_sql"] = max(statements)


@contextmanager
def listening(engine: type[Engine]) -> Iterator[Asked]:
    conversation: Asked = []
    search = engine.search

    def listened(self: Engine, request: EngineRequest) -> EngineAnswer:
        answer = search(self, request)
        conversation.append((request, answer))
        return answer

    with patch.object(engine, "search", listened):
        yield conversation


def _draws_hits(sql: str) -> bool:
    """Stamps are read once a request, whether or not something is found."""
    return Stamp._meta.db_table not in sql


def _suggestions() -> dict[str, Any]:
    engine = current_engine()
    timings = repeat(
        {
            "suggestions": lambda typed: service.suggest(typed, "fr"),
            "suggestions_engine": lambda typed: engine.suggest(
                fold(typed).split(), filters=(), limit=8
            ),
        },
        draw_beginnings(SEARCHES),
    )
    return {name: timing.summary() for name, timing in timings.items()}


def _pages(searches: list[Search], facts: dict[str, Any]) -> dict[str, Any]:
    """The whole page as it is sent, beside the service on the same search."""
    client = Client(SERVER_NAME="localhost")
    statements, sizes = [], []
    for search in searches:
        client.get(search.address)
        with CaptureQueriesContext(connection) as sql:
            response = client.get(search.address)
        if response.status_code != 200:
            raise LookupError(f"{search.address} answers {response.status_code}.")
        statements.append(len(sql))
        sizes.append(len(response.content))
    timings = repeat(
        {
            "page": lambda search: client.get(search.address),
            "page_service": lambda search: _answer(search.read()),
        },
        searches,
    )
    facts["page_sql_fewest"], facts["page_sql"] = min(statements), max(statements)
    facts["page_kb"] = round(max(sizes) / 1000)
    over = difference(timings["page"], timings["page_service"])
    return {
        "page": timings["page"].summary(),
        "page_over_service": over,
        "page_service": timings["page_service"].summary(),
    }
