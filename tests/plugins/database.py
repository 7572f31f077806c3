"""Remembers the tables of the test database, so that they are migrated once for each
change of the migrations, and not for each run.

What is remembered is an empty site under ``var/tests``. With REQUIRE_ALL=1 nothing is:
the migrations are run from the first to the last.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from tests.plugins.completeness import required

FOLDER = settings.PROJECT / "var" / "tests"
# What decides of the tables and of the rows that migrations write.
DECIDING = (
    "requirements.lock",
    "portal/settings/*.py",
    "*/migrations/*.py",
    "portal/*/migrations/*.py",
)


@cache
def remembered() -> Path | None:
    """Where the tables of these migrations are kept; None when they are not."""
    if required() or connections["default"].vendor != "sqlite":
        return None
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for pattern in DECIDING:
        for path in sorted(settings.PROJECT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Fill the database in memory before Django looks at it: its migrations are then
    found applied."""
    path = remembered()
    if path is None or not path.exists():
        yield
        return
    name = connections["default"].creation._get_test_db_name()
    with (
        closing(sqlite3.connect(name, uri=True)) as memory,
        closing(sqlite3.connect(path)) as kept,
    ):
        kept.backup(memory)
        yield  # the database lives as long as a connection to it


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    path = remembered()
    if path is None or path.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for older in sorted(FOLDER.glob("*.sqlite3"), key=os.path.getmtime)[:-4]:
        older.unlink(missing_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    with django_db_blocker.unblock(), closing(sqlite3.connect(unfinished)) as kept:
        connections["default"].ensure_connection()
        connections["default"].connection.backup(kept)
    unfinished.replace(path)
