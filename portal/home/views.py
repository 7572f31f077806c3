from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.models import GlossaryTerm
from portal.home.glossary import by_letter
from portal.home.navigation import navigation_of
from portal.home.site_map import branches


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    navigation = navigation_of(request)
    context = {"branches": branches(navigation)}
    return render(request, "home/site_map.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    letters = by_letter(GlossaryTerm.objects.all())
    return render(request, "home/glossary.html", {"letters": letters})
