"""Runs the jobs until told to stop; safe in any number of copies."""

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connections

from portal.operations.jobs import (
    Waiting,
    bring_index_up_to_date,
    rebuild_index_if_needed,
    recheck_passed_dates,
    run_one_import,
    send_one_mail,
)
from portal.operations.publication import ScheduledPublication

logger = logging.getLogger(__name__)

TURN = 0.2
LONGEST_PAUSE = 30.0


@dataclass
class Task:
    """A job and its rhythm, in seconds; it slows down while it cannot be done."""

    name: str
    run: Callable[[], int]
    every: float
    longest_pause: float = LONGEST_PAUSE
    misses: int = 0
    next_at: float = field(default=0.0)

    def attempt(self) -> int:
        """Run the job, whatever happens to it; return what it dealt with."""
        done = 0
        try:
            done = self.run()
            self.misses = 0
        except Waiting:
            self.misses += 1
        except Exception:
            self.misses += 1
            logger.exception("%s: not done, it will be tried again", self.name)
        pause = min(self.every * 2**self.misses, max(self.every, self.longest_pause))
        if self.misses:  # workers that failed together do not come back together
            pause *= random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        self.next_at = 0.0 if done else time.monotonic() + pause
        return done


class Worker:
    """Index, publication and passed dates in the caller's thread; mails and imports in
    threads of their own, so that a slow server or a long file never delays the index.
    """

    def __init__(self, *, alive: Path | None = None) -> None:
        """``alive`` is a file touched at each turn, for a supervisor to look at."""
        self._alive = alive
        self._stopping = threading.Event()
        self.tasks = [
            Task("Index", bring_index_up_to_date, every=TURN, longest_pause=5.0),
            Task("Form of the index", rebuild_index_if_needed, every=20.0),
            Task("Publication", ScheduledPublication().run, every=5.0),
            Task("Passed dates", recheck_passed_dates, every=60.0),
        ]
        self.mail = Task("Mails", send_one_mail, every=1.0)
        self.imports = Task("Imports", run_one_import, every=1.0, longest_pause=5.0)

    def stop(self) -> None:
        """Finish what is under way, then leave."""
        self._stopping.set()

    def run(self) -> None:
        logger.info("Worker started")
        threads = [
            threading.Thread(target=self._loop, args=([task],), daemon=True)
            for task in (self.mail, self.imports)
        ]
        for thread in threads:
            thread.start()
        self._loop(self.tasks)
        # What hangs does not keep the worker: a mail is sent again later, a file read
        # again, and nothing is imported twice.
        deadline = time.monotonic() + settings.EMAIL_TIMEOUT + 5
        for thread in threads:
            thread.join(timeout=max(0.0, deadline - time.monotonic()))
        logger.info("Worker stopped")

    def run_once(self) -> dict[str, int]:
        """Do all that waits, then return how much each job dealt with.

        A job that fails or has to wait is left for the next run.
        """
        report = {}
        for task in (self.imports, *self.tasks[1:], self.tasks[0], self.mail):
            report[task.name] = 0
            while not self._stopping.is_set() and (done := task.attempt()):
                report[task.name] += done
        return report

    @property
    def failed(self) -> list[str]:
        """The jobs that were not done at their last try."""
        return [
            task.name for task in (*self.tasks, self.mail, self.imports) if task.misses
        ]

    def _loop(self, tasks: list[Task]) -> None:
        while not self._stopping.is_set():
            # A database that was restarted is met with a new connection.
            close_old_connections()
            if self._alive and tasks is self.tasks:
                with suppress(OSError):  # who looks at it sees that it is old
                    self._alive.touch()
            busy = False
            for task in tasks:
                if not self._stopping.is_set() and task.next_at <= time.monotonic():
                    busy = bool(task.attempt()) or busy
            if not busy:
                self._stopping.wait(TURN)
        connections.close_all()
