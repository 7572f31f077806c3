"""What the pages of the calendar draw."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search import periods
from search.addresses import kept_pairs
from search.facets import PERIOD, TERRITORY
from search.labels import Memory
from search.panels import Panel
from search.results import SearchResults
from search.views import results_context
from training import agenda
from training.agenda import OFFER, Asked
from training.enums import ForWhom

FIRST = (TERRITORY, PERIOD, "modalite", "audience", "theme")
# They part pages, not dates.
UNUSED = ("confiance", "annee")


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True)
class Following:
    """The addresses of a feed: for a program that knows calendars, and to be copied."""

    open_url: str
    copy_url: str


def page_context(
    request: HttpRequest,
    asked: Asked,
    results: SearchResults,
    memory: Memory,
    today: date,
) -> dict[str, Any]:
    """What list and month share."""
    query, shared = results.query, results_context(asked.read, results, memory)
    hidden = {OFFER, *UNUSED, *([PERIOD] if asked.month else ())}
    chips = [chip for chip in shared["chips"] if chip.key != OFFER]
    parameters = agenda.without_page(query)
    kept = agenda.of_offer(replace(query, filters=()), asked.offer)
    relaxations = tuple(r for r in results.relaxations if r.key != OFFER)
    return {
        **shared,
        "results": replace(results, relaxations=relaxations),
        "today": today,
        "headline": _headline(results, asked),
        "chips": chips,
        "clear": kept if chips else "",
        "panels": _panels(shared["panels"], hidden),
        "hidden": [*kept_pairs(query), (OFFER, asked.offer)],
        "offers": [
            Link(
                str(offer.label),
                agenda.of_offer(query, offer.value),
                offer.value == asked.offer,
            )
            for offer in ForWhom
        ],
        "views": _views(asked, parameters, today),
        "following": following(request, parameters),
        "courses_url": reverse("search:find-pages")
        + f"?type=formation&{OFFER}={asked.offer}",
    }


def _panels(panels: Iterable[Panel], hidden: set[str]) -> list[Panel]:
    """The panels of the search, what one chooses a date by first."""
    shown = [panel for panel in panels if panel.key not in hidden]
    return sorted(
        shown, key=lambda p: FIRST.index(p.key) if p.key in FIRST else len(FIRST)
    )


def list_context(
    asked: Asked, results: SearchResults, memory: Memory, today: date
) -> dict[str, Any]:
    meetings = agenda.meetings_in(results, asked, memory)
    return {"view": "list", "months": agenda.by_month(meetings, today)}


def month_context(
    asked: Asked, results: SearchResults, memory: Memory, today: date
) -> dict[str, Any]:
    meetings = agenda.meetings_in(results, asked, memory)
    counts = agenda.months_with_sessions(results, today)
    parameters = agenda.without_page(results.query)
    months = sorted({*counts, asked.month, periods.month_of(today)})
    links = [
        Link(
            periods.label(month),
            month_url(month, parameters),
            month == asked.month,
            counts.get(month, 0),
        )
        for month in months
    ]
    place = months.index(asked.month)
    return {
        "view": "month",
        "weeks": agenda.weeks_of(asked.month, meetings, today),
        "month_label": periods.label(asked.month),
        "month_links": links,
        "previous": links[place - 1] if place else None,
        "next": links[place + 1] if place + 1 < len(links) else None,
        "cut": results.total > len(results.hits),
    }


def following(request: HttpRequest, parameters: str) -> Following:
    address = request.build_absolute_uri(reverse("training:feed") + parameters)
    return Following("webcal://" + address.partition("://")[2], address)


def feed_name(results: SearchResults, asked: Asked, memory: Memory) -> str:
    """What a feed is called in the calendars that follow it."""
    chips = results_context(asked.read, results, memory)["chips"]
    labels = [chip.label for chip in chips if chip.key != OFFER]
    name = _("Courses on social clauses: %(offer)s") % {
        "offer": ForWhom(asked.offer).label
    }
    return " · ".join([name, *labels])


def month_url(month: str, parameters: str) -> str:
    return reverse("training:month", args=[month]) + parameters


def _views(asked: Asked, parameters: str, today: date) -> list[Link]:
    month = asked.month or periods.month_of(today)
    chosen = asked.query.chosen(PERIOD)
    if not asked.month and len(chosen) == 1 and periods.is_month(chosen[0]):
        month = chosen[0]
    return [
        Link(_("List"), reverse("training:agenda") + parameters, not asked.month),
        Link(_("Month"), month_url(month, parameters), bool(asked.month)),
    ]


def _headline(results: SearchResults, asked: Asked) -> str:
    words = {"count": results.total, "month": periods.label(asked.month or "")}
    if not results.total:
        return (
            _("No date in %(month)s") % words if asked.month else _("No date for now")
        )
    if asked.month:
        text = ngettext(
            "%(count)s date in %(month)s", "%(count)s dates in %(month)s", results.total
        )
        return text % words
    return (
        ngettext("%(count)s date to come", "%(count)s dates to come", results.total)
        % words
    )
