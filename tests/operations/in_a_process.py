"""Run in a process of its own, on committed rows: what workers do beside each other.
``python -m tests.operations.in_a_process CHECK`` prints what it saw as JSON."""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - after the setup
from django.db import connections  # noqa: E402 - after the setup
from post_office.models import STATUS, Email  # noqa: E402 - after the setup
from wagtail.models import PageLogEntry  # noqa: E402 - after the setup

from knowledge.models import GuidancePage  # noqa: E402 - after the setup
from portal.operations.alone import AlreadyRunning, alone  # noqa: E402 - after the setup
from portal.operations.models import Job  # noqa: E402 - after the setup

PATIENCE = 60


def takers() -> int:
    """How many of eight workers have a job that all ask for at the same moment."""
    start = threading.Barrier(8)

    def take(_: int) -> bool:
        start.wait(PATIENCE)
        try:
            return Job.take("example", lease=timedelta(hours=1))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        return sum(threads.map(take, range(8)))


def workers() -> dict[str, Any]:
    """Three real workers do all that waits, at once."""
    command = [sys.executable, "manage.py", "worker", "--once"]
    started = [
        subprocess.Popen(command, cwd=settings.PROJECT, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=PATIENCE * 3)[1] for process in started]
    published = PageLogEntry.objects.filter(action="wagtail.publish.scheduled")
    return {
        # A worker that finds another one at the index leaves it the rest.
        "errors": [text.decode() for text in said if b"exc_info" in text],
        "live": GuidancePage.objects.live().count(),
        "published": published.count(),
        "sent": Email.objects.filter(status=STATUS.sent).count(),
        "sendings": sum(email.logs.count() for email in Email.objects.all()),
    }


def preparers() -> dict[str, bool]:
    """Whether one who comes second is refused, until the first is killed."""
    holds = (
        "import django; django.setup()\n"
        "from portal.operations.alone import alone\n"
        "with alone('prepare'): print('held', flush=True); input()"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", holds],
        cwd=settings.PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert first.stdout is not None
    held = first.stdout.readline() == b"held\n"
    refused = not can_prepare()
    first.kill()
    first.communicate()
    end = time.monotonic() + PATIENCE
    while not (again := can_prepare()) and time.monotonic() < end:
        time.sleep(0.05)  # the server notices that its client is gone
    return {"held": held, "refused": refused, "again": again}


def can_prepare() -> bool:
    try:
        with alone("prepare"):
            return True
    except AlreadyRunning:
        return False


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]]()))  # noqa: T201 - read by the test
