from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def show_territory(request: HttpRequest, value: str) -> HttpResponse:
    raise Http404
