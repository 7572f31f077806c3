"""Searches the pages of a site, with the embedded engine in a folder of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from search import service
from search.engines import current_engine
from search.indexing.drain import drain
from search.labels import current_memory
from search.reading import read
from search.results import SearchResults


class Site:
    """``index`` brings the index up to date, ``find`` asks as a visitor would."""

    def index(self) -> None:
        drain(current_engine())

    def find(
        self,
        q: str = "",
        *,
        user: Any = None,
        language: str = "fr",
        **parameters: str | list[str],
    ) -> SearchResults:
        given = {
            key: values if isinstance(values, list) else [values]
            for key, values in {"q": q, **parameters}.items()
        }
        memory = current_memory()
        with override(language):
            asked = read(
                given,
                memory,
                language=language,
                today=timezone.localdate(),
                audiences=service.audiences_of(user),
            )
            return service.search(asked, memory=memory)


@pytest.fixture
def site(db: None, settings: Settings, tmp_path: Path) -> Site:
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DRAIN = "never"
    return Site()


@pytest.fixture
def titles() -> Callable[[SearchResults], list[str]]:
    return lambda results: [hit.title for hit in results.hits]
