import logging
import sys
from typing import Any

from tqdm import tqdm

from portal.core.imports.commands import ImportCommand
from portal.core.imports.report import ImportReport
from portal.operations.importing.files import import_pages
from search.indexing.background import held_back
from search.indexing.drain import drain

logger = logging.getLogger(__name__)

INDEXED_EVERY = 200


class Command(ImportCommand):
    help = (
        "Imports pages from JSON lines. The same source_label and id again update the"
        " same page, unless a person changed it since."
    )

    def import_file(self, options: dict[str, Any]) -> ImportReport:
        with tqdm(
            file=sys.stderr, desc="Import", unit="B", unit_scale=True, delay=0.3
        ) as bar:

            def advance(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)
                if not options["dry_run"]:
                    indexing.step()

            indexing = _Indexing()
            with held_back():
                report = import_pages(
                    options["file"],
                    parent=options["parent"],
                    publish=options["publish"],
                    dry_run=options["dry_run"],
                    on_progress=advance,
                )
        if not options["dry_run"]:
            indexing.finish()
        return report


class _Indexing:
    """Brings the index up to date from time to time: a long import is found as it goes."""

    def __init__(self) -> None:
        self._waiting = 0

    def step(self) -> None:
        self._waiting += 1
        if self._waiting == INDEXED_EVERY:
            self.finish()

    def finish(self) -> None:
        self._waiting = 0
        try:
            drain()
        except Exception as error:
            # Its marks wait for the worker.
            logger.error("The index could not be brought up to date: %s", error)
            logger.debug("Because", exc_info=True)
