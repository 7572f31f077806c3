"""Response headers beyond Django's own: two content policies, one for each public, and
what is compressed on its way."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

# Wagtail's admin still has inline scripts and styles; no third party either.
ADMIN_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": ["'self'"],
}
CLOSED_FEATURES = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), payment=(), usb=()"
)


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", CLOSED_FEATURES)
        if request.path_info.startswith(f"/{settings.ADMIN_PATH}/"):
            response._csp_replace = ADMIN_POLICY
        html = response.get("Content-Type", "").startswith("text/html")
        if html and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class CompressionMiddleware(GZipMiddleware):
    """Pictures are left as they are: compressed by their format, of a known length."""

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)
