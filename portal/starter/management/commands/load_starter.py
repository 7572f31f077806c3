import json
import sys
from typing import Any

from django.core.management.base import CommandParser
from tqdm import tqdm

from portal.core.commands import RefusingCommand
from portal.core.models import Stamp
from portal.starter.loading.coverages import load_coverages
from portal.starter.loading.files import StarterError, digest_of_folder
from portal.starter.loading.pages import PageLoader
from portal.starter.loading.rows import load_rows
from portal.starter.loading.territories import load_territories
from portal.starter.loading.translations import load_translations

STAMP = "starter"


class Command(RefusingCommand):
    help = (
        "Adds vocabularies, territories and starter pages; changes nothing that people"
        " changed or deleted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="look again even if no file changed"
        )
        parser.add_argument(
            "--only-vocabularies",
            action="store_true",
            help="territories and vocabularies, no page (for benchmarks)",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = self._load(options)
        except StarterError as error:
            self.refuse(error, as_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(loaded))
        elif any(loaded.values()):
            told = ", ".join(f"{number} {name}" for name, number in loaded.items())
            self.stdout.write(f"Starter content, new or brought up to date: {told}.")
        else:
            self.stdout.write("Starter content: nothing new.")

    def _load(self, options: dict[str, Any]) -> dict[str, int]:
        """How many of each were loaded or brought up to date."""
        if options["only_vocabularies"]:
            return {"territories": load_territories(), "rows": load_rows()}
        token = digest_of_folder()[:16]
        if (
            not options["force"]
            and Stamp.objects.filter(name=STAMP, token=token).exists()
        ):
            return {"territories": 0, "rows": 0, "pages": 0}
        with tqdm(file=sys.stderr, desc="Starter content", unit=" pages") as bar:

            def advance(name: str) -> None:
                bar.set_postfix_str(name, refresh=False)
                bar.update()

            territories = load_territories()
            rows = load_rows()
            loader = PageLoader(advance)
            pages = loader.load() + load_translations(advance)
            rows += load_coverages(loader.actor)
        Stamp.objects.update_or_create(name=STAMP, defaults={"token": token})
        return {"territories": territories, "rows": rows, "pages": pages}
