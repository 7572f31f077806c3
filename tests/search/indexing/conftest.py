"""An index in memory, and the few questions that these tests ask of it."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from search.documents import SearchDocument, object_document_id, page_document_id
from search.indexing.drain import drain
from search.kinds import all_kinds
from search.models import SearchEntry
from tests.search.indexing.fake_engine import FakeEngine
from training.models import Session


class Index:
    """The database drained into an engine, each time something is asked."""

    def __init__(self) -> None:
        self.engine = FakeEngine()

    def drain(self) -> int:
        return drain(self.engine)

    def documents(self) -> dict[str, SearchDocument]:
        self.drain()
        return self.engine.documents

    def of(self, thing: Any, language: str = "fr") -> SearchDocument | None:
        return self.documents().get(identifier(thing, language))


def identifier(thing: Any, language: str = "fr") -> str:
    if isinstance(thing, Session):
        return object_document_id(all_kinds()["session"], thing.uid, language)
    return page_document_id(thing.pk)


def entry_of(thing: Any, language: str = "fr") -> SearchEntry:
    return SearchEntry.objects.get(document_id=identifier(thing, language))


@pytest.fixture(autouse=True)
def no_background(settings: Settings) -> None:
    settings.SEARCH_DRAIN = "never"


@pytest.fixture
def index(db: None) -> Index:
    return Index()


@pytest.fixture
def marks_of(db: None) -> Callable[[Any], int]:
    """How many times something was marked."""
    return lambda thing: entry_of(thing).version
