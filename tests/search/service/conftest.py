"""Asks the service as an address would, of documents made on the spot."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest

from search import service
from search.documents import SearchDocument
from search.engines import breaker
from search.query import ReadQuery, SearchQuery
from search.reading import read
from search.results import Hit, SearchResults
from search.service import asking, searching, wording
from tests.search.service.oracle import MEMORY, Oracle

TODAY = date(2026, 11, 22)


def read_address(
    address: str = "", *, language: str = "fr", size: int = 20, **given: Any
) -> ReadQuery:
    """What an address asks, as the view reads it."""
    parameters = parse_qs(address.removeprefix("?"), keep_blank_values=True)
    return read(parameters, MEMORY, language=language, today=TODAY, size=size, **given)


class Asker:
    """One small world; ``ask`` takes an address and returns the answer."""

    def __init__(self, engine: Oracle) -> None:
        self.engine = engine

    def __call__(self, address: str = "", **given: Any) -> SearchResults:
        return service.search(read_address(address, **given), memory=MEMORY)

    def query(self, query: SearchQuery) -> SearchResults:
        return service.search(query, memory=MEMORY)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asker]:
    """Makes a world of documents, with synonyms if wanted."""

    def make(
        *documents: SearchDocument, synonyms: Sequence[Sequence[str]] = ()
    ) -> Asker:
        engine = Oracle(documents)
        by_id = {made.id: made for made in documents}
        glossary = wording.Glossary(
            ({"fr": first, "en": "", "nl": ""}, list(others))
            for first, *others in synonyms
        )
        monkeypatch.setattr(asking, "current_engine", lambda: engine)
        monkeypatch.setattr(breaker, "_breakers", {})
        monkeypatch.setattr(wording._glossary, "get", lambda stamps=None: glossary)
        monkeypatch.setattr(
            searching,
            "draw_hits",
            lambda ids, query, wording=None: tuple(
                Hit(
                    id=key,
                    kind=by_id[key].kind,
                    language=by_id[key].language,
                    title=by_id[key].title,
                    url="",
                    summary="",
                )
                for key in ids
            ),
        )
        return Asker(engine)

    return make


def numbers(results: SearchResults) -> list[int]:
    return [int(hit.id.rpartition("-")[2]) for hit in results.hits]


def count_of(results: SearchResults, key: str) -> dict[str, int]:
    """Every value that the facet draws, with its count."""
    facet = next((f for f in results.facets if f.key == key), None)
    found: dict[str, int] = {}
    pending = list(facet.values) if facet else []
    while pending:
        value = pending.pop()
        found[value.value] = value.count
        pending += value.children
    return found


def kinds_of_notes(results: SearchResults) -> list[str]:
    return [note.kind.value for note in results.notes]
