"""The database that the suite runs on: SQLite in memory, or the server that
TEST_DATABASE_URL names. `make test` runs the suite on the first, then on PostgreSQL
each test that reads or writes rows.

The tables are remembered, so that they are migrated once for each change of the
migrations and not for each run. With REQUIRE_ALL=1 nothing is: the migrations are run
from the first to the last.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from tests.plugins.completeness import Completeness, required
from tests.plugins.database_copies import Copies, copies_of

# What decides of the tables and of the rows that migrations write.
DECIDING = (
    "requirements.lock",
    "portal/settings/*.py",
    "*/migrations/*.py",
    "portal/*/migrations/*.py",
)
NO_SERVER = "no PostgreSQL (name a server in TEST_POSTGRES_URL)"


def tables_digest() -> str | None:
    """Changes with what decides of the tables; None when they are not remembered."""
    if required():
        return None
    digest = hashlib.sha256()
    for pattern in DECIDING:
        for path in sorted(settings.PROJECT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Where the suite was already run on SQLite, leave what asks no database."""
    if connection.vendor == "sqlite":
        left = [item for item in items if item.get_closest_marker("postgresql")]
        if not os.environ.get("TEST_POSTGRES_URL"):
            config.pluginmanager.get_plugin(Completeness.NAME).skipped[NO_SERVER] += 1
    else:
        left = [item for item in items if not _asks_the_database(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def _asks_the_database(item: pytest.Item) -> bool:
    """The browser's tests have a site of their own, on SQLite."""
    asks = item.get_closest_marker("django_db") or "django_db_setup" in getattr(
        item, "fixturenames", ()
    )
    return bool(asks) and not item.get_closest_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A part of the suite that asks no database has nothing to run on PostgreSQL."""
    nothing = session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED
    if nothing and connection.vendor != "sqlite":
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: object
) -> Iterator[None]:
    """The test database: from the remembered tables where there are some, in which
    Django then finds its migrations applied.

    pytest-django's own makes one only where it sees its mark, or its fixture `db`.
    """
    copies, digest = copies_of(connection), tables_digest()
    with ExitStack() as tables:
        with django_db_blocker.unblock():
            if digest:
                tables.enter_context(copies.remembered(digest))
            made = setup_databases(
                verbosity=0, interactive=False, serialized_aliases=[]
            )
            if digest:
                copies.remember(digest)
        yield
        with django_db_blocker.unblock():
            connections.close_all()
            teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def database_copies(django_db_setup: None) -> Copies:
    """Takes copies of the database, and puts them back."""
    return copies_of(connection)


@pytest.fixture
def committed(database_copies: Copies, django_db_blocker: object) -> Iterator[None]:
    """Rows are committed, for other connections to see; all is as before at the end."""
    with django_db_blocker.unblock(), database_copies.kept():
        yield


@pytest.fixture
def own_process(
    committed: None, database_copies: Copies, tmp_path: Path
) -> Callable[[], dict[str, str]]:
    """Gives the variables of a process of its own, on the rows as they are then."""

    def variables() -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.plugins.threaded_settings",
            "PORTAL_DATA_DIR": str(tmp_path),
            "TEST_DATABASE_URL": database_copies.address_for_processes(tmp_path),
        }

    return variables


@pytest.fixture
def in_a_process(
    own_process: Callable[[], dict[str, str]],
) -> Callable[[str, str], Any]:
    """Runs ``check`` of ``module`` in a process of its own, on the rows that the test
    made, with a data folder of its own and a drain in a thread as on the site; returns
    the JSON that it printed last."""

    def run(module: str, check: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", module, check],
            cwd=settings.PROJECT,
            env=own_process(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run
