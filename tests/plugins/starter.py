"""The starter content, for the tests that read it: loaded once, which takes seconds,
then copied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from search.indexing.background import held_back
from search.indexing.rebuild import rebuild_index
from tests.plugins.database_copies import Copies


@pytest.fixture(scope="session")
def _loaded_starter(
    database_copies: Copies, django_db_blocker: object
) -> Iterator[Any]:
    """A copy of the database with the starter content."""
    with django_db_blocker.unblock():
        with database_copies.kept(), held_back():
            call_command("load_starter", verbosity=0)
            loaded = database_copies.take()
        yield loaded
        database_copies.forget(loaded)


@pytest.fixture(scope="module")
def starter(
    _loaded_starter: Any, database_copies: Copies, django_db_blocker: object
) -> Iterator[None]:
    """The starter content, there for the tests of one module."""
    with django_db_blocker.unblock(), database_copies.kept():
        database_copies.put(_loaded_starter)
        yield


@pytest.fixture(scope="module")
def indexed_starter(starter: None, django_db_blocker: object) -> None:
    """The starter content and its index."""
    with django_db_blocker.unblock():
        rebuild_index()
