import json
import sys
import time
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from portal.core.commands import RefusingCommand
from search.engines import current_engine
from search.engines.base import EngineUnavailable
from search.indexing.drain import drain
from search.indexing.rebuild import rebuild_index


class Command(RefusingCommand):
    help = (
        "Fills a new index from the database, then swaps it with the one that serves."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only when the index is absent or of another form; else drain",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        engine = current_engine()
        try:
            if options["if_needed"] and not engine.health().needs_rebuild:
                applied = drain(engine)
                rebuilt, count = False, engine.health().documents
            else:
                with tqdm(file=sys.stderr, desc="Index", unit=" entries") as bar:

                    def advance(done: int, total: int) -> None:
                        bar.total = total
                        bar.update(done - bar.n)

                    count = rebuild_index(engine, on_progress=advance)
                rebuilt, applied = True, count
        except EngineUnavailable as error:
            self.refuse(error, as_json=options["json"])
        seconds = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "engine": engine.name,
                        "rebuilt": rebuilt,
                        "documents": count,
                        "applied": applied,
                        "seconds": seconds,
                    }
                )
            )
        else:
            done = "rebuilt" if rebuilt else "up to date"
            self.stdout.write(f"Index {done}: {count} documents in {seconds} s.")
