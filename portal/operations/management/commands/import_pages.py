from typing import Any

from portal.core.imports.commands import ImportCommand
from portal.core.imports.report import ImportReport
from portal.operations.importing.files import import_pages
from portal.operations.importing.progress import shown_progress


class Command(ImportCommand):
    help = (
        "Imports pages from JSON lines. The same source_label and id again update the"
        " same page, unless a person changed it since."
    )

    def import_file(self, options: dict[str, Any]) -> ImportReport:
        with shown_progress(dry_run=options["dry_run"]) as advance:
            return import_pages(
                options["file"],
                parent=options["parent"],
                publish=options["publish"],
                dry_run=options["dry_run"],
                on_progress=advance,
            )
