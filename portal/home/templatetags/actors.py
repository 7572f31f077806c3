"""What the other parts of the portal know of an organisation of the directory."""

from django import template
from django.db.models import Q
from wagtail.models import Page

from directory.models import ActorPage
from knowledge.models import PracticePage
from portal.core.enums import StructureKind
from training.models import TrainingPage

register = template.Library()

# Those that a buyer chooses among: the State ranks and recommends none of them.
SUPPLIERS = {
    *(StructureKind.ACI, StructureKind.AI, StructureKind.EI, StructureKind.ETTI),
    *(StructureKind.EITI, StructureKind.GEIQ, StructureKind.REGIE, StructureKind.EA),
    *(StructureKind.EATT, StructureKind.ESAT, StructureKind.ESS, StructureKind.EBE),
    *(StructureKind.TIH, StructureKind.SEP, StructureKind.COMPANY),
}


@register.simple_tag
def practices_of(actor: ActorPage) -> list[Page]:
    """The live practices that ``actor`` bought, took part in or answers calls about."""
    took_part = (
        Q(buyer=actor) | Q(contact_organisation=actor) | Q(organisations__actor=actor)
    )
    found = PracticePage.objects.live().public().filter(took_part).distinct()
    return _readable(found.order_by("-year", "title"))


@register.simple_tag
def courses_of(actor: ActorPage) -> list[Page]:
    found = TrainingPage.objects.live().public().filter(provider=actor)
    return _readable(found.order_by("title"))


@register.filter
def supplies(actor: ActorPage) -> bool:
    return bool(SUPPLIERS.intersection(actor.kinds))


def _readable(pages: list[Page]) -> list[Page]:
    """Each page once, in the reader's language where it is translated."""
    return list({page.translation_key: page.localized for page in pages}.values())
