"""The search that Wagtail itself offers on the same database, for comparison."""

from typing import Any

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from portal.operations.bench.measuring import repeat
from portal.operations.bench.searches import draw_searches
from search import service

# What Wagtail can count on every page.
FACETS = ("content_type_id", "locale_id", "owner_id", "show_in_menus", "locked")


def measure_wagtail() -> dict[str, Any]:
    """The same words: twenty pages and five facets of Wagtail's, all of ours."""
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # without it SQLite takes seconds for one search
    searches = [search.only_words() for search in draw_searches(10)]
    timings = repeat(
        {
            "wagtail": lambda search: _search(search.q),
            "wagtail_ours": lambda search: service.search(search.read()),
        },
        searches,
        runs=40,
        seconds=30,
    )
    return {name: timing.summary() for name, timing in timings.items()}


def _search(q: str) -> None:
    found = Page.objects.live().search(q, operator="and")
    list(found[:20])
    for field in FACETS:
        found.facet(field)
