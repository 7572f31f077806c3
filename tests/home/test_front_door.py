"""The home page opens only on what exists."""

import pytest
from django.test import Client
from django.utils.translation import override

from knowledge.enums import LeverNature
from portal.core.visits import Visit
from portal.home.doors import open_doors
from portal.home.models import ExampleQuery, HomePage
from tests.factories import (
    GuidancePageFactory,
    LeverPageFactory,
    PracticePageFactory,
    SectorFactory,
    SessionFactory,
    StageFactory,
    StandardPageFactory,
    TrainingPageFactory,
    first_index,
)
from tests.templates.reading import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_french():
    with override("fr"):
        yield


def keys() -> list[str]:
    return [door.key for door in open_doors(Visit())]


def ways(key: str) -> list[str]:
    door = next(door for door in open_doors(Visit()) if door.key == key)
    return [way.url for way in door.ways]


def test_no_door_opens_on_an_empty_room():
    LeverPageFactory()
    assert keys() == []


def test_a_door_opens_with_its_first_page():
    LeverPageFactory(published=True)
    StandardPageFactory(slug="mon-facilitateur", published=True)
    assert keys() == ["funding", "facilitator"]


def test_ways_lead_to_pages_that_are_live(client: Client):
    GuidancePageFactory(slug="siae-repondre", published=True)
    GuidancePageFactory(slug="esat-repondre-seul")
    assert ways("reserved") == ["/fr/cadre-de-reference/siae-repondre/"]


def test_ways_lead_to_searches_that_find():
    building = SectorFactory(slug="batiment")
    PracticePageFactory(
        published=True, sectors=[SectorFactory(slug="peinture", parent=building)]
    )
    LeverPageFactory(published=True, nature=LeverNature.TRAINING)
    course = TrainingPageFactory(published=True, modalities=["distance"])
    assert ways("practice") == ["/fr/recherche/?type=pratique&secteur=batiment"]
    assert ways("funding") == ["/fr/recherche/?type=levier&nature=formation"]
    assert ways("course") == ["/fr/recherche/?type=formation&modalite=distance"]
    SessionFactory(course=course)
    assert ways("course")[0] == "/fr/agenda/"


def test_dates_are_those_for_professionals_that_all_may_see(client: Client):
    shown = SessionFactory(course=TrainingPageFactory(title="Vue", published=True))
    people = TrainingPageFactory(title="Parcours", for_whom="parcours", published=True)
    private = TrainingPageFactory(title="Réservée", published=True)
    private.view_restrictions.create(restriction_type="login")
    for course in (people, private):
        SessionFactory(course=course)
    dates = [words(tag) for tag in read(client, "/fr/").select(".cs-date__when")]
    assert dates == [shown.course.title]


def test_the_page_shows_examples_stages_news_and_dates(client: Client):
    home = first_index(HomePage)
    home.lead = "Un portail pour les clauses sociales."
    home.example_queries = [ExampleQuery(text="réserver un lot", locale=home.locale)]
    home.save_revision().publish()
    StageFactory(slug="suivi", label_fr="Suivi")
    GuidancePageFactory(published=True, title="Une fiche neuve")
    GuidancePageFactory(published=True, title="Une fiche rangée", archived=True)
    SessionFactory(place="Laon", example=True)
    page = read(client, "/fr/")
    links = {words(a): a["href"] for a in page.main.find_all("a", href=True)}
    assert links["réserver un lot"] == "/fr/recherche/?q=r%C3%A9server%20un%20lot"
    assert links["1 Suivi"] == "/fr/recherche/?etape=suivi"
    assert "Une fiche neuve" in links
    assert "Une fiche rangée" not in links
    assert "Exemple" in words(page.select_one(".cs-date"))
    assert home.lead in words(page.main)
