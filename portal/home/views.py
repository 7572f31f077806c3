from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.core.models import GlossaryTerm
from portal.home.glossary import by_letter
from portal.home.navigation import navigation_of
from portal.home.site_map import branches
from portal.home.sitemaps import Pages, Views


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of the parts of the map for search engines, as many as pages need."""
    return sitemap_views.index(
        request, _sitemaps(request), sitemap_url_name="sitemap-part"
    )


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponse:
    return sitemap_views.sitemap(request, _sitemaps(request), section)


def _sitemaps(request: HttpRequest) -> dict[str, Sitemap]:
    return {"pages": Pages(request), "views": Views(request)}


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    navigation = navigation_of(request)
    context = {"branches": branches(navigation)}
    return render(request, "home/site_map.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    letters = by_letter(GlossaryTerm.objects.all())
    return render(request, "home/glossary.html", {"letters": letters})
