from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from directory.finder.answering import answer
from directory.finder.communes import found, offered
from directory.zones.wording import facts_of
from portal.core.surroundings import Surroundings
from portal.core.visits import visit_of
from search.labels import current_memory
from search.reading import printable

COMMUNE = "commune"
# The standing page whose words are shown below the finder.
PAGE = "mon-facilitateur"


@require_safe
def find_facilitator(request: HttpRequest) -> HttpResponse:
    """Whom to call at a commune: a name, a postcode or an Insee code."""
    memory = current_memory()
    text = printable(request.GET.get(COMMUNE, ""))
    value = found(text, memory.relations) if text else ""
    page = _standing_page()
    context: dict[str, Any] = {
        "parameter": COMMUNE,
        "text": memory.relations.label(value) if value else text,
        "candidates": [] if value else offered(text, memory.relations),
        "answer": None,
        "page": page,
        "around": Surroundings(page, visit_of(request)) if page else None,
        "search_memory": memory,
    }
    if value:
        given = answer(value, memory, today=timezone.localdate())
        context["answer"] = given
        context["facts"] = list(facts_of(given.zone, given.pages, given.today))
    return render(request, "directory/my_facilitator.html", context)


@require_safe
def offer_communes(request: HttpRequest) -> HttpResponse:
    """The communes that what is being typed may mean, as links that choose them."""
    memory = current_memory()
    text = printable(request.GET.get(COMMUNE, ""))
    context = {
        "parameter": COMMUNE,
        "text": text,
        "candidates": offered(text, memory.relations),
        "search_memory": memory,
    }
    return render(request, "directory/_communes.html", context)


def _standing_page() -> Page | None:
    """What editors wrote for this address, in the reader's language when it is."""
    page = (
        Page.objects.live()
        .public()
        .filter(slug=PAGE, locale__language_code=settings.LANGUAGE_CODE)
        .select_related("locale")
        .first()
    )
    if page is None:
        return None
    shown = page if get_language() == settings.LANGUAGE_CODE else page.localized
    return shown.specific
