"""Saves, threads and forks, each in a process of its own with committed rows."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from search.indexing.background import Drainer
from tests.factories import (
    GlossaryTermFactory,
    GuidancePageFactory,
    LegalReferenceFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
)


@pytest.fixture
def run(own_process: Callable[[], dict[str, str]]) -> Callable[[str], Any]:
    """Runs a check of ``in_a_process`` on the rows that the test made."""

    def run(check: str) -> Any:
        settings_module = "tests.search.indexing.threaded_settings"
        done = subprocess.run(
            [sys.executable, "-m", "tests.search.indexing.in_a_process", check],
            cwd=settings.PROJECT,
            env={**own_process(), "DJANGO_SETTINGS_MODULE": settings_module},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def test_a_save_that_is_cut_leaves_neither_the_change_nor_the_mark(run):
    GuidancePageFactory(published=True, title="A")
    SessionFactory()
    for factory in (
        ThemeFactory,
        TerritoryFactory,
        LegalReferenceFactory,
        GlossaryTermFactory,
    ):
        factory()
    seen = run("cut_saves")
    assert len(seen) == 10
    assert [name for name, whole in seen.items() if not whole] == []


def test_twenty_publish_at_once_while_the_index_is_written(run):
    GuidancePageFactory.create_batch(20, published=True)
    seen = run("parallel_saves")
    assert seen["errors"] == []
    assert seen["settled"]
    assert seen["titles"] == sorted(f"Page {number}, turn 2" for number in range(20))
    assert seen["found"]


def test_a_forked_process_drains_too(run):
    GuidancePageFactory(published=True, title="A")
    assert run("fork") == {"parent": True, "child": True, "again": True}


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
