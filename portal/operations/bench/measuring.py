"""Times calls one by one; what is compared is called in turn, under the same noise."""

import os
import platform
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar

from portal.operations.stack_room import with_room

T = TypeVar("T")

RUNS = 200
FEWEST_RUNS = 20
# A slow call is repeated less often: a benchmark that nobody runs measures nothing.
SECONDS = 25.0


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` of the values do not exceed."""
    ordered = sorted(values)
    rank = max(0, -int(-share * len(ordered) // 1) - 1)
    return ordered[min(rank, len(ordered) - 1)]


@dataclass
class Timing:
    """Milliseconds of each call: on the clock, and of this process's own work."""

    clock: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)

    def add(self, call: Callable[[], Any]) -> float:
        clock, work = time.perf_counter(), time.process_time()
        with_room(call)  # as requests are answered
        spent = (time.perf_counter() - clock) * 1000
        self.clock.append(spent)
        self.work.append((time.process_time() - work) * 1000)
        return spent

    def summary(self) -> dict[str, float]:
        return {
            "p50": round(percentile(self.clock, 0.5), 3),
            "p95": round(percentile(self.clock, 0.95), 3),
            "work_p50": round(percentile(self.work, 0.5), 3),
            "runs": len(self.clock),
        }


def repeat(
    calls: dict[str, Callable[[T], Any]],
    items: Sequence[T],
    *,
    runs: int = RUNS,
    seconds: float = SECONDS,
) -> dict[str, Timing]:
    """Each call on each item in turn, after one pass that warms everything."""
    for item in items:
        for call in calls.values():
            call(item)
    timings = {name: Timing() for name in calls}
    started = time.monotonic()
    for number, item in enumerate(cycle(items)):
        late = time.monotonic() - started > seconds
        if number >= runs or (late and number >= min(FEWEST_RUNS, runs)):
            break
        # Neither call always profits from what the other has just read.
        order = list(calls) if number % 2 else list(reversed(calls))
        for name in order:
            timings[name].add(partial(calls[name], item))
    return timings


def difference(one: Timing, other: Timing) -> dict[str, float]:
    """How much more ``one`` takes than ``other``, call by call."""
    clock = [a - b for a, b in zip(one.clock, other.clock, strict=True)]
    work = [a - b for a, b in zip(one.work, other.work, strict=True)]
    return Timing(clock, work).summary()


class Noise:
    """How much the same work varies while the rest is measured: 1.0 is a calm machine."""

    def __init__(self) -> None:
        self.timing = Timing()

    def listen(self, times: int = 15) -> None:
        for _ in range(times):
            self.timing.add(lambda: sum(n * n for n in range(40_000)))

    def summary(self) -> dict[str, float]:
        calm = min(self.timing.clock)
        return {
            "p50": round(percentile(self.timing.clock, 0.5) / calm, 2),
            "p95": round(percentile(self.timing.clock, 0.95) / calm, 2),
        }


def machine() -> dict[str, Any]:
    """What the figures depend on, without naming the machine."""
    packages = ("Django", "wagtail", "tantivy", "modelsearch")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gb": _memory(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": [round(load, 1) for load in os.getloadavg()],
        **{name: metadata.version(name) for name in packages},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.processor()


def _memory() -> float:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return round(pages * size / 2**30, 1)
