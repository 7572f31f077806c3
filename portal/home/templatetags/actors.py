"""What the other parts of the portal know of an organisation of the directory."""

from dataclasses import dataclass

from django import template
from django.db.models import CharField, IntegerField, Q, Value
from django.http import HttpRequest

from directory.models import ActorPage
from knowledge.models import PracticePage
from portal.core.enums import StructureKind
from portal.core.visits import PageLink, visit_of
from portal.home.dates import Date, dates_of
from training.models import Session, TrainingPage

register = template.Library()

# Those that a buyer chooses among: the State ranks and recommends none of them.
SUPPLIERS = {
    *(StructureKind.ACI, StructureKind.AI, StructureKind.EI, StructureKind.ETTI),
    *(StructureKind.EITI, StructureKind.GEIQ, StructureKind.REGIE, StructureKind.EA),
    *(StructureKind.EATT, StructureKind.ESAT, StructureKind.ESS, StructureKind.EBE),
    *(StructureKind.TIH, StructureKind.SEP, StructureKind.COMPANY),
}

SESSIONS = 5


@dataclass(frozen=True)
class Doings:
    practices: list[PageLink]
    courses: list[PageLink]


@register.simple_tag
def doings_of(actor: ActorPage, request: HttpRequest) -> Doings:
    """The practices that ``actor`` bought, took part in or answers calls about, the
    latest first, and the courses that it gives."""
    visit = visit_of(request)
    took_part = (
        Q(buyer=actor) | Q(contact_organisation=actor) | Q(organisations__actor=actor)
    )
    practices = visit.public(PracticePage.objects.filter(took_part))
    courses = visit.public(TrainingPage.objects.filter(provider=actor))
    nothing = Value(None, IntegerField())
    rows = sorted(
        practices.order_by()
        .values_list(
            "translation_key", Value("practices", CharField()), "year", "title"
        )
        .union(
            courses.order_by().values_list(
                "translation_key", Value("courses", CharField()), nothing, "title"
            )
        ),
        key=lambda row: (-(row[2] or 0), row[3]),
    )
    families = visit.families({key for key, *_rest in rows})
    return Doings(
        *(
            families.in_order(dict.fromkeys(row[0] for row in rows if row[1] == kind))
            for kind in ("practices", "courses")
        )
    )


@register.simple_tag
def sessions_of(actor: ActorPage, request: HttpRequest) -> list[Date]:
    """The next sessions of its courses, soonest first."""
    visit = visit_of(request)
    courses = visit.public(TrainingPage.objects.filter(provider=actor))
    found = Session.objects.upcoming().filter(course__in=courses.values("pk"))
    return dates_of(found.select_related("territory")[:SESSIONS], visit)


@register.filter
def supplies(actor: ActorPage) -> bool:
    return bool(SUPPLIERS.intersection(actor.kinds))
