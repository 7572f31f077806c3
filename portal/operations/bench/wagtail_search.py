"""The search that Wagtail itself offers on the same database, for comparison."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

from portal.operations.bench.measuring import repeat
from portal.operations.bench.searches import Search, draw_searches
from portal.operations.bench.searching import listening
from search import service
from search.engines import current_engine
from search.service.hits import draw_hits

# What Wagtail can count on every page.
FACETS = ("content_type_id", "locale_id", "owner_id", "show_in_menus", "locked")


def measure_wagtail() -> dict[str, Any]:
    """The same words: twenty pages and five facets of Wagtail's; as much of ours; and
    our whole answer, with all its facets, excerpts and notes."""
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # without it SQLite takes seconds for one search
    searches = [search.only_words() for search in draw_searches(10)]
    alike = [_as_much(search) for search in searches]
    timings = repeat(
        {
            "wagtail": lambda number: _search(searches[number].q),
            "wagtail_alike": lambda number: alike[number](),
            "wagtail_ours": lambda number: service.search(searches[number].read()),
        },
        range(len(searches)),
        runs=40,
        seconds=30,
    )
    return {name: timing.summary() for name, timing in timings.items()}


def _search(q: str) -> None:
    found = Page.objects.live().search(q, operator="and")
    list(found[:20])
    for field in FACETS:
        found.facet(field)


def _as_much(search: Search) -> Callable[[], object]:
    """What Wagtail is asked, asked of ours: twenty pages and five counts."""
    engine, query = current_engine(), search.read().query
    with listening(type(engine)) as conversation:
        service.search(query)
    request, _answer = conversation[0]
    request = replace(request, counts=request.counts[: len(FACETS)])
    return lambda: draw_hits(engine.search(request).ids, query)
