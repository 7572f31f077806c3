"""The administration speaks French, whatever the browser asks for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class AdminLanguageMiddleware:
    """To stand after LocaleMiddleware. A language that people chose in their account
    still wins: Wagtail puts it on later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(f"/{settings.ADMIN_PATH}/"):
            return self.get_response(request)
        with translation.override(settings.LANGUAGE_CODE):
            return self.get_response(request)
