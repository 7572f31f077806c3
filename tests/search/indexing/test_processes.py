"""Saves, threads and forks, each in a process of its own with committed rows."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

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
def run(in_a_process: Callable[[str, str], Any]) -> Callable[[str], Any]:
    return lambda check: in_a_process("tests.search.indexing.in_a_process", check)


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


def test_writers_whose_changes_cross_are_never_refused(run):
    """Entries of the same pages are marked from several sides at once, in any order."""
    themes = ThemeFactory.create_batch(3)
    GuidancePageFactory.create_batch(30, published=True, themes=themes)
    seen = run("crossing_writers")
    assert seen["errors"] == []
    assert seen["settled"]
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
