import argparse
import json
import sys
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.operations.bench import report as reports
from portal.operations.bench.engines import EMBEDDED
from portal.operations.bench.targets import SIZES
from search.engines.base import EngineUnavailable

MOST = 1_000_000


def sizes(text: str) -> list[int]:
    """ "1000,10000" → numbers of pages."""
    numbers = [int(part) for part in text.split(",")]
    if not all(100 <= number <= MOST for number in numbers):
        raise ValueError
    return sorted(set(numbers))


class Command(BaseCommand):
    help = (
        "Measures the search on synthetic pages in a folder of its own, prints figures"
        " beside their targets and writes bench/<date>.json in the data folder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sizes",
            type=sizes,
            default=list(SIZES),
            metavar="N,N",
            help="numbers of pages, from 100 to a million (default 1000,10000,100000)",
        )
        parser.add_argument(
            "--engine",
            action="append",
            default=[],
            metavar="URL",
            help=(
                "an engine, as in SEARCH_URL; may be repeated. Each gets an index of its"
                f" own, deleted at the end (default {EMBEDDED})"
            ),
        )
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--without-wagtail",
            action="store_true",
            help="leave out the comparison with Wagtail's own search",
        )
        parser.add_argument(
            "--without-first-run",
            action="store_true",
            help="leave out the first index of the starter content",
        )
        # Parts of a benchmark, each run in a process of its own.
        for part in ("--rebuild", "--measure", "--look-for-words"):
            parser.add_argument(part, action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from portal.operations.bench import finding, indexing, running
        except ImportError as error:
            raise CommandError(f"{error}: install the development packages.") from error
        if options["look_for_words"]:
            finding.look_for_words(sys.stdin, sys.stdout)
            return
        if options["rebuild"]:
            self.stdout.write(json.dumps(indexing.rebuild_here()))
            return
        wagtail = not options["without_wagtail"]
        if options["measure"]:
            self.stdout.write(json.dumps(running.measure_here(wagtail=wagtail)))
            return
        try:
            report = running.run_benchmark(
                options["sizes"],
                options["engine"] or [EMBEDDED],
                self.stderr.write,
                wagtail=wagtail,
                first_run=not options["without_first_run"],
            )
        except CalledProcessError as error:
            step = " ".join(error.cmd[1:])
            raise CommandError(f"The benchmark stopped at “{step}”.") from error
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        report = reports.with_tables(report)
        path = self._write(report)
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        for line in reports.printed(report):
            self.stdout.write(line)
        self.stdout.write(f"\nWritten to {path.relative_to(settings.DATA_DIR)}")

    def _write(self, report: dict[str, Any]) -> Path:
        folder = settings.DATA_DIR / "bench"
        day = timezone.localdate().isoformat()
        path, number = folder / f"{day}.json", 1
        while path.exists():
            number += 1
            path = folder / f"{day}-{number}.json"
        path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        return path
