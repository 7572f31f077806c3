from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from directory.importing.running import import_actors
from directory.models import DirectoryIndexPage
from portal.core.imports.commands import ImportCommand
from portal.core.imports.kinds import ImportRequest
from portal.core.imports.opening import opened
from portal.core.imports.parents import page_at
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.operations.importing.progress import shown_progress


class Command(ImportCommand):
    help = (
        "Imports organisations from a table (.csv, .xlsx): the same SIRET again"
        " completes the same page, another kind is added to it."
    )
    kind = "actors"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--type",
            default="",
            metavar="KIND",
            help="kind of the rows that tell none, such as geiq",
        )
        parser.add_argument(
            "--source",
            default="",
            metavar="LABEL",
            help="where the rows that do not say it come from",
        )

    def import_file(self, options: dict[str, Any]) -> ImportReport:
        chosen = {
            "parent": _parent(options["parent"]),
            "publish": "1" if options["publish"] else "",
            "type": options["type"],
            "source": options["source"],
        }
        with (
            opened(options["file"]) as file,
            shown_progress(dry_run=options["dry_run"]) as advance,
        ):
            return import_actors(
                ImportRequest(
                    file,
                    Path(options["file"]).name,
                    options=chosen,
                    dry_run=options["dry_run"],
                    on_progress=advance,
                )
            )


def _parent(path: str) -> str:
    """The key of the directory at an address; empty when none is given."""
    if not path:
        return ""
    page = page_at(path)
    if not isinstance(page, DirectoryIndexPage):
        raise ImportRefused(
            _("No organisation can be put under “%(title)s”.") % {"title": page.title}
        )
    return str(page.pk)
