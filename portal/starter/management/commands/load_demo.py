import json
from typing import Any

from django.core.management.base import CommandParser

from portal.core.commands import RefusingCommand
from portal.starter.examples import load_examples


class Command(RefusingCommand):
    help = "Adds what is only an example (future sessions), marked so everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_examples()
        if options["json"]:
            self.stdout.write(json.dumps({"sessions": added}))
        else:
            self.stdout.write(f"Examples: {added} sessions added.")
