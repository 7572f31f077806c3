"""What the sheet of an organisation shows, read in a constant number of queries."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
from portal.core.filing import Entry
from portal.core.surroundings import Surroundings
from portal.core.templatetags.wording import day
from portal.core.visits import PageLink

REGISTER = "https://annuaire-entreprises.data.gouv.fr"
MEMBERS = 30


@dataclass(frozen=True)
class Sheet:
    contacts: list[Contact]
    activities: list[Activity]
    areas: list[Entry]
    coverages: list[Coverage]
    white_zones: list[Coverage]
    figures: list[ActorFigure]
    labels: list[ActorLabel]
    networks: list[PageLink]
    members: list[PageLink]
    more_members: int
    register_url: str


def read_sheet(around: Surroundings) -> Sheet:
    """What the page of an organisation has around it, and what other tables know."""
    source = around.page.facts
    coverages = _coverages(source)
    members = around.lists["members"]
    return Sheet(
        contacts=contacts_of(source) if source.pk else [],
        activities=around.rows["activities"],
        areas=around.filing["areas"],
        coverages=[c for c in coverages if c.state == CoverageState.COVERED],
        white_zones=[c for c in coverages if c.state == CoverageState.NOBODY],
        figures=around.rows["figures"],
        labels=around.rows["labels"],
        networks=around.lists["networks"],
        members=members[:MEMBERS],
        more_members=max(0, len(members) - MEMBERS),
        register_url=register_url(source),
    )


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
