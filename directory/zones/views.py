from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from directory.regional_help import regional_help
from directory.zones import forms, wording
from directory.zones.asking import LEVELS, read_question
from directory.zones.mapping import key_of, map_of
from directory.zones.report import ZoneReport, report
from directory.zones.table import csv_of
from portal.core.enums import TerritoryLevel
from search.labels import Memory, current_memory


@require_safe
def white_zones(request: HttpRequest) -> HttpResponse:
    """Where something is missing, as far as it is known: map, table and figures."""
    memory = current_memory()
    found = _report(request, memory, LEVELS)
    question = found.question
    drawn = map_of(found, dict(memory.stamps))
    rows = wording.rows_of(found)
    context: dict[str, Any] = {
        "report": found,
        "title": wording.title(question, memory),
        "answer": wording.answer(found),
        "form": forms.zone_form(question, memory),
        "tallies": forms.tallies(found),
        "map": drawn,
        "key": key_of(drawn, question.need) if drawn else [],
        "everything": replace(question, state="").address,
        "rows": rows,
        "any_help": any(row.nearest for row in rows),
        "method": wording.method(question),
        "csv_url": reverse("directory:white-zones-csv") + question.address,
        "whom_to_tell": regional_help(question.within, memory),
        "search_memory": memory,
    }
    return render(request, "directory/white_zones.html", context)


@require_safe
def white_zones_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file, down to communes (``niveau=commune``)."""
    memory = current_memory()
    found = _report(request, memory, (*LEVELS, TerritoryLevel.COMMUNE))
    # With its mark, spreadsheets read accents right.
    response = HttpResponse(
        "\ufeff" + csv_of(found), content_type="text/csv; charset=utf-8"
    )
    name = f"zones-blanches-{found.question.need}-{found.today.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _report(
    request: HttpRequest, memory: Memory, levels: tuple[TerritoryLevel, ...]
) -> ZoneReport:
    question = read_question(request.GET.dict(), memory, levels=levels)
    today = timezone.localdate()
    return report(question, memory, today=today, language=get_language() or "fr")
