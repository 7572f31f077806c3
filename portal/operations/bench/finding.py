"""When another process sees what an editor did: published is found, withdrawn is gone."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from knowledge.models import ToolPage
from portal.operations.bench.measuring import percentile
from search.documents import page_document_id
from search.engines import current_engine
from search.engines.base import EngineRequest
from search.labels import current_memory
from search.query import SearchQuery
from search.service.hits import draw_hits
from search.service.wording import word

PUBLICATIONS = 30
PATIENCE = 15.0
GLANCE = 0.005

# What to look for: a word, the page that holds it, whether it is there.
Sight = tuple[str, int, bool]
Look = Callable[[Sight, Callable[[], object]], tuple[float, float]]


def measure_finding(publications: int = PUBLICATIONS) -> dict[str, Any]:
    """From the call that publishes or withdraws to the moment when another process
    finds the page, or no longer finds it."""
    pages = list(ToolPage.objects.filter(live=True).order_by("-pk")[:publications])
    chance = random.Random()  # noqa: S311 - words that no earlier run has published
    found, after_commit, gone = [], [], []
    with _reader() as look:
        for page in pages:
            term = "".join(chance.choices("bcdfgklmnprtvz", k=12))
            page.title = f"{page.title[:200]} {term}"
            whole, rest = look((term, page.pk, True), page.save_revision().publish)
            found.append(whole)
            after_commit.append(rest)
            whole, _rest = look((term, page.pk, False), page.unpublish)
            gone.append(whole)
    return {
        "findable": _summary(found),
        "findable_after_commit": _summary(after_commit),
        "gone": _summary(gone),
    }


def _summary(values: list[float]) -> dict[str, float]:
    return {
        "p50": round(percentile(values, 0.5), 1),
        "p95": round(percentile(values, 0.95), 1),
        "runs": len(values),
    }


@contextmanager
def _reader() -> Iterator[Look]:
    """A second process that looks for what it is told, while this one acts."""
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
    ask, answer = process.stdin, process.stdout

    def look(sight: Sight, act: Callable[[], object]) -> tuple[float, float]:
        print(json.dumps(sight), file=ask, flush=True)
        answer.readline()  # it is looking
        started = time.monotonic()
        act()
        committed = time.monotonic()
        seen = json.loads(answer.readline())
        if seen is None:
            raise LookupError(f"Another process never saw {sight}.")
        return (seen - started) * 1000, (seen - committed) * 1000

    try:
        yield look
    finally:
        ask.close()
        process.wait(timeout=60)


def look_for_words(lines: IO[str], out: IO[str]) -> None:
    """The second process: say when each sight is as told, or null after a while."""
    for line in lines:
        term, page_id, present = json.loads(line)
        query = SearchQuery(q=term, today=timezone.localdate())
        wording = word(term, query, current_memory())
        request = EngineRequest(language="fr", filters=(), slots=wording.slots, limit=1)
        out.write("looking\n")
        out.flush()
        seen = _look(request, page_document_id(page_id), query, present=present)
        out.write(json.dumps(seen) + "\n")
        out.flush()


def _look(
    request: EngineRequest, document_id: str, query: SearchQuery, *, present: bool
) -> float | None:
    """Found is shown to visitors; gone is no longer even counted."""
    engine = current_engine()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ids = engine.search(request).ids
        found = document_id in ids
        if found is present and (not present or draw_hits(ids, query)):
            return time.monotonic()
        time.sleep(GLANCE)
    return None
