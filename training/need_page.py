"""The page where someone says that a session is needed near a place."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from directory.finder import communes
from search import places
from search.labels import Memory
from search.reading import printable
from training.needs import MOST_PEOPLE

PLACE, TYPED, PEOPLE = "territoire", "lieu", "personnes"


@dataclass(frozen=True)
class AskedNeed:
    """What was sent: a place, or those that may be meant, and what to put right."""

    typed: str = ""
    value: str = ""
    people: int = 1
    candidates: tuple[tuple[str, str], ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


def read_need(sent: dict[str, str], memory: Memory) -> AskedNeed:
    """Read the fields of the form; nothing in them makes it fail."""
    typed = printable(sent.get(TYPED, ""))
    relations, errors = memory.relations, {}
    value, candidates = sent.get(PLACE, ""), ()
    if value not in relations.known:
        value = communes.found(typed, relations) or places.named(typed, relations)
    if not value and typed:
        found = places.matching(typed, relations)
        candidates = tuple((one, relations.label(one)) for one in found)
        errors["place"] = (
            _("Several places may be meant: choose yours.")
            if candidates
            else _("No place of that name in the region. Check how it is written.")
        )
    elif not value:
        errors["place"] = _("Write the name or the postcode of your commune.")
    people = sent.get(PEOPLE, "").strip() or "1"
    number = int(people) if people.isascii() and people.isdecimal() else 0
    if not 1 <= number <= MOST_PEOPLE:
        errors["people"] = _("Write a number of people from 1 to %(most)s.") % {
            "most": MOST_PEOPLE
        }
    return AskedNeed(typed, value, number, candidates, errors)
