"""How fast the index is made from the database, in how much memory, how large it is."""

import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.utils import timezone

from portal.core.stamps import read_stamps
from portal.operations.bench.engines import own_index
from search.documents import SearchDocument
from search.engines import current_engine
from search.indexing.loading import load
from search.indexing.rebuild import rebuild_index
from search.models import SearchEntry
from search.territories import current_relations

GLANCE = 0.05
RAW_DOCUMENTS = 2_000
BATCH = 200


def run(environment: dict[str, str], *arguments: str) -> tuple[dict[str, Any], float]:
    """Run a command of ours; its report, and the most memory it held of its own (MB).

    Pages of the index that it shares with the system's cache are left out.
    """
    command = [sys.executable, "manage.py", *arguments]
    with tempfile.TemporaryFile("w+") as out:
        process = psutil.Popen(
            command, cwd=settings.PROJECT, env=environment, stdout=out
        )
        most = 0.0
        while process.poll() is None:
            try:
                memory = process.memory_info()
                most = max(most, memory.rss - getattr(memory, "shared", 0))
            except psutil.Error:
                break
            time.sleep(GLANCE)
        if process.wait() != 0:
            raise subprocess.CalledProcessError(process.returncode, command[1:])
        out.seek(0)
        text = out.read()
    report = json.loads(text) if text.lstrip().startswith("{") else {}
    return report, round(most / 2**20, 1)


def own_environment(folder: Path, search_url: str) -> dict[str, str]:
    """The environment of a process whose database lies in ``folder``."""
    left_out = {"DATABASE_URL", "CACHE_URL", "EMAIL_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    own = {"PORTAL_DATA_DIR": str(folder), "SEARCH_URL": search_url}
    return {**kept, **own, "PORTAL_DEBUG": "0"}


def rebuild_here() -> dict[str, Any]:
    """Fill the index from the database of this process, as the command does."""
    started, work = time.monotonic(), time.process_time()
    documents = rebuild_index()
    return {
        "documents": documents,
        "seconds": round(time.monotonic() - started, 2),
        "work_seconds": round(time.process_time() - work, 2),
    }


def measure_engine_alone() -> dict[str, Any]:
    """Documents that the engine takes, when they are ready made, in a second of work."""
    documents = list(islice(_documents(), RAW_DOCUMENTS))
    with (
        tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder,
        own_index(settings.SEARCH_URL, Path(folder)) as (_url, engine),
    ):
        work = time.process_time()
        count = engine.rebuild(documents)
        seconds = time.process_time() - work
    health = current_engine().health()
    return {
        "engine_alone_rate": round(count / seconds),
        "documents": health.documents,
        "index_mb": round(health.size_bytes / 2**20, 1),
        "index_kb_each": round(health.size_bytes / 1024 / health.documents, 2),
    }


def _documents() -> Any:
    relations = current_relations(read_stamps())
    rows = SearchEntry.objects.order_by("pk")[: 2 * RAW_DOCUMENTS]
    batch: list[SearchEntry] = []
    for row in rows.iterator(chunk_size=BATCH):
        batch.append(row)
        if len(batch) == BATCH:
            yield from _made(batch, relations)
            batch = []
    yield from _made(batch, relations)


def _made(batch: list[SearchEntry], relations: Any) -> list[SearchDocument]:
    loaded = load(batch, relations=relations, today=timezone.localdate())
    return [item.document for item in loaded if item.document is not None]
