"""What every import command shares: its options, its two outputs, its exit status."""

import sys
from abc import abstractmethod
from typing import Any

from django.core.management.base import CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _

from portal.core.commands import RefusingCommand
from portal.core.imports.kinds import kind_named
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport


class ImportCommand(RefusingCommand):
    """Exits with 0 when all was imported, 1 when some was rejected, 2 when nothing was
    done; with ``--json``, one object on the standard output in each case.

    ``kind`` names the import of the admin that does the same, whose words it borrows.
    """

    kind = ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--parent",
            default="",
            metavar="PATH",
            help="address of the page to put them under, such as /fr/outils/",
        )
        parser.add_argument("--publish", action="store_true")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="says what would be done, writes nothing",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self.import_file(options)
        except ImportRefused as refusal:
            self.refuse(refusal, as_json=options["json"])
        except DatabaseError as error:
            message = _("The database does not answer as it should: %(reason)s.")
            unanswered = ImportRefused(message % {"reason": error})
            self.refuse(unanswered, as_json=options["json"])
        if options["json"]:
            report.write_json(lambda text: self.stdout.write(text, ending=""))
        else:
            kind = kind_named(self.kind)
            report.write_words(self.stdout.write, kind.label_of if kind else str)
        if report.exit_status:
            sys.exit(report.exit_status)

    @abstractmethod
    def import_file(self, options: dict[str, Any]) -> ImportReport:
        """Import ``options["file"]``. Raise ``ImportRefused`` when nothing can be."""
