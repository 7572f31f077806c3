"""Reports as tables to keep."""

import csv
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from portal.core.imports.report import Outcome

# What spreadsheets would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_as_csv(report: Mapping[str, Any], label_of: Callable[[str], str]) -> str:
    """Each line of the file that has something to tell, in the file's order;
    ``label_of`` gives the words for the fields that it names."""
    text = StringIO("\ufeff")  # by which spreadsheets know UTF-8
    text.seek(0, 2)
    table = csv.writer(text, delimiter=";")
    table.writerow(
        [_("Line"), _("What became of it"), _("Field"), _("Value"), _("Why")]
    )
    labels = {
        Outcome.CREATED: _("created"),
        Outcome.UPDATED: _("changed"),
    }
    rows = [
        *(
            (e["line"], _("rejected"), label_of(e["field"]), e["value"], e["message"])
            for e in report.get("rejected", ())
        ),
        *(
            (e["line"], _("to look at"), label_of(e["field"]), e["value"], e["message"])
            for e in report.get("warnings", ())
        ),
        *(
            (e["line"], labels.get(e["field"], ""), "", e["value"], e["message"])
            for e in report.get("changes", ())
        ),
    ]
    for row in sorted(rows, key=lambda row: row[0]):
        table.writerow([harmless(str(cell)) for cell in row])
    return text.getvalue()


def harmless(cell: str) -> str:
    """``cell`` as a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
