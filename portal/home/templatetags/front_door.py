"""What the home page shows."""

from django import template
from django.utils.translation import get_language
from wagtail.models import Page

from knowledge.models import GuidancePage, PracticePage, RolePage
from portal.core.models import Stage
from portal.home.doors import Door, open_doors, sessions_to_come
from training.models import Session

register = template.Library()

NEWS = 5
DATES = 4


@register.simple_tag
def doors() -> list[Door]:
    return open_doors()


@register.simple_tag
def stages() -> list[Stage]:
    return list(Stage.objects.all())


@register.simple_tag
def news() -> list[Page]:
    """What was last published in the framework and the practices, newest first."""
    language = get_language() or "fr"
    found = []
    for model in (GuidancePage, RolePage, PracticePage):
        pages = model.objects.live().public().filter(archived=False)
        readable = pages.filter(locale__language_code=language)
        shown = (
            readable if readable.exists() else pages.filter(locale__language_code="fr")
        )
        found += shown.order_by("-last_published_at")[:NEWS]
    return sorted(found, key=lambda page: page.last_published_at, reverse=True)[:NEWS]


@register.simple_tag
def next_sessions() -> list[Session]:
    sessions = sessions_to_come().select_related("course", "territory")
    return list(sessions[:DATES])
