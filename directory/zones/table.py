"""White zones as a table to download, safe in a spreadsheet."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from directory.zones.report import ZoneReport
from directory.zones.wording import POPULATION_YEAR, method, rows_of, state_label
from portal.core.enums import TerritoryLevel

# A cell that starts so would be computed by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_of(report: ZoneReport) -> str:
    """The rows shown, semicolons between cells; each says how and when it was made."""
    need = report.question.need
    how = " ".join(method(report.question))
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            _("Level"),
            _("Official code"),
            _("Territory"),
            _("State"),
            _("Communes"),
            _("Communes served"),
            _("Communes that lack it"),
            _("Inhabitants concerned (%(year)s)") % {"year": POPULATION_YEAR},
            _("What is known"),
            _("Nearest help"),
            _("Nearest commune served"),
            _("Distance (km, as the crow flies)"),
            _("Computed on"),
            _("Method"),
        ]
    )
    for row in rows_of(report):
        zone = row.zone
        cells = [
            TerritoryLevel(zone.territory.level).label,
            zone.territory.code,
            zone.territory.name,
            state_label(need, zone.state),
            zone.size,
            zone.covered_count,
            zone.lacking_count,
            zone.population,
            " ; ".join(row.facts),
            row.nearest.title if row.nearest else "",
            zone.nearest.commune.name if zone.nearest else "",
            row.kilometres,
            report.today.isoformat(),
            how,
        ]
        writer.writerow([as_text(cell) for cell in cells])
    return out.getvalue()
