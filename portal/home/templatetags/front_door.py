"""What the home page shows."""

from django import template
from django.db.models import Case, Q, When
from django.http import HttpRequest
from wagtail.models import Page

from knowledge.models import GuidancePage, PracticePage, RolePage
from portal.core.facts import SOURCE_LANGUAGE
from portal.core.models import Stage
from portal.core.visits import visit_of
from portal.home.dates import Date, dates_of, sessions_to_come
from portal.home.doors import Door, open_doors

register = template.Library()

NEWS = 5
NEWSWORTHY = (GuidancePage, RolePage, PracticePage)
DATES = 4


@register.simple_tag
def doors(request: HttpRequest) -> list[Door]:
    return open_doors(visit_of(request))


@register.simple_tag
def stages() -> list[Stage]:
    return list(Stage.objects.all())


@register.simple_tag
def news(request: HttpRequest) -> list[Page]:
    """What was last published in the framework and the practices, newest first.

    In the reader's language or, while nothing is, in French.
    """
    visit = visit_of(request)
    kept = Q()
    for model in NEWSWORTHY:
        kept |= Q(**{f"{model._meta.model_name}__archived": False})
    languages = (visit.language, SOURCE_LANGUAGE)
    pages = Page.objects.exact_type(*NEWSWORTHY).filter(kept)
    latest = list(
        visit.public(pages.filter(locale__language_code__in=languages))
        .select_related("locale")
        .order_by(
            Case(When(locale__language_code=visit.language, then=0), default=1),
            "-last_published_at",
        )[:NEWS]
    )
    families = visit.families(page.translation_key for page in latest)
    return [
        page
        for page in latest
        if page.locale_id == latest[0].locale_id
        and page in families.readable(page.translation_key)
    ]


@register.simple_tag
def next_sessions(request: HttpRequest) -> list[Date]:
    visit = visit_of(request)
    coming = sessions_to_come(visit).select_related("territory")
    return dates_of(coming[:DATES], visit)
