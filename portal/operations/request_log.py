"""One line of log for each request, and the identifier that its other lines carry."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.operations.logs import request_id

logger = logging.getLogger("portal.requests")

HEADER = "X-Request-ID"
FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Its addresses are those of published pages; others hold identifiers and tokens.
PAGES = "wagtail_serve"
QUIET = ("/live", "/ready")


class RequestLogMiddleware:
    """First of the middlewares: what it measures is what the visitor waits for.

    The identifier comes from the proxy, when it gives one, and goes back with the
    answer: a visitor's report, the proxy's log and ours can be joined.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if FORM.fullmatch(given) else uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            if not _is_quiet(request, response):
                _write(request, response, time.perf_counter() - started)
            return response
        finally:
            request_id.reset(token)


def _write(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    match = getattr(request, "resolver_match", None)
    route = match.view_name or match.route if match else ""
    shows_path = route == PAGES and response.status_code < 400
    # Asking for request.user would read the session, and make the answer vary.
    user = getattr(request, "_cached_user", None)
    logger.info(
        "%s %s",
        request.method,
        response.status_code,
        extra={
            "method": request.method,
            "route": route,
            "path": request.path if shows_path else None,
            "status": response.status_code,
            "duration_ms": round(seconds * 1000, 1),
            "user_id": getattr(user, "pk", None),
        },
    )


def _is_quiet(request: HttpRequest, response: HttpResponse) -> bool:
    """Probes and files that are served as they should, many times a minute."""
    usual = request.path in QUIET or request.path.startswith(settings.STATIC_URL)
    return usual and response.status_code < 400
