"""Asks for a drain once the writer's transaction is committed, without a wait."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import close_old_connections, transaction

from search.indexing.drain import drain

logger = logging.getLogger(__name__)

INLINE = "inline"
THREAD = "thread"

_held_back: ContextVar[bool] = ContextVar("held_back", default=False)


def request_drain() -> None:
    """Drain after the commit, where ``settings.SEARCH_DRAIN`` says; never raises."""
    transaction.on_commit(_after_commit, robust=True)


@contextmanager
def held_back() -> Iterator[None]:
    """Ask for no drain: a command that writes thousands of pages drains by itself."""
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def _after_commit() -> None:
    if _held_back.get():
        return
    if settings.SEARCH_DRAIN == THREAD:
        _drainer.wake()
    elif settings.SEARCH_DRAIN == INLINE:
        drain()


class Drainer:
    """One thread a process, started when first needed, that drains when woken."""

    def __init__(self) -> None:
        self.forget()
        # A thread does not survive a fork, and its locks may be left held.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self._wanted = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        self._wanted.set()
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="search-drain", daemon=True
                )
                self._thread.start()

    def _run(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            try:
                self.drain()
            except Exception:
                # The rows wait for the next change, or for the worker.
                logger.exception("The index could not be brought up to date")

    def drain(self) -> None:
        close_old_connections()
        try:
            drain()
        finally:
            close_old_connections()


_drainer = Drainer()
