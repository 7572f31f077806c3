"""The map of white zones: each territory with its state, in words too."""

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.enums import Need, ZoneState
from directory.maps.drawing import Look, Map, Saying, draw
from directory.zones.computing import Zone
from directory.zones.report import ZoneReport
from directory.zones.wording import Row, is_worked_on, rows_of, state_label

LOOKS = {
    ZoneState.COVERED: Look.COVERED,
    ZoneState.NOBODY: Look.NOBODY,
    ZoneState.UNKNOWN: Look.UNKNOWN,
}


def map_of(report: ZoneReport, stamps: dict[str, str]) -> Map | None:
    """Every territory asked about, whichever state is listed below."""
    sayings = {
        row.zone.territory.value: _saying(row, report)
        for row in rows_of(report, shown_only=False)
    }
    return draw(sayings, report.geography, stamps)


def look_of(zone: Zone) -> Look:
    return Look.PARTLY if zone.is_partly_covered else LOOKS[zone.state]


def _saying(row: Row, report: ZoneReport) -> Saying:
    value = row.zone.territory.value
    return Saying(
        look=look_of(row.zone),
        text=row.summary,
        url=reverse("directory:show-territory", args=[value]),
        marked=is_worked_on(row.zone, report),
    )


def key_of(drawn: Map, need: Need) -> list[tuple[Look, str]]:
    """What each look of the map means, in the order of states."""
    labels = {look: state_label(need, state) for state, look in LOOKS.items()}
    labels[Look.PARTLY] = _("In a part of its communes")
    return [(look, labels[look]) for look in drawn.looks]
