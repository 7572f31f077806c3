"""The starter content, for the tests that read it: loaded once, which takes seconds,
then copied."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from search.indexing.background import held_back
from search.indexing.rebuild import rebuild_index


class Copies:
    """The database in memory without and with the starter content."""

    def __init__(self) -> None:
        self.empty: sqlite3.Connection | None = None
        self.loaded: sqlite3.Connection | None = None

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Have the content in the database; leave it as it was found."""
        connection.ensure_connection()
        self.empty = _copy()
        try:
            if self.loaded is None:
                with held_back():
                    call_command("load_starter", verbosity=0)
                self.loaded = _copy()
            else:
                self.loaded.backup(connection.connection)
            yield
        finally:
            self.empty.backup(connection.connection)
            self.empty.close()


def _copy() -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    return copy


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        call_command("load_starter", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def _starter_copies() -> Iterator[Copies]:
    copies = Copies()
    yield copies
    if copies.loaded is not None:
        copies.loaded.close()


@pytest.fixture(scope="module")
def starter(
    django_db_setup: None, django_db_blocker: object, _starter_copies: Copies
) -> Iterator[None]:
    """The starter content, there for the tests of one module."""
    here = connection.vendor == "sqlite"
    with (
        django_db_blocker.unblock(),
        _starter_copies.in_place() if here else rolled_back(),
    ):
        yield


@pytest.fixture(scope="module")
def indexed_starter(starter: None, django_db_blocker: object) -> None:
    """The starter content and its index."""
    with django_db_blocker.unblock():
        rebuild_index()
