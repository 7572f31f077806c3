from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory.regional_help import regional_help
from directory.territories import mapping, wording
from directory.territories.listing import list_territories
from directory.territories.naming import has_page, named
from directory.territories.sheet import read_territory
from directory.territories.shelves import Asker
from directory.zones.wording import facts_of
from search import places
from search.addresses import PLACE
from search.labels import Memory, current_memory
from search.reading import printable

CANDIDATES = 20


@require_safe
def list_of_territories(request: HttpRequest) -> HttpResponse:
    """All territories above communes, and a place found by its name or postcode."""
    memory = current_memory()
    text = printable(request.GET.get(PLACE, ""))
    value = named(text, memory) if text else ""
    if has_page(value, memory):
        return redirect("directory:show-territory", value)
    found = places.matching(text, memory.relations, CANDIDATES) if text else []
    context = {
        "text": text,
        "candidates": [value for value in found if has_page(value, memory)],
        "listing": list_territories(memory),
        "search_memory": memory,
    }
    return render(request, "directory/territories.html", context)


@require_safe
def show_territory(request: HttpRequest, value: str) -> HttpResponse:
    """The page of a territory; its official code or its name lead to it too."""
    memory = current_memory()
    if not has_page(value, memory):
        return _elsewhere(value, memory)
    asker = Asker(timezone.localdate(), get_language() or "fr", memory)
    sheet = read_territory(value, asker)
    drawn = mapping.map_of(sheet, dict(memory.stamps))
    context = {
        "sheet": sheet,
        "name": memory.relations.label(value),
        "level": wording.level_label(sheet),
        "answer": wording.answer(sheet),
        "coverage": wording.coverage_label(sheet),
        "facts": list(facts_of(sheet.zone, sheet.pages, sheet.today))
        if sheet.zone
        else [],
        "lacks": [(wording.lack_label(lack), lack) for lack in sheet.lacks],
        "whom_to_tell": () if sheet.is_reachable else regional_help(value, memory),
        "map": drawn,
        "map_title": mapping.title(drawn) if drawn else "",
        "key": mapping.key(drawn) if drawn else [],
        "search_memory": memory,
    }
    return render(request, "directory/territory.html", context)


def _elsewhere(text: str, memory: Memory) -> HttpResponse:
    value = named(printable(text), memory)
    if has_page(value, memory):
        return redirect("directory:show-territory", value)
    if not places.matching(text, memory.relations, 1):
        raise Http404
    query = urlencode({PLACE: printable(text)})
    return redirect(f"{reverse('directory:list-territories')}?{query}")
