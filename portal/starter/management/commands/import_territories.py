from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from directory.maps.importing import forget_outlines, import_outlines
from portal.core.imports.commands import ImportCommand
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.models import Territory
from portal.starter.loading.territories import load_territories


class Command(ImportCommand):
    help = (
        "Without a file, adds the territories of the project that are missing. With"
        " GeoJSON files (WGS84, a property “code”), draws the maps with the outlines of"
        " the territories that they hold; all files are kept, or none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", type=Path)
        parser.add_argument(
            "--forget",
            action="store_true",
            help="drops the outlines: maps are drawn as tiles again",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="says what would be done, writes nothing",
        )
        parser.add_argument("--json", action="store_true")

    def import_file(self, options: dict[str, Any]) -> ImportReport:
        files: list[Path] = options["files"]
        if options["forget"]:
            if files or options["dry_run"]:
                raise ImportRefused(_("--forget goes without files and --dry-run."))
            gone = forget_outlines()
            return ImportReport(file="", encoding="utf-8", read=gone, updated=gone)
        if files:
            return import_outlines(files, dry_run=options["dry_run"])
        return _load(dry_run=options["dry_run"])


def _load(*, dry_run: bool) -> ImportReport:
    if dry_run:
        raise ImportRefused(_("--dry-run goes with files."))
    created = load_territories()
    held = Territory.objects.count()
    return ImportReport(
        file="territories.csv",
        encoding="utf-8",
        read=held,
        created=created,
        unchanged=held - created,
    )
