"""One benchmark from end to end: a database for each size, each in its own process."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings
from django.test.utils import override_settings
from django.utils import timezone
from django.utils.translation import override

from portal.operations.bench.changing import measure_changing
from portal.operations.bench.engines import EMBEDDED, name_of, own_index
from portal.operations.bench.finding import measure_finding
from portal.operations.bench.indexing import (
    measure_engine_alone,
    own_environment,
    run,
)
from portal.operations.bench.measuring import Noise, machine
from portal.operations.bench.outage import measure_outage
from portal.operations.bench.places import measure_places
from portal.operations.bench.saving import measure_saving
from portal.operations.bench.searching import measure_searching
from portal.operations.bench.wagtail_search import measure_wagtail

DATABASE = "portal.sqlite3"
# Above this, Wagtail's own search takes longer than all the rest.
MOST_FOR_WAGTAIL = 10_000

Say = Callable[[str], None]


def run_benchmark(
    sizes: Sequence[int],
    engines: Sequence[str],
    say: Say,
    *,
    wagtail: bool = True,
    first_run: bool = True,
) -> dict[str, Any]:
    """Measure each engine at each size, smallest first, on the same pages.

    ``engines`` are addresses as in ``SEARCH_URL``. Leaves nothing behind but the report.
    """
    report: dict[str, Any] = {
        "date": timezone.now().isoformat(timespec="seconds"),
        "machine": machine(),
        "first_runs": [],
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
        run(own_environment(base, EMBEDDED), "migrate", "--verbosity", "0")
        run(own_environment(base, EMBEDDED), "load_starter", "--only-vocabularies")
        if first_run:
            for url in engines:
                say(f"{name_of(url)}: first index of the starter content")
                with _copied(base, work / "first") as folder:
                    report["first_runs"].append(_first_run(folder, url))
        for pages in sorted(sizes):
            with _copied(base, work / str(pages)) as filled:
                say(f"{pages:,} pages: generating")
                environment = own_environment(filled, EMBEDDED)
                run(environment, "generate_corpus", str(pages), "--json")
                for url in engines:
                    with _copied(filled, work / "measured") as folder:
                        report["sizes"].append(
                            _size(folder, url, pages, say, wagtail=wagtail)
                        )
        noises = [size.pop("noise") for size in report["sizes"]]
        report["noise"] = {
            name: max(noise[name] for noise in noises) for name in ("p50", "p95")
        }
    return report


def _size(
    folder: Path, url: str, pages: int, say: Say, *, wagtail: bool
) -> dict[str, Any]:
    engine = name_of(url)
    options = [] if wagtail and pages <= MOST_FOR_WAGTAIL else ["--without-wagtail"]
    with own_index(url, folder) as (own_url, _engine):
        environment = own_environment(folder, own_url)
        say(f"{pages:,} pages, {engine}: indexing")
        rebuilt, memory = run(environment, "bench", "--rebuild")
        say(f"{pages:,} pages, {engine}: measuring")
        measured, _ = run(environment, "bench", "--measure", *options)
    facts = {
        "rebuild_rate": round(rebuilt["documents"] / rebuilt["seconds"]),
        "rebuild_work_rate": round(rebuilt["documents"] / rebuilt["work_seconds"]),
        "rebuild_seconds": rebuilt["seconds"],
        "rebuild_mb": memory,
        **measured.pop("facts"),
    }
    return {"pages": pages, "engine": engine, **measured, "facts": facts}


def _first_run(folder: Path, url: str) -> dict[str, Any]:
    with own_index(url, folder) as (own_url, _engine):
        environment = own_environment(folder, own_url)
        run(environment, "load_starter")
        report, _ = run(environment, "rebuild_search_index", "--json")
    return {
        "engine": name_of(url),
        "seconds": report["seconds"],
        "documents": report["documents"],
    }


def measure_here(*, wagtail: bool) -> dict[str, Any]:
    """All the measures on the database and index of this process."""
    # A line for each page, and for each search of an outage, would hide the report.
    logging.disable(logging.WARNING)
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise looks for it
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
        places = measure_places()
        measured["figures"] |= places["figures"]
        measured["facts"] |= places["facts"]
        noise.listen()
        if wagtail:
            measured["figures"] |= measure_wagtail()
        measured["figures"] |= measure_outage()
        measured["facts"] |= measure_changing()
    return {**measured, "noise": noise.summary()}


def _own_memory() -> float:
    memory = psutil.Process().memory_info()
    return round((memory.rss - getattr(memory, "shared", 0)) / 2**20, 1)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@contextmanager
def _copied(base: Path, folder: Path) -> Iterator[Path]:
    """A folder with a copy of the database, for a while."""
    shutil.copy(base / DATABASE, _folder(folder) / DATABASE)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
