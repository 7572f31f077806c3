"""The admin's search in the database, made safe for what people type and do at once.

The SQLite backend fails on a double quote, PostgreSQL on a null character.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from wagtail.search.backends import database

UNSAFE = str.maketrans({'"': " ", "\x00": " "})
# How PostgreSQL reads words: see migration 0002 of this app.
CONFIGURATION = "portal"


def SearchBackend(params: dict[str, Any]) -> Any:
    """Wagtail's backend for the current database, whose queries are cleaned."""
    backend = database.SearchBackend(params)
    if connection.vendor == "postgresql":
        backend.config = backend.autocomplete_config = CONFIGURATION
        backend.index_class = _postgresql_index()
    backend.search = _cleaned(backend.search)
    backend.autocomplete = _cleaned(backend.autocomplete)
    return backend


def _cleaned(search: Callable[..., Any]) -> Callable[..., Any]:
    def clean(query: Any, *args: Any, **kwargs: Any) -> Any:
        typed = query.translate(UNSAFE).strip() if isinstance(query, str) else query
        return search(typed, *args, **kwargs)

    return clean


def _postgresql_index() -> type[Any]:
    from modelsearch.backends.database.postgres import postgres  # not on SQLite

    class Index(postgres.PostgresIndex):
        def _refresh_title_norms(self, full: bool = False) -> None:
            """Weigh titles by their length when all are indexed again, never after a
            save: that would write the rows of whoever else saves, and two people who
            publish at once would wait for each other until one is refused."""
            if full:
                super()._refresh_title_norms(full=True)

    return Index
