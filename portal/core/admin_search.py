"""The admin's search in the database, made safe for what people type.

The SQLite backend fails on a double quote, PostgreSQL on a null character.
"""

from collections.abc import Callable
from typing import Any

from wagtail.search.backends import database

UNSAFE = str.maketrans({'"': " ", "\x00": " "})


def SearchBackend(params: dict[str, Any]) -> Any:
    """Wagtail's backend for the current database, whose queries are cleaned."""
    backend = database.SearchBackend(params)
    backend.search = _cleaned(backend.search)
    backend.autocomplete = _cleaned(backend.autocomplete)
    return backend


def _cleaned(search: Callable[..., Any]) -> Callable[..., Any]:
    def clean(query: Any, *args: Any, **kwargs: Any) -> Any:
        typed = query.translate(UNSAFE).strip() if isinstance(query, str) else query
        return search(typed, *args, **kwargs)

    return clean
