"""What the other parts of the portal know of an organisation of the directory."""

from django import template
from django.db.models import Q
from wagtail.query import PageQuerySet

from directory.models import ActorPage
from directory.sheets import PageLink, links_to
from knowledge.models import PracticePage
from portal.core.enums import StructureKind
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


@register.simple_tag
def practices_of(actor: ActorPage) -> list[PageLink]:
    """The live practices that ``actor`` bought, took part in or answers calls about."""
    took_part = (
        Q(buyer=actor) | Q(contact_organisation=actor) | Q(organisations__actor=actor)
    )
    found = PracticePage.objects.live().public().filter(took_part).distinct()
    return _readable(found.order_by("-year", "title"))


@register.simple_tag
def courses_of(actor: ActorPage) -> list[PageLink]:
    found = TrainingPage.objects.live().public().filter(provider=actor)
    return _readable(found.order_by("title"))


@register.simple_tag
def sessions_of(actor: ActorPage) -> list[Session]:
    """The next sessions of its courses, soonest first."""
    courses = TrainingPage.objects.live().public().filter(provider=actor)
    found = Session.objects.upcoming().filter(course__in=courses.values("pk"))
    return list(found.select_related("course", "territory")[:SESSIONS])


@register.filter
def supplies(actor: ActorPage) -> bool:
    return bool(SUPPLIERS.intersection(actor.kinds))


def _readable(pages: PageQuerySet) -> list[PageLink]:
    """Each page once, in the reader's language where it is translated."""
    once = {page.translation_key: page for page in pages.select_related("locale")}
    return links_to(once.values())
