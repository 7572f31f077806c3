"""Every facet, once: its key in addresses, its label, its values and their order.

Form, query, counts, page, chips, command and links derive from this registry. Adding a
facet is one entry here plus its values in the kinds concerned. A facet's key is also
the name of its field in documents, but for the territory, which has three.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.enums import StructureKind, Trust
from search.labels import (
    KindValues,
    ListedValues,
    PeriodValues,
    TerritoryValues,
    Values,
    VocabularyValues,
    YearValues,
)

TYPE = "type"
TERRITORY = "territoire"
STATUS = "statut"
PERIOD = "periode"

# The kind whose documents stay out unless asked for, and what gives it dates.
SESSION = "session"
COURSE = "formation"
# What the site says of itself.
GENERAL = "page"


class Shape(StrEnum):
    """How the values of a facet are chosen, counted and drawn."""

    FLAT = "flat"
    NESTED = "nested"  # a parent finds its children
    TERRITORY = "territory"  # sets of communes
    STATUS = "status"  # derived from today's date
    PERIOD = "period"  # derived from today's date


@dataclass(frozen=True)
class Facet:
    """``kinds``: those whose documents hold it, none meaning all of them."""

    key: str
    label: "str | Promise"
    values: Values
    shape: Shape = Shape.FLAT
    kinds: frozenset[str] = frozenset()

    def fits(self, kinds: tuple[str, ...]) -> bool:
        """Whether documents of ``kinds`` may hold it; no kind stands for all."""
        return not self.kinds or not kinds or not self.kinds.isdisjoint(kinds)


def _nested(key: str, label: Promise) -> Facet:
    return Facet(key, label, VocabularyValues(key, nested=True), Shape.NESTED)


def _vocabulary(key: str, label: Promise, *kinds: str) -> Facet:
    return Facet(key, label, VocabularyValues(key), kinds=frozenset(kinds))


def _listed(key: str, label: Promise, *kinds: str) -> Facet:
    """Its values and labels are declared by the kinds that hold it."""
    return Facet(key, label, ListedValues(key), kinds=frozenset(kinds))


FACETS: dict[str, Facet] = {
    facet.key: facet
    for facet in (
        Facet(TYPE, _("What you are looking for"), KindValues()),
        _nested("theme", _("Theme")),
        _vocabulary("etape", _("Stage of the contract")),
        _vocabulary("audience", _("For whom")),
        _nested("secteur", _("Purchasing sector")),
        _nested("metier", _("Job")),
        _vocabulary("public", _("People concerned")),
        Facet(TERRITORY, _("Territory"), TerritoryValues(), Shape.TERRITORY),
        Facet(
            "structure",
            _("Kind of structure"),
            ListedValues("structure", StructureKind.choices),
            kinds=frozenset({"acteur", "levier", "pratique"}),
        ),
        _listed("vehicule", _("How the contract carries it"), "pratique", "clause"),
        _listed("acheteur", _("Kind of buyer"), "pratique"),
        _vocabulary("financeur", _("Funder"), "levier", "pratique"),
        _listed("nature", _("Nature of the lever"), "levier"),
        Facet(
            STATUS,
            _("Open or closed"),
            ListedValues(STATUS),
            Shape.STATUS,
            frozenset({"levier"}),
        ),
        _listed("offre", _("Courses meant for"), COURSE, SESSION),
        _listed("modalite", _("On site or remote"), COURSE, SESSION),
        Facet(
            PERIOD,
            _("When"),
            PeriodValues(),
            Shape.PERIOD,
            frozenset({COURSE, SESSION}),
        ),
        Facet("confiance", _("Trust"), ListedValues("confiance", Trust.choices)),
        Facet("annee", _("Year"), YearValues(), kinds=frozenset({"pratique", SESSION})),
    )
}
KEYS = tuple(FACETS)
