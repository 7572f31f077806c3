import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from portal.core.commands import RefusingCommand
from search.engines.base import EngineUnavailable
from search.indexing.doctor import examine, repair


class Command(RefusingCommand):
    help = "Compares the database and the index; repairs with --fix."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fix", action="store_true")
        parser.add_argument(
            "--deep",
            action="store_true",
            help="read every object again too: as long as a rebuild",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        act = repair if options["fix"] else examine
        try:
            found = act(deep=options["deep"])
        except EngineUnavailable as error:
            self.refuse(error, as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(found), "healthy": found.healthy}))
        else:
            self.stdout.write(f"{found.engine}: {found.documents} documents")
            for name, value in asdict(found).items():
                if value and name not in {"engine", "documents"}:
                    shown = ", ".join(value[:20]) if isinstance(value, list) else value
                    self.stdout.write(f"  {name.replace('_', ' ')}: {shown}")
            if found.healthy:
                self.stdout.write("  database and index agree")
        if not found.healthy:
            raise SystemExit(1)
