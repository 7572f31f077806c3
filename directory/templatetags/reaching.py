"""How templates show an organisation and the ways to reach it."""

import re

from django import template
from django.utils.translation import gettext as _
from stdnum.fr import siret

from directory.enums import Showable
from directory.models import Activity, ActorPage, Contact, Coverage
from directory.regional_help import regional_help
from directory.sheets import (
    Sheet,
    coverage_in_words,
    reach_in_words,
    read_sheet,
)
from portal.core.surroundings import Surroundings
from search.labels import current_memory
from search.results import Hit

register = template.Library()


@register.simple_tag
def sheet_of(around: Surroundings) -> Sheet:
    """All that a sheet shows, read once however many parts of the page ask for it."""
    held: dict[str, Sheet] = vars(around)
    if "_organisation" not in held:
        held["_organisation"] = read_sheet(around)
    return held["_organisation"]


@register.simple_tag
def whom_else(page: ActorPage, sheet: Sheet) -> list[Hit]:
    """Who answers where an organisation works, itself left out."""
    place = sheet.areas[0].value if sheet.areas else ""
    hits = regional_help(place, current_memory())
    return [hit for hit in hits if hit.url != page.get_url()]


@register.filter
def reach(activity: Activity) -> str:
    return reach_in_words(activity)


@register.filter
def coverage_words(coverage: Coverage) -> str:
    return coverage_in_words(coverage)


@register.filter
def official_number(number: str) -> str:
    """A SIRET or a SIREN in groups: "732 829 320 00074"."""
    return siret.format(number, "\u00a0").rstrip("\u00a0")


@register.filter
def public_parts(contact: Contact) -> list[tuple[str, str]]:
    """What may be shown of a contact: (part, text)."""
    parts = [(str(part), contact.public(part)) for part in Showable]
    return [(part, text) for part, text in parts if text]


@register.filter
def ask_for(contact: Contact) -> str:
    """What the button shows, in words; empty when there is nothing to show."""
    parts = {part for part, _text in public_parts(contact)}
    if Showable.NAME in parts:
        return _("Show whom to reach")
    if parts == {Showable.EMAIL, Showable.PHONE}:
        return _("Show the e-mail address and the telephone number")
    if Showable.EMAIL in parts:
        return _("Show the e-mail address")
    return _("Show the telephone number") if parts else ""


@register.filter
def phone(number: str) -> str:
    """A number as it is read in France: "+33320000000" gives "03 20 00 00 00"."""
    if re.fullmatch(r"\+33[1-9][0-9]{8}", number):
        number = f"0{number[3:]}"
        pairs = [number[at : at + 2] for at in range(0, len(number), 2)]
        return "\u00a0".join(pairs)
    if re.fullmatch(r"[0-9]{4}", number):
        return f"{number[:2]}\u00a0{number[2:]}"
    return number
