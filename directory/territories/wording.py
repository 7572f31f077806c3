"""A territory in words: its level, what can be said on the telephone, what it lacks."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.enums import Need, ZoneState
from directory.territories.sheet import Lack, TerritorySheet
from directory.zones.wording import state_label
from portal.core.enums import TerritoryLevel


def level_label(sheet: TerritorySheet) -> str:
    return str(TerritoryLevel(sheet.territory.level).label)


def answer(sheet: TerritorySheet) -> str:
    """Whom to call, in one sentence."""
    if not sheet.bodies:
        state = sheet.zone.state if sheet.zone else ZoneState.UNKNOWN
        if state == ZoneState.NOBODY:
            return _("Nobody follows social clauses here: it is confirmed.")
        return _("The portal does not know yet who follows social clauses here.")
    first = sheet.bodies[0]
    if not first.serves(sheet.communes):
        parts = len(sheet.bodies) + sheet.more_bodies
        return ngettext(
            "%(count)s body follows social clauses in a part of this territory.",
            "%(count)s bodies follow social clauses in parts of this territory: the one"
            " to call depends on the commune.",
            parts,
        ) % {"count": parts}
    body = first.page.title
    if first.checked_on is None:
        body = _("%(body)s (to be checked)") % {"body": body}
    others = len(sheet.bodies) + sheet.more_bodies - 1
    if others:
        return ngettext(
            "For a social clause, whom to talk to first: %(body)s; another body works"
            " here too.",
            "For a social clause, whom to talk to first: %(body)s; %(count)s other"
            " bodies work here too.",
            others,
        ) % {"body": body, "count": others}
    return _("For a social clause, whom to talk to: %(body)s.") % {"body": body}


def coverage_label(sheet: TerritorySheet) -> str:
    zone = sheet.zone
    if zone is None:
        return ""
    label = state_label(Need.FACILITATOR, zone.state)
    if zone.is_partly_covered:
        return _("Elsewhere: %(state)s") % {"state": label[:1].lower() + label[1:]}
    return label


def lack_label(lack: Lack) -> str:
    """What is lacking, as the beginning of a line."""
    return {
        "facilitateur": _("A facilitator"),
        "structures": _("A structure for “%(sector)s”") % {"sector": lack.label},
        "pratiques": _("A practice to redo"),
        "formations": _("A course date on site"),
    }[lack.what]
