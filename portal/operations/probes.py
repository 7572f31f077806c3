"""/live and /ready: what a supervisor asks, answered before anything else is done.

A middleware and not views: a probe comes by address (no host name to allow), and must
answer when sessions, languages or the site's tree cannot.
"""

import logging
from collections.abc import Callable
from functools import cache

from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

logger = logging.getLogger(__name__)


class ProbesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.probes = {"/live": live, "/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self.probes.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            probe = _refuse
        response = probe()
        response["Cache-Control"] = "no-store"
        return response


def _refuse() -> HttpResponse:
    return HttpResponseNotAllowed(["GET", "HEAD"])


def live() -> HttpResponse:
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "ok"})


def ready() -> HttpResponse:
    """Visitors can be served: the database answers and has the tables of this version.

    A search engine that is down does not count: the database answers for it.
    """
    try:
        missing = _missing_migrations()
    except DatabaseError:
        logger.warning("Not ready: the database does not answer", exc_info=True)
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    if missing:
        return JsonResponse(
            {"status": "unavailable", "database": "ok", "migrations": "to apply"},
            status=503,
        )
    return JsonResponse({"status": "ok", "database": "ok", "migrations": "applied"})


def _missing_migrations() -> set[tuple[str, str]]:
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        migration for migration in _expected_migrations() if migration not in applied
    }


@cache
def _expected_migrations() -> frozenset[tuple[str, str]]:
    """The last migrations of this version; read from disk once, as code does not
    change under a process."""
    return frozenset(
        MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes()
    )
