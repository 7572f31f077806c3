"""Saves, threads and forks on a database in a file, each in a process of its own."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from search.indexing.background import Drainer
from tests.factories import (
    GlossaryTermFactory,
    GuidancePageFactory,
    LegalReferenceFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
)

needs_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="copies the database of the test to a file"
)


def run(check, folder):
    """Run a check of ``on_a_file`` on a copy of this test's database."""
    connection.ensure_connection()
    (folder / "portal.sqlite3").write_bytes(connection.connection.serialize())
    done = subprocess.run(
        [sys.executable, "-m", "tests.search.indexing.on_a_file", check],
        cwd=settings.PROJECT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.search.indexing.file_settings",
            "PORTAL_DATA_DIR": str(folder),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@needs_sqlite
@pytest.mark.django_db
def test_a_save_that_is_cut_leaves_neither_the_change_nor_the_mark(tmp_path: Path):
    GuidancePageFactory(published=True, title="A")
    SessionFactory()
    for factory in (
        ThemeFactory,
        TerritoryFactory,
        LegalReferenceFactory,
        GlossaryTermFactory,
    ):
        factory()
    seen = run("cut_saves", tmp_path)
    assert len(seen) == 10
    assert [name for name, whole in seen.items() if not whole] == []


@needs_sqlite
@pytest.mark.django_db
def test_twenty_publish_at_once_while_the_index_is_written(tmp_path: Path):
    GuidancePageFactory.create_batch(20, published=True)
    seen = run("parallel_saves", tmp_path)
    assert seen["errors"] == []
    assert seen["settled"]
    assert seen["titles"] == sorted(f"Page {number}, turn 2" for number in range(20))
    assert seen["found"]


@needs_sqlite
@pytest.mark.django_db
def test_a_forked_process_drains_too(tmp_path: Path):
    GuidancePageFactory(published=True, title="A")
    assert run("fork", tmp_path) == {"parent": True, "child": True, "again": True}


class Drains:
    """Stands for the drain: fails the first time, says when it was called."""

    def __init__(self):
        self.called = threading.Semaphore(0)
        self.threads = []

    def __call__(self):
        self.threads.append(threading.current_thread())
        self.called.release()
        if len(self.threads) == 1:
            raise RuntimeError("the first one fails")

    def wait(self):
        return self.called.acquire(timeout=30)


def test_the_thread_outlives_errors_and_is_made_again_when_it_is_gone(
    monkeypatch, caplog
):
    drains = Drains()
    monkeypatch.setattr("search.indexing.background.drain", drains)
    drainer = Drainer()
    drainer.wake()
    assert drains.wait()
    drainer.wake()
    assert drains.wait()
    first, second = drains.threads
    assert first is second
    assert first.daemon
    assert "could not be brought up to date" in caplog.text
    drainer.forget()  # as after a fork
    drainer.wake()
    assert drains.wait()
    assert drains.threads[2] is not first
