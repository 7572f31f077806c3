"""The site, and one address more that fails, to see what is shown then."""

from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.browser.places import FAILING

application = get_wsgi_application()


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("asked for by a test")


addresses = import_module(settings.ROOT_URLCONF).urlpatterns
addresses.insert(0, path(FAILING.removeprefix("/"), fail))
