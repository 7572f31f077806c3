import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from portal.core.models import Stamp
from portal.starter.loading.coverages import load_coverages
from portal.starter.loading.files import StarterError, digest_of_folder
from portal.starter.loading.pages import PageLoader
from portal.starter.loading.rows import load_rows
from portal.starter.loading.territories import load_territories
from portal.starter.loading.translations import load_translations

STAMP = "starter"


class Command(BaseCommand):
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

    def handle(self, *args: Any, **options: Any) -> None:
        if options["only_vocabularies"]:
            self._load_vocabularies()
            return
        token = digest_of_folder()[:16]
        if (
            not options["force"]
            and Stamp.objects.filter(name=STAMP, token=token).exists()
        ):
            self.stdout.write("Starter content: nothing new.")
            return
        try:
            with tqdm(file=sys.stderr, desc="Starter content", unit=" pages") as bar:

                def advance(name: str) -> None:
                    bar.set_postfix_str(name, refresh=False)
                    bar.update()

                territories = load_territories()
                rows = load_rows()
                loader = PageLoader(advance)
                pages = loader.load() + load_translations(advance)
                rows += load_coverages(loader.actor)
        except StarterError as error:
            raise CommandError(str(error)) from error
        Stamp.objects.update_or_create(name=STAMP, defaults={"token": token})
        self.stdout.write(
            f"Starter content: {territories} territories, {rows} rows and"
            f" {pages} pages loaded or brought up to date."
        )

    def _load_vocabularies(self) -> None:
        try:
            territories, rows = load_territories(), load_rows()
        except StarterError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{territories} territories and {rows} vocabulary rows loaded."
        )
