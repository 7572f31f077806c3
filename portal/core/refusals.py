"""How a refusal reaches the person who asked: in words, with links, nothing half done.

Every change made in the admin is one transaction: a refusal undoes all of it.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from portal.core.deleting import DeletionRefused, refusal_of
from portal.core.publishing import PublicationRefused

SHOWN = 20


class RefusalMiddleware:
    """Last of the middlewares: a refusal becomes a message, not an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        inside = request.path_info.startswith(f"/{settings.ADMIN_PATH}/")
        if request.method != "POST" or not inside:
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except PublicationRefused as refusal:
            return answer(request, refusal)
        except (RestrictedError, ProtectedError) as error:
            return answer(request, refusal_of(error))


def answer(
    request: HttpRequest, refusal: PublicationRefused | DeletionRefused
) -> HttpResponse:
    """Tell the refusal and send the person back to where it can be mended."""
    with translation.override(_language_of(request)):
        tell(request, refusal)
        target = _way_back(request, refusal)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # The form that Wagtail's dialogs understand.
            return JsonResponse({"step": "success", "redirect": target})
        return redirect(target)


def tell(request: HttpRequest, *refusals: PublicationRefused | DeletionRefused) -> None:
    """Show one message that lists what each refusal asks for."""
    parts = [
        publication_refusal_html(refusal)
        if isinstance(refusal, PublicationRefused)
        else deletion_refusal_html(request, refusal)
        for refusal in refusals
    ]
    messages.error(request, format_html_join("", "{}", ((part,) for part in parts)))


def publication_refusal_html(refusal: PublicationRefused) -> SafeString:
    heading = refusal.heading
    if Page.objects.filter(pk=refusal.page.pk).exists():
        url = reverse("wagtailadmin_pages:edit", args=[refusal.page.pk])
        heading = format_html('<a href="{}">{}</a>', url, heading)
    return _list(heading, (gap.message for gap in refusal.gaps))


def deletion_refusal_html(request: HttpRequest, refusal: DeletionRefused) -> SafeString:
    finder = AdminURLFinder(request.user)
    obstacles = refusal.obstacles
    items: list[SafeString | str] = [_linked(row, finder) for row in obstacles[:SHOWN]]
    if (more := len(obstacles) - SHOWN) > 0:
        items.append(
            ngettext("and %(count)d other", "and %(count)d others", more)
            % {"count": more}
        )
    return _list(refusal.heading, items)


def _list(heading: str, items: Any) -> SafeString:
    listed = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html("{} <ul>{}</ul>", heading, listed)


def _linked(row: Model, finder: AdminURLFinder) -> SafeString | str:
    name = str(row)
    if isinstance(row, Page):
        name = row.get_admin_display_title()
        language = row.locale.language_code
        if language != settings.LANGUAGE_CODE:
            name = f"{name} ({language})"
    url = finder.get_edit_url(row)
    return format_html('<a href="{}">{}</a>', url, name) if url else name


def _way_back(
    request: HttpRequest, refusal: PublicationRefused | DeletionRefused
) -> str:
    if isinstance(refusal, PublicationRefused):
        # A copy that was refused is no more.
        page = Page.objects.filter(pk=refusal.page.pk).first()
        if page is not None:
            return reverse("wagtailadmin_pages:edit", args=[page.pk])
    came_from = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return came_from
    return reverse("wagtailadmin_home")


def _language_of(request: HttpRequest) -> str:
    profile = getattr(request.user, "wagtail_userprofile", None)
    return profile.get_preferred_language() if profile else translation.get_language()
