"""What an editor waits for: what indexing adds to a save, and when others find it."""

import inspect
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.db.models.signals import ModelSignal, post_save, pre_save
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page

from knowledge.models import ToolPage
from portal.operations.bench.measuring import difference, percentile, repeat
from search.documents import page_document_id
from search.engines import current_engine
from search.engines.base import EngineRequest
from search.indexing import triggers
from search.labels import current_memory
from search.query import SearchQuery
from search.service.hits import draw_hits
from search.service.wording import word

SAVES = 60
PUBLICATIONS = 30
PATIENCE = 15.0
GLANCE = 0.005


def measure_saving() -> dict[str, Any]:
    """Saves and publications with and without marks, in turn; nobody drains meanwhile."""
    pages = list(ToolPage.objects.filter(live=True).order_by("pk")[:10])
    figures: dict[str, Any] = {}
    calls = {"save": lambda page: page.save(), "publish": _publish}
    with override_settings(SEARCH_DRAIN="never"):
        for name, call in calls.items():
            timings = repeat(
                {"marked": call, "unmarked": _unmarked(call)}, pages, runs=SAVES
            )
            figures[name] = timings["marked"].summary()
            figures[f"{name}_unmarked"] = timings["unmarked"].summary()
            figures[f"{name}_marks"] = difference(
                timings["marked"], timings["unmarked"]
            )
    return figures


def _publish(page: Page) -> None:
    page.save_revision().publish()


def _unmarked(call: Any) -> Any:
    def without_marks(page: Page) -> None:
        with _triggers_off():
            call(page)

    return without_marks


@contextmanager
def _triggers_off() -> Iterator[None]:
    """Saves leave the search alone."""
    ours = [
        function
        for function in vars(triggers).values()
        if inspect.isfunction(function) and function.__module__ == triggers.__name__
    ]
    off: list[tuple[ModelSignal, Any]] = [
        (signal, function)
        for signal in (pre_save, post_save)
        for function in ours
        if signal.disconnect(function)
    ]
    try:
        yield
    finally:
        for signal, function in off:
            signal.connect(function)


def measure_finding(publications: int = PUBLICATIONS) -> dict[str, Any]:
    """From the call that publishes to the moment when another process finds it."""
    pages = list(ToolPage.objects.filter(live=True).order_by("-pk")[:publications])
    chance = random.Random()  # noqa: S311 - words that no earlier run has published
    delays, after_commit = [], []
    with _reader() as (ask, answer):
        for page in pages:
            term = "".join(chance.choices("bcdfgklmnprtvz", k=12))
            page.title = f"{page.title[:200]} {term}"
            print(json.dumps([term, page.pk]), file=ask, flush=True)
            answer.readline()  # it is looking
            started = time.monotonic()
            _publish(page)
            committed = time.monotonic()
            found = json.loads(answer.readline())
            if found is None:
                raise LookupError("A published page was not found by another process.")
            delays.append((found - started) * 1000)
            after_commit.append((found - committed) * 1000)
    return {
        "findable": _summary(delays),
        "findable_after_commit": _summary(after_commit),
    }


def _summary(values: list[float]) -> dict[str, float]:
    return {
        "p50": round(percentile(values, 0.5), 1),
        "p95": round(percentile(values, 0.95), 1),
        "runs": len(values),
    }


@contextmanager
def _reader() -> Iterator[tuple[IO[str], IO[str]]]:
    command = [sys.executable, "manage.py", "bench", "--look-for-words"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command,
        cwd=settings.PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise LookupError("The second process could not be started.")
    try:
        yield process.stdin, process.stdout
    finally:
        process.stdin.close()
        process.wait(timeout=60)


def look_for_words(lines: IO[str], out: IO[str]) -> None:
    """The second process: say when each word read is found, or null after a while."""
    for line in lines:
        term, page_id = json.loads(line)
        query = SearchQuery(q=term, today=timezone.localdate())
        wording = word(term, query, current_memory())
        request = EngineRequest(language="fr", filters=(), slots=wording.slots, limit=1)
        document_id = page_document_id(page_id)
        out.write("looking\n")
        out.flush()
        found = _look_for(request, document_id, query)
        out.write(json.dumps(found) + "\n")
        out.flush()


def _look_for(
    request: EngineRequest, document_id: str, query: SearchQuery
) -> float | None:
    engine = current_engine()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ids = engine.search(request).ids
        if document_id in ids and draw_hits(ids, query):
            return time.monotonic()
        time.sleep(GLANCE)
    return None
