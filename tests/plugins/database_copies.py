"""Whole copies of the test database, which take less than a second: in memory for
SQLite, by the server for PostgreSQL."""

import itertools
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connections

FOLDER = settings.PROJECT / "var" / "tests"
REMEMBERED = 4


class Copies(ABC):
    """No transaction may be open when a copy is taken or put back."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @abstractmethod
    def take(self) -> Any:
        """A copy of the database as it is now."""

    @abstractmethod
    def put(self, copy: Any) -> None:
        """Make the database what it was when ``copy`` was taken."""

    @abstractmethod
    def forget(self, copy: Any) -> None: ...

    @abstractmethod
    @contextmanager
    def remembered(self, digest: str) -> Iterator[None]:
        """The test database starts with the tables kept under ``digest``, if any."""

    @abstractmethod
    def remember(self, digest: str) -> None:
        """Keep the tables of the test database for the next runs."""

    @abstractmethod
    def address_for_processes(self, folder: Path) -> str:
        """The DATABASE_URL at which another process finds the committed rows."""

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever is committed within is undone."""
        before = self.take()
        try:
            yield
        finally:
            self.put(before)
            self.forget(before)


def copies_of(connection: Any) -> Copies:
    real = connections[connection.alias]
    return {"sqlite": SqliteCopies, "postgresql": PostgresqlCopies}[real.vendor](real)


class SqliteCopies(Copies):
    def take(self) -> sqlite3.Connection:
        self.connection.ensure_connection()
        copy = sqlite3.connect(":memory:")
        self.connection.connection.backup(copy)
        return copy

    def put(self, copy: sqlite3.Connection) -> None:
        self.connection.ensure_connection()
        copy.backup(self.connection.connection)

    def forget(self, copy: sqlite3.Connection) -> None:
        copy.close()

    @contextmanager
    def remembered(self, digest: str) -> Iterator[None]:
        if not (path := tables_file(digest)).exists():
            yield
            return
        name = self.connection.creation._get_test_db_name()
        with (
            closing(sqlite3.connect(name, uri=True)) as memory,
            closing(sqlite3.connect(path)) as kept,
        ):
            kept.backup(memory)
            yield  # the database lives as long as a connection to it

    def remember(self, digest: str) -> None:
        if (path := tables_file(digest)).exists():
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        kept = sorted(FOLDER.glob("*.sqlite3"), key=os.path.getmtime)
        for older in kept[: 1 - REMEMBERED]:
            older.unlink(missing_ok=True)
        unfinished = FOLDER / f"{os.getpid()}.unfinished"
        with closing(sqlite3.connect(unfinished)) as written:
            self.connection.ensure_connection()
            self.connection.connection.backup(written)
        unfinished.replace(path)

    def address_for_processes(self, folder: Path) -> str:
        path = folder / "portal.sqlite3"
        self.connection.ensure_connection()
        path.write_bytes(self.connection.connection.serialize())
        return f"sqlite:///{path.name}"


def tables_file(digest: str) -> Path:
    return FOLDER / f"{digest}.sqlite3"


class PostgresqlCopies(Copies):
    """Databases of the same server, each made after another."""

    PREFIX = "tables_"
    _numbers = itertools.count(1)

    def take(self) -> str:
        name = f"{self._name}_copy_{next(self._numbers)}"
        self._make(name, self._name)
        return name

    def put(self, copy: str) -> None:
        self._make(self._name, copy)

    def forget(self, copy: str) -> None:
        self._ask(f"DROP DATABASE IF EXISTS {self._quoted(copy)} WITH (FORCE)")

    @contextmanager
    def remembered(self, digest: str) -> Iterator[None]:
        name = f"{self.PREFIX}{digest}"
        if name in self._kept():
            self.connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield

    def remember(self, digest: str) -> None:
        name, kept = f"{self.PREFIX}{digest}", self._kept()
        if name in kept:
            return
        for older in kept[: 1 - REMEMBERED]:
            self.forget(older)
        self._make(name, self._name)

    def address_for_processes(self, folder: Path) -> str:
        given = self.connection.settings_dict
        user, password = (quote(given[name], safe="") for name in ("USER", "PASSWORD"))
        host, port = quote(given["HOST"], safe=""), given["PORT"] or 5432
        return f"postgres://{user}:{password}@{host}:{port}/{self._name}"

    @property
    def _name(self) -> str:
        return str(self.connection.settings_dict["NAME"])

    def _kept(self) -> list[str]:
        """The oldest first."""
        rows = self._ask(
            "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid",
            [f"{self.PREFIX}%"],
        )
        return [name for (name,) in rows]

    def _make(self, name: str, model: str) -> None:
        """The server copies only a database that nobody looks at."""
        connections.close_all()
        self._ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [model],
        )
        self.forget(name)
        new, old = self._quoted(name), self._quoted(model)
        self._ask(f"CREATE DATABASE {new} TEMPLATE {old} STRATEGY FILE_COPY")

    def _quoted(self, name: str) -> str:
        return str(self.connection.ops.quote_name(name))

    def _ask(self, sql: str, values: list[str] | None = None) -> list[tuple[Any, ...]]:
        with self.connection._nodb_cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
