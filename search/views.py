import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.stamps import stamps_of
from search import forms, panels, places, service
from search.addresses import PLACE, Q, asking, without_filters
from search.labels import Memory, current_memory
from search.query import ReadQuery
from search.reading import printable, read
from search.results import SearchResults

# Markup cannot leave a JSON text that holds none of these.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@require_safe
def find_pages(request: HttpRequest) -> HttpResponse:
    """The results page, or for htmx the part of it that changes."""
    memory = current_memory(stamps_of(request))
    asked = _read(request, memory)
    results = service.search(asked, memory=memory)
    context = results_context(asked, results, memory)
    whole = not _wants_fragment(request)
    template = "search/results.html" if whole else "search/_results.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that begin like what is being typed."""
    found = service.suggest(
        request.GET.get(Q, ""), _language(), service.audiences_of(request.user)
    )
    body = json.dumps(
        {
            "suggestions": [
                {"text": one.text, "url": one.url, "kind": one.kind} for one in found
            ]
        }
    )
    return HttpResponse(body.translate(_ESCAPES), content_type="application/json")


@require_safe
def find_places(request: HttpRequest) -> HttpResponse:
    """Territories named like what is being typed, as links that choose them."""
    memory = current_memory(stamps_of(request))
    asked = _read(request, memory, place=False)
    text = printable(request.GET.get(PLACE, ""))
    found = tuple(places.matching(text, memory.relations))
    choices = forms.place_choices(found, asked.query, memory)
    context = {"text": text, "choices": choices, "search_memory": memory}
    return render(request, "search/_places.html", context)


def results_context(
    asked: ReadQuery, results: SearchResults, memory: Memory
) -> dict[str, Any]:
    """What the templates of a results page draw."""
    query = results.query
    kinds = panels.kind_counts(results)
    return {
        "results": results,
        "headline": panels.headline(results, kinds),
        "kinds": kinds,
        "dominant": panels.dominant_kind(kinds),
        "chips": panels.chips(results, memory),
        "clear": without_filters(query) if query.filters else "",
        "panels": panels.panels(results, memory),
        "place": forms.place_field(asked, memory),
        "form": forms.search_form(query),
        "pager": forms.pager(results),
        "nearby": [
            {"text": text, "link": asking(query, text)} for text in results.nearby
        ],
        "search_memory": memory,
    }


def _read(request: HttpRequest, memory: Memory, *, place: bool = True) -> ReadQuery:
    parameters = {
        key: [str(value) for value in values]
        for key, values in request.GET.lists()
        if place or key != PLACE
    }
    return read(
        parameters,
        memory,
        language=_language(),
        today=timezone.localdate(),
        audiences=service.audiences_of(request.user),
    )


def _wants_fragment(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", False)
    return bool(htmx) and not (htmx.history_restore_request or htmx.boosted)


def _language() -> str:
    return get_language() or "fr"
