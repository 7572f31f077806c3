"""What the sheet of an organisation shows, read in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory.contacts import contacts_of
from directory.enums import CoverageRole, CoverageState
from directory.models import (
    Activity,
    ActorFigure,
    ActorLabel,
    ActorPage,
    Contact,
    Coverage,
)
from portal.core.models import Territory
from portal.core.templatetags.wording import day

REGISTER = "https://annuaire-entreprises.data.gouv.fr"
MEMBERS = 30


@dataclass(frozen=True)
class PageLink:
    """A page in the reader's language; without address while it is not live."""

    title: str
    url: str


@dataclass(frozen=True)
class Sheet:
    contacts: list[Contact]
    activities: list[Activity]
    areas: list[Territory]
    coverages: list[Coverage]
    white_zones: list[Coverage]
    figures: list[ActorFigure]
    labels: list[ActorLabel]
    networks: list[PageLink]
    members: list[PageLink]
    more_members: int
    register_url: str


def read_sheet(page: ActorPage) -> Sheet:
    """The rows of ``page`` in its own words, and what other tables know of it."""
    source = page.facts
    prefetch_related_objects(
        [source], "areas", "activities__sector", "activities__areas", "networks__locale"
    )
    coverages = _coverages(source)
    members = _members(source)
    links = links_to([*source.networks.all(), *members])
    networks = len(source.networks.all())
    return Sheet(
        contacts=contacts_of(source) if source.pk else [],
        activities=page.rows("activities"),
        areas=list(source.areas.all()),
        coverages=[c for c in coverages if c.state == CoverageState.COVERED],
        white_zones=[c for c in coverages if c.state == CoverageState.NOBODY],
        figures=page.rows("figures"),
        labels=page.rows("labels"),
        networks=links[:networks],
        members=links[networks:][:MEMBERS],
        more_members=max(0, len(members) - MEMBERS),
        register_url=register_url(source),
    )


def links_to(pages: Iterable[Page]) -> list[PageLink]:
    """``pages`` in the reader's language where that one is live, in one query."""
    shown = list(pages)
    foreign = [p for p in shown if p.locale.language_code != get_language()]
    translated: dict[object, Page] = {}
    if foreign:
        keys = [page.translation_key for page in foreign]
        found = Page.objects.live().filter(
            translation_key__in=keys, locale__language_code=get_language()
        )
        translated = {page.translation_key: page for page in found}
    return [_link(translated.get(page.translation_key, page)) for page in shown]


def register_url(source: ActorPage) -> str:
    """The page of the State's register that holds the rest; empty without a number."""
    if source.siret:
        return f"{REGISTER}/etablissement/{source.siret}"
    return f"{REGISTER}/entreprise/{source.siren}" if source.siren else ""


def reach_in_words(activity: Activity) -> str:
    """Where an activity is offered, when it is not where its organisation works."""
    names = [area.name for area in activity.areas.all()]
    if not names:
        return ""
    return _("in these places: %(places)s") % {"places": ", ".join(names)}


def coverage_in_words(coverage: Coverage) -> str:
    """ "Lead facilitator · Housing, Roads · checked on 2 November 2026"."""
    themes = ", ".join(theme.label for theme in coverage.themes.all())
    checked = _("to be checked")
    if coverage.checked_on:
        checked = _("checked on %(date)s") % {"date": day(coverage.checked_on)}
    role = coverage.get_role_display() if coverage.role else ""
    return " · ".join(filter(None, [role, themes, checked]))


def _link(page: Page) -> PageLink:
    return PageLink(page.title, (page.get_url() or "") if page.live else "")


def _coverages(source: ActorPage) -> list[Coverage]:
    if source.pk is None:
        return []
    rows = (
        Coverage.objects.current()
        .filter(actor=source.pk)
        .select_related("territory", "worked_on_by")
        .prefetch_related("themes")
    )
    return sorted(rows, key=lambda row: row.role != CoverageRole.LEAD)


def _members(source: ActorPage) -> list[ActorPage]:
    """The live organisations that say they belong to this network."""
    if source.pk is None:
        return []
    found = ActorPage.objects.live().public().filter(networks=source.pk)
    own = found.filter(locale=source.locale_id).select_related("locale")
    return list(own.order_by("title", "pk"))
