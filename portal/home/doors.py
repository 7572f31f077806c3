"""The six doors of the home page: each opens only on what exists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Exists, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from knowledge.models import GuidancePage, LeverPage, PracticePage
from portal.core.models import ContentPage, Sector
from portal.core.visits import Visit
from portal.home.dates import sessions_to_come
from portal.home.models import StandardPage
from portal.home.navigation import MY_FACILITATOR
from training.models import TrainingPage

Pages = dict[type[ContentPage], QuerySet]
DATES = "dates"


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


def open_doors(visit: Visit) -> list[Door]:
    """The doors that lead somewhere, with their ways, in the reader's language."""
    links = _links(visit)
    answers = _answers(visit)
    opened = (_opened(door, links, answers) for door in DOORS)
    return [door for door in opened if door.url]


def _links(visit: Visit) -> dict[str, str]:
    """Where the pages that doors name are read, by their French address."""
    slugs = {place.slug for door in DOORS for place in (door, *door.ways)} - {""}
    named = Page.objects.filter(slug__in=slugs, locale__language_code="fr").order_by()
    families = visit.families(named.values("translation_key"))
    return {
        row.slug: visit.link(page).url
        for row in families.rows
        if row.slug in slugs
        and row.locale.language_code == "fr"
        and (page := families.reading(row.translation_key))
    }


def _opened(door: Door, links: dict[str, str], answers: dict[str, bool]) -> Door:
    if not any(answers[model.__name__] for model in door.models):
        return door

    def url_of(place: Door | Way) -> str:
        if place.slug:
            return links.get(place.slug, "")
        if isinstance(place, Way) and place.view:
            return reverse(place.view) if answers[DATES] else ""
        return _search_url(place.search) if answers.get(_key(place), True) else ""

    ways = (replace(way, url=url_of(way)) for way in door.ways)
    return replace(door, url=url_of(door), ways=tuple(way for way in ways if way.url))


def _answers(visit: Visit) -> dict[str, bool]:
    """Whether models have a page and searches a result, asked of the database in one
    query: it is on every visit."""
    pages = {
        model: visit.public(model.objects.all())
        for door in DOORS
        for model in door.models
    }
    asked = {model.__name__: found for model, found in pages.items()}
    asked[DATES] = sessions_to_come(visit)
    for way in (way for door in DOORS for way in door.ways if way.search):
        found = _found(dict(way.search), pages)
        if found is not None:
            asked[_key(way)] = found
    exists = {name: Exists(found.order_by()) for name, found in asked.items()}
    return Locale.objects.annotate(**exists).values(*exists)[:1].get()


def _key(place: Door | Way) -> str:
    return "_".join(value.replace("-", "_") for pair in place.search for value in pair)


def _found(search: dict[str, str], pages: Pages) -> QuerySet | None:
    """The rows that a search finds; None where that is not known."""
    match search:
        case {"nature": nature}:
            return pages[LeverPage].filter(nature=nature)
        case {"secteur": sector}:
            meant = Sector.objects.filter(Q(slug=sector) | Q(parent__slug=sector))
            return pages[PracticePage].filter(sectors__in=meant)
        case {"modalite": modality}:
            # A list kept as JSON: all databases read it as a text.
            return pages[TrainingPage].filter(modalities__icontains=f'"{modality}"')
        case _:
            return None


def _search_url(parameters: Iterable[tuple[str, str]]) -> str:
    return f"{reverse('search:find-pages')}?{urlencode(list(parameters))}"
