"""The map of a territory: what it is made of, or where it lies in the region."""

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.enums import Need
from directory.maps.drawing import Look, Map, Saying, draw
from directory.territories.sheet import TerritorySheet
from directory.zones.mapping import key_of, look_of
from directory.zones.wording import state_label
from portal.core.enums import TerritoryLevel

# A map of more areas than this says nothing on a phone.
MOST_AREAS = 120


def map_of(sheet: TerritorySheet, stamps: dict[str, str]) -> Map | None:
    """Its parts with who follows clauses there; without outlines for them, the region
    with the territory marked."""
    return _parts(sheet, stamps) or _place(sheet, stamps)


def key(drawn: Map) -> list[tuple[Look, str]]:
    if Look.PLAIN in drawn.looks:
        return [(Look.HERE, _("This territory"))]
    return key_of(drawn, Need.FACILITATOR)


def title(drawn: Map) -> str:
    if Look.PLAIN in drawn.looks:
        return _("Where it lies")
    return _("Who follows clauses, part by part")


def _parts(sheet: TerritorySheet, stamps: dict[str, str]) -> Map | None:
    if not 1 < len(sheet.parts) <= MOST_AREAS:
        return None
    return draw(
        {
            zone.territory.value: Saying(
                look_of(zone),
                state_label(Need.FACILITATOR, zone.state),
                _address(zone.territory.value),
            )
            for zone in sheet.parts
        },
        sheet.geography,
        stamps,
    )


def _place(sheet: TerritorySheet, stamps: dict[str, str]) -> Map | None:
    epcis = sheet.geography.relations.by_level.get(TerritoryLevel.EPCI, [])
    here, elsewhere = _("Here"), _("Elsewhere in the region")
    return draw(
        {
            epci.value: (
                Saying(Look.HERE, here, _address(epci.value))
                if epci.communes & sheet.communes
                else Saying(Look.PLAIN, elsewhere, _address(epci.value))
            )
            for epci in epcis
        },
        sheet.geography,
        stamps,
    )


def _address(value: str) -> str:
    return reverse("directory:show-territory", args=[value])
