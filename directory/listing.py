"""The page of the directory: the search of organisations alone, by distance if asked."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from directory.listing_map import ListingMap, map_of
from portal.core.stamps import stamps_of
from search import service
from search.addresses import NEAR, near_to
from search.facets import TERRITORY, TYPE
from search.forms import PlaceField, near_field
from search.labels import current_memory
from search.reading import read
from search.results import SearchResults
from search.views import results_context

KIND = "acteur"
# What one looks for in a directory; other facets follow in their usual order.
FIRST = ("structure", "secteur", TERRITORY)


@dataclass(frozen=True)
class DirectoryListing:
    """``parts`` is what the templates of a results page draw, without the kind, which
    is always the same; ``far`` is the address of the same list without distances;
    ``is_narrowed`` unless the whole directory is shown."""

    results: SearchResults
    parts: dict[str, Any]
    near: PlaceField
    far: str
    map: ListingMap | None
    is_narrowed: bool


def list_directory(request: HttpRequest) -> DirectoryListing:
    """The organisations that the address of ``request`` asks for."""
    memory = current_memory(stamps_of(request))
    given = {
        key: [str(value) for value in values]
        for key, values in request.GET.lists()
        if key != TYPE
    }
    asked = read(
        {**given, TYPE: [KIND]},
        memory,
        language=get_language() or "fr",
        today=timezone.localdate(),
        audiences=service.audiences_of(getattr(request, "user", None)),
    )
    results = _of_directory(service.search(asked, memory=memory))
    return DirectoryListing(
        results=results,
        parts=_without_kind(results_context(asked, results, memory)),
        near=near_field(asked, memory),
        far=near_to(results.query, "") if results.query.near else "",
        map=map_of(results, dict(memory.stamps)),
        is_narrowed=bool(given),
    )


def _of_directory(results: SearchResults) -> SearchResults:
    """Other kinds are not to be had on this page by dropping a filter."""
    kept = tuple(one for one in results.relaxations if one.key != TYPE)
    return replace(results, relaxations=kept)


def _without_kind(parts: dict[str, Any]) -> dict[str, Any]:
    chips = [chip for chip in parts["chips"] if chip.key != TYPE]
    # The field to be near to says it already.
    hidden = tuple(pair for pair in parts["form"].hidden if pair[0] != NEAR)
    return {
        **parts,
        "panels": sorted(
            (panel for panel in parts["panels"] if panel.key != TYPE),
            key=lambda panel: (
                FIRST.index(panel.key) if panel.key in FIRST else len(FIRST)
            ),
        ),
        "chips": chips,
        "clear": parts["clear"] if chips else "",
        "dominant": None,
        "form": replace(parts["form"], hidden=hidden),
    }
