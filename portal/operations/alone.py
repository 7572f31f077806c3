"""What must not be done twice at once, by two processes or on two machines."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


class AlreadyRunning(Exception):
    """Another process is at it."""


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold ``name`` for the time of the block; a process that dies gives it up.

    On PostgreSQL all that share the database are told apart, on SQLite all that share
    the data folder. Raises ``AlreadyRunning``.
    """
    if connection.vendor == "postgresql":
        with _held_by_the_database(name):
            yield
        return
    with (settings.DATA_DIR / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(name) from error
        yield


@contextmanager
def _held_by_the_database(name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if not cursor.fetchone()[0]:
            raise AlreadyRunning(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
