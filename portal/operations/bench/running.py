"""One benchmark from end to end: a database for each size, each in its own process."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.test.utils import override_settings
from django.utils import timezone
from django.utils.translation import override

from portal.operations.bench.indexing import (
    measure_engine_alone,
    own_environment,
    run,
)
from portal.operations.bench.measuring import Noise, machine
from portal.operations.bench.saving import measure_finding, measure_saving
from portal.operations.bench.searching import measure_searching
from portal.operations.bench.wagtail_search import measure_wagtail

DATABASE = "portal.sqlite3"
# Above this, Wagtail's own search takes longer than all the rest.
MOST_FOR_WAGTAIL = 10_000

Say = Callable[[str], None]


def run_benchmark(
    sizes: Sequence[int], say: Say, *, wagtail: bool = True, first_run: bool = True
) -> dict[str, Any]:
    """Measure at each size, smallest first; leaves nothing behind but the report."""
    report: dict[str, Any] = {
        "date": timezone.now().isoformat(timespec="seconds"),
        "machine": machine(),
        "sizes": [],
    }
    parent = settings.DATA_DIR / "bench"
    parent.mkdir(exist_ok=True)
    with ExitStack() as stack:
        made = tempfile.mkdtemp(prefix="work-", dir=parent)
        stack.callback(shutil.rmtree, made, ignore_errors=True)
        work = Path(made)
        say("Preparing a database")
        base = _folder(work / "base")
        run(own_environment(base), "migrate", "--verbosity", "0")
        run(own_environment(base), "load_starter", "--only-vocabularies")
        if first_run:
            say("First index of the starter content")
            report["first_run"] = _first_run(_copy(base, work / "first"))
        noises = []
        for pages in sorted(sizes):
            folder = _copy(base, work / str(pages))
            size = _size(folder, pages, say, wagtail=wagtail)
            noises.append(size.pop("noise"))
            report["sizes"].append(size)
            shutil.rmtree(folder)
        report["noise"] = {
            name: max(noise[name] for noise in noises) for name in ("p50", "p95")
        }
    return report


def _size(folder: Path, pages: int, say: Say, *, wagtail: bool) -> dict[str, Any]:
    environment = own_environment(folder)
    say(f"{pages:,} pages: generating")
    generated, _ = run(environment, "generate_corpus", str(pages), "--json")
    say(f"{pages:,} pages: indexing")
    rebuilt, memory = run(environment, "bench", "--rebuild")
    say(f"{pages:,} pages: measuring")
    options = [] if wagtail and pages <= MOST_FOR_WAGTAIL else ["--without-wagtail"]
    measured, _ = run(environment, "bench", "--measure", *options)
    facts = {
        "generated_rate": round(pages / generated["seconds"]),
        "rebuild_rate": round(rebuilt["documents"] / rebuilt["seconds"]),
        "rebuild_work_rate": round(rebuilt["documents"] / rebuilt["work_seconds"]),
        "rebuild_seconds": rebuilt["seconds"],
        "rebuild_mb": memory,
        **measured.pop("facts"),
    }
    return {"pages": pages, **measured, "facts": facts}


def _first_run(folder: Path) -> dict[str, Any]:
    environment = own_environment(folder)
    run(environment, "load_starter")
    report, _ = run(environment, "rebuild_search_index", "--json")
    return {"seconds": report["seconds"], "documents": report["documents"]}


def measure_here(*, wagtail: bool) -> dict[str, Any]:
    """All the measures on the database and index of this process."""
    noise = Noise()
    noise.listen()
    with (
        override("fr"),
        # Names of files with a digest need files that are collected.
        override_settings(
            STORAGES={
                **settings.STORAGES,
                "staticfiles": {
                    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
                },
            }
        ),
    ):
        measured = measure_searching(noise)
        measured["facts"]["answering_mb"] = _own_memory()
        measured["facts"] |= measure_engine_alone()
        measured["figures"] |= measure_saving() | measure_finding()
        noise.listen()
        if wagtail:
            measured["figures"] |= measure_wagtail()
    return {**measured, "noise": noise.summary()}


def _own_memory() -> float:
    memory = psutil.Process().memory_info()
    return round((memory.rss - getattr(memory, "shared", 0)) / 2**20, 1)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _copy(base: Path, folder: Path) -> Path:
    shutil.copy(base / DATABASE, _folder(folder) / DATABASE)
    return folder
