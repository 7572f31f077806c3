"""How templates say what is known of a territory."""

from django import template
from django.utils.translation import gettext as _

from directory.enums import Need
from directory.zones.computing import Zone
from directory.zones.wording import state_label
from portal.core.contact import contact_url
from search.facets import FACETS
from search.labels import Memory

register = template.Library()


@register.simple_tag
def label_of(memory: Memory, key: str, value: str) -> str:
    """The label of a facet's value, from what the view remembers."""
    return FACETS[key].values.label(value, memory)


@register.simple_tag
def labels_of(memory: Memory, key: str, values: list[str], most: int = 0) -> str:
    """Several of them, with commas; with ``most``, no more than that."""
    shown = values[:most] if most else values
    return ", ".join(FACETS[key].values.label(value, memory) for value in shown)


@register.simple_tag
def tell_address(place: str) -> str:
    """Where to say who can help at a place: the mail asks what the portal must know."""
    asked = (
        _("Who it is:"),
        _("For which communes and which themes:"),
        _("How you know, and since when:"),
    )
    return contact_url(
        _("Who can help: %(place)s") % {"place": place},
        "\r\n\r\n".join(asked),  # as RFC 6068 ends lines
    )


@register.filter
def facilitator_state(zone: Zone) -> str:
    """Whether somebody follows clauses there, in a few words."""
    if zone.is_partly_covered:
        return _("In a part of its communes")
    return state_label(Need.FACILITATOR, zone.state)


@register.filter
def same_state(zones: list[Zone]) -> str:
    """What is known of facilitators in all of ``zones``; empty when it differs."""
    states = {facilitator_state(zone) for zone in zones}
    return states.pop() if len(states) == 1 else ""
