import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.throttling import WINDOW, is_too_many
from portal.core.visits import visit_of
from search import service
from search.labels import Memory, current_memory
from search.periods import month_of
from search.results import SearchResults
from training import agenda, agenda_pages, calendars, need_page, needs
from training.agenda import Asked
from training.meetings import Meeting
from training.models import TrainingPage

# A feed may be read again by everyone who follows it, all at once.
FRESH_FOR = timedelta(minutes=10)

Draw = Callable[[Asked, SearchResults, Memory, date], dict[str, Any]]


@require_safe
def show_agenda(request: HttpRequest) -> HttpResponse:
    """The sessions to come, soonest first."""
    return _draw(request, agenda_pages.list_context, size=agenda.LISTED)


@require_safe
def show_month(request: HttpRequest, month: str) -> HttpResponse:
    """The sessions of one month, day by day; those of past months have left."""
    today = timezone.localdate()
    if month < month_of(today):
        return redirect(agenda_pages.month_url(month_of(today), ""))
    if month > month_of(today.replace(year=today.year + 5, day=1)):
        raise Http404
    return _draw(request, agenda_pages.month_context, month=month, size=agenda.MOST)


@require_safe
def give_feed(request: HttpRequest) -> HttpResponseBase:
    """The same sessions as the calendar's, for programs that follow it."""
    memory, today = current_memory(), timezone.localdate()
    asked = _read(request, memory, today, size=agenda.MOST)
    results = agenda.find(asked, memory)
    meetings = agenda.meetings_in(results, asked, memory)
    name = agenda_pages.feed_name(results, asked, memory)
    return _calendar(request, meetings, name, "agenda.ics")


@require_safe
def give_session(request: HttpRequest, uid: str) -> HttpResponseBase:
    """One session, past or to come."""
    audiences = service.audiences_of(request.user)
    language = get_language() or "fr"
    meeting = agenda.meeting_of(uid, current_memory(), language, audiences)
    if meeting is None:
        raise Http404
    return _calendar(request, [meeting], meeting.title, "session.ics")


# It keeps nothing of who asks and opens nothing to anyone: no token, so no cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def say_need(request: HttpRequest, course_id: int) -> HttpResponse:
    """Says that a session of a course is needed near a place, and who can set one up."""
    courses = visit_of(request).public(TrainingPage.objects.all())
    course = get_object_or_404(courses, pk=course_id).facts
    memory = current_memory()
    asked = need_page.AskedNeed()
    if request.method == "POST":
        if is_too_many(request, "need"):
            return _slowed(request, course)
        sent = {key: str(value) for key, value in request.POST.items()}
        asked = need_page.read_need(sent, memory)
        if not asked.errors:
            needs.express(request, course, asked.value, asked.people, memory)
            address = reverse("training:need", args=[course.pk])
            query = urlencode({need_page.PLACE: asked.value, "merci": "1"})
            return redirect(f"{address}?{query}")
    value = request.GET.get(need_page.PLACE, "")
    place = value if value in memory.relations.known else ""
    context = {
        "course": course.localized,
        "asked": asked,
        "thanked": bool(place) and request.GET.get("merci") == "1",
        "place": memory.relations.label(place) if place else "",
        "bodies": needs.bodies(course, place, memory) if place else (),
        "agenda_url": reverse("training:agenda")
        + f"?{urlencode({'offre': course.for_whom, 'territoire': place})}",
        "search_memory": memory,
    }
    response = render(request, "training/need.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _slowed(request: HttpRequest, course: TrainingPage) -> HttpResponse:
    context = {"course": course.localized}
    response = render(request, "training/need_slowed.html", context, status=429)
    response["Retry-After"] = str(WINDOW)
    return response


def _read(
    request: HttpRequest, memory: Memory, today: date, *, size: int, month: str = ""
) -> Asked:
    return agenda.read_agenda(
        {key: [str(v) for v in values] for key, values in request.GET.lists()},
        memory,
        language=get_language() or "fr",
        today=today,
        audiences=service.audiences_of(request.user),
        month=month,
        size=size,
    )


def _draw(
    request: HttpRequest, draw: Draw, *, size: int, month: str = ""
) -> HttpResponse:
    memory, today = current_memory(), timezone.localdate()
    asked = _read(request, memory, today, size=size, month=month)
    results = agenda.find(asked, memory)
    context = {
        **agenda_pages.page_context(request, asked, results, memory, today),
        **draw(asked, results, memory, today),
    }
    htmx: Any = getattr(request, "htmx", False)
    part = bool(htmx) and not (htmx.history_restore_request or htmx.boosted)
    template = "training/agenda/_results.html" if part else "training/agenda/page.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _calendar(
    request: HttpRequest, meetings: list[Meeting], name: str, file_name: str
) -> HttpResponseBase:
    site = request.build_absolute_uri("/").removesuffix("/")
    body = calendars.calendar_file(meetings, name, site=site)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=calendars.TYPE)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    response["X-Robots-Tag"] = "noindex"
    response["ETag"] = etag
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        seconds = int(FRESH_FOR.total_seconds())
        patch_cache_control(response, public=True, max_age=seconds)
    return get_conditional_response(request, etag=etag, response=response)
