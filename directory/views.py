from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.contacts import asked_contact
from portal.core.throttling import WINDOW, is_too_many


# Nothing is changed: asking needs no token, so that visitors get no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_contact(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A contact: the button that shows it and, once pressed, its addresses."""
    contact = asked_contact(uid, request)
    if contact is None:
        raise Http404
    asked = request.method == "POST"
    part = request.headers.get("x-requested-with") == "XMLHttpRequest"
    template = "directory/_reached.html" if part else "directory/contact.html"
    slowed = asked and is_too_many(request, "contact")
    context = {"contact": contact, "shown": asked and not slowed, "slowed": slowed}
    response = render(request, template, context, status=429 if slowed else 200)
    if slowed:
        response.headers["Retry-After"] = str(WINDOW)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
