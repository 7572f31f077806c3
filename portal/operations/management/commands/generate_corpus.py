import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from portal.core.commands import RefusingCommand
from portal.operations.bench.corpus import generate
from portal.operations.bench.plan import NotForBenchmarks, check_database

MOST = 1_000_000


class Command(RefusingCommand):
    help = (
        "Fills a database of its own with synthetic pages for benchmarks. Refuses a"
        " database that holds content and the project's usual data folder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int, metavar="N", help="how many pages")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        count, as_json = options["count"], options["json"]
        if not 1 <= count <= MOST:
            self.refuse(CommandError(f"N lies between 1 and {MOST}."), as_json=as_json)
        if settings.DATA_DIR == settings.PROJECT / "var":
            message = (
                "This is the project's usual data folder. Give the benchmark one of its"
                " own: PORTAL_DATA_DIR=/path/of/a/new/folder."
            )
            self.refuse(CommandError(message), as_json=as_json)
        started = time.monotonic()
        try:
            check_database()
            with tqdm(file=sys.stderr, desc="Pages", total=count) as bar:
                written = generate(
                    count,
                    options["seed"],
                    on_progress=lambda done: bar.update(done - bar.n),
                )
        except NotForBenchmarks as error:
            self.refuse(error, as_json=as_json)
        seconds = round(time.monotonic() - started, 2)
        if as_json:
            report = {"pages": count, "seconds": seconds, "written": dict(written)}
            self.stdout.write(json.dumps(report))
        else:
            rate = round(count / max(seconds, 0.01))
            self.stdout.write(f"{count} pages in {seconds} s ({rate} a second).")
