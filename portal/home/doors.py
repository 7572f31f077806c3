"""The six doors of the home page: each opens only on what exists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from knowledge.models import GuidancePage, LeverPage, PracticePage
from portal.core.models import ContentPage
from portal.home.models import StandardPage
from portal.home.navigation import MY_FACILITATOR
from training.enums import ForWhom
from training.models import Session, TrainingPage
from training.querysets import SessionQuerySet


@dataclass(frozen=True)
class Way:
    """A link inside a door: to a page by its French address, a search or a view."""

    label: "str | Promise"
    slug: str = ""
    search: tuple[tuple[str, str], ...] = ()
    view: str = ""
    url: str = ""


@dataclass(frozen=True)
class Door:
    """``models`` are what must exist for the search behind the door to find something."""

    key: str
    title: "str | Promise"
    text: "str | Promise"
    models: tuple[type[ContentPage], ...]
    search: tuple[tuple[str, str], ...] = ()
    slug: str = ""
    ways: tuple[Way, ...] = ()
    url: str = ""


DOORS = (
    Door(
        "contract",
        _("I am preparing a contract"),
        _("Must I, may I, how do I: short answers, with the rule and its date."),
        (GuidancePage,),
        search=(("type", "fiche"), ("audience", "acheteur")),
        ways=(
            Way(_("Must I include a social clause?"), "clause-sociale-obligatoire"),
            Way(_("May I reserve the contract?"), "reserver-un-marche"),
            Way(_("How do I size the hours?"), "calibrer-les-heures"),
        ),
    ),
    Door(
        "reserved",
        _("Reserved contracts"),
        _("May I answer alone? The answer first, for your kind of structure."),
        (GuidancePage,),
        search=(("theme", "marches-reserves"),),
        ways=(
            Way(_("I am an SIAE"), "siae-repondre"),
            Way(_("I am an EA"), "entreprise-adaptee-repondre"),
            Way(_("I am an ESAT"), "esat-repondre-seul"),
        ),
    ),
    Door(
        "funding",
        _("Funding, a scheme"),
        _("What pays the job, the training or the support, and what adds up."),
        (LeverPage,),
        search=(("type", "levier"),),
        ways=(
            Way(
                _("To train before or at hiring"),
                search=(("type", "levier"), ("nature", "formation")),
            ),
            Way(
                _("To hire"),
                search=(("type", "levier"), ("nature", "aide-embauche")),
            ),
            Way(
                _("To support people"),
                search=(("type", "levier"), ("nature", "accompagnement")),
            ),
        ),
    ),
    Door(
        "practice",
        _("A practice to redo"),
        _("What others did, with figures, and the conditions to redo it at home."),
        (PracticePage,),
        search=(("type", "pratique"),),
        ways=(
            Way(
                _("In building"), search=(("type", "pratique"), ("secteur", "batiment"))
            ),
            Way(
                _("In public works"),
                search=(("type", "pratique"), ("secteur", "travaux-publics")),
            ),
            Way(
                _("In cleaning"),
                search=(("type", "pratique"), ("secteur", "proprete")),
            ),
            Way(
                _("In green spaces"),
                search=(("type", "pratique"), ("secteur", "espaces-verts")),
            ),
        ),
    ),
    Door(
        "facilitator",
        _("My facilitator"),
        _("Who to call for a social clause near you."),
        (StandardPage,),
        slug=MY_FACILITATOR,
        ways=(
            Way(_("What a facilitator does"), "facilitateur"),
            Way(_("I won a contract with hours"), "titulaire-heures-a-realiser"),
        ),
    ),
    Door(
        "course",
        _("A course"),
        _("To learn the trade of social clauses, or to prepare people for a job."),
        (TrainingPage,),
        search=(("type", "formation"),),
        ways=(
            Way(_("Next dates"), view="training:agenda"),
            Way(
                _("Remote courses"),
                search=(("type", "formation"), ("modalite", "distance")),
            ),
        ),
    ),
)


def open_doors() -> list[Door]:
    """The doors that lead somewhere, with their ways, in the reader's language."""
    slugs = {way.slug for door in DOORS for way in door.ways} | {
        door.slug for door in DOORS
    }
    pages = {
        page.slug: page.localized
        for page in Page.objects.live()
        .public()
        .filter(slug__in=slugs - {""}, locale__language_code="fr")
        .select_related("locale")
    }
    return [door for door in (_opened(d, pages) for d in DOORS) if door.url]


def _opened(door: Door, pages: dict[str, Page]) -> Door:
    if not any(model.objects.live().exists() for model in door.models):
        return door
    ways = (replace(way, url=_way_url(way, pages)) for way in door.ways)
    if door.slug:
        url = pages[door.slug].get_url() if door.slug in pages else ""
    else:
        url = _search_url(door.search)
    return replace(door, url=url or "", ways=tuple(way for way in ways if way.url))


def _way_url(way: Way, pages: dict[str, Page]) -> str:
    if way.slug:
        return (pages[way.slug].get_url() or "") if way.slug in pages else ""
    if way.view:
        return reverse(way.view) if sessions_to_come().exists() else ""
    return _search_url(way.search) if _finds(dict(way.search)) else ""


def _finds(search: dict[str, str]) -> bool:
    """Whether a search finds something, asked of the database: it is on every visit."""
    match search:
        case {"nature": nature}:
            return LeverPage.objects.live().filter(nature=nature).exists()
        case {"secteur": sector}:
            either = Q(sectors__slug=sector) | Q(sectors__parent__slug=sector)
            return PracticePage.objects.live().filter(either).exists()
        case {"modalite": modality}:
            courses = TrainingPage.objects.live().values_list("modalities", flat=True)
            return any(modality in modalities for modalities in courses)
        case _:
            return True


def sessions_to_come() -> SessionQuerySet:
    """Those that take place, of the courses for professionals that all may see."""
    courses = TrainingPage.objects.live().public()
    meant = courses.filter(for_whom=ForWhom.PROFESSIONALS)
    return Session.objects.upcoming().filter(course__in=meant)


def _search_url(parameters: Iterable[tuple[str, str]]) -> str:
    return f"{reverse('search:find-pages')}?{urlencode(list(parameters))}"
