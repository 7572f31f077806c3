import sys
from typing import Any

from tqdm import tqdm

from portal.core.imports.commands import ImportCommand
from portal.core.imports.kinds import ImportRequest
from portal.core.imports.opening import opened
from portal.core.imports.report import ImportReport
from search.indexing.background import held_back
from search.indexing.drain import drain
from training.importing.files import import_sessions


class Command(ImportCommand):
    help = (
        "Imports sessions from a calendar (.ics) or a table (.csv, .xlsx) under a course"
        " or a list of courses (--parent). The same file again changes nothing."
    )
    kind = "sessions"

    def import_file(self, options: dict[str, Any]) -> ImportReport:
        with (
            opened(options["file"]) as file,
            tqdm(file=sys.stderr, desc="Import", delay=0.3) as bar,
        ):

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            request = ImportRequest(
                file,
                options["file"],
                options={"parent": options["parent"]},
                dry_run=options["dry_run"],
                on_progress=advance,
            )
            with held_back():
                report = import_sessions(request, publish=options["publish"])
        if not options["dry_run"]:
            drain()
        return report
