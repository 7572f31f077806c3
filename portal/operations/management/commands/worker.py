import signal
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.operations.worker import Worker


class Command(BaseCommand):
    help = (
        "Brings the index up to date, publishes what is due and sends mails, until it"
        " is stopped. Any number of copies may run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="do all that waits, then leave"
        )
        parser.add_argument(
            "--alive",
            type=Path,
            metavar="FILE",
            help="a file to touch at each turn, for a supervisor to look at",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(alive=options["alive"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        if not options["once"]:
            worker.run()
            return
        for name, done in worker.run_once().items():
            self.stdout.write(f"{name}: {done}")
        if worker.failed:
            self.stderr.write(
                f"Not done, to be tried again: {', '.join(worker.failed)}"
            )
            sys.exit(1)
