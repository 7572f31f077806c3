"""What a page costs the database: little, and the same however much it shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.rich_text import RichText
from wagtail_factories import DocumentFactory, ImageFactory

from knowledge.enums import RoleKind
from knowledge.models import PracticeIndexPage
from portal.core.models import BasePage
from portal.home.models import ExampleQuery, HomePage
from search.indexing.rebuild import rebuild_index
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    AudienceFactory,
    ContactFactory,
    CoverageFactory,
    DecisionStepFactory,
    FunderFactory,
    GlossaryTermFactory,
    GuidancePageFactory,
    JobFactory,
    LegalReferenceFactory,
    LeverCombinationFactory,
    LeverFunderFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
    PracticeReuseFactory,
    PublicFactory,
    RolePageFactory,
    RoleStepFactory,
    SectorFactory,
    SessionFactory,
    StageFactory,
    StandardPageFactory,
    TerritoryFactory,
    ThemeFactory,
    ToolPageFactory,
    ToolReuseFactory,
    TrainingPageFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 4
HOW_TO_MEND = (
    "Read rows together, not one by one: link to pages with `around|link_to:`, show"
    " entries from `around.filing`, rows from `around.rows` and lists of pages from"
    " `leads_to`, and ask `visit_of(request)` for what the whole page shares."
)


def cost(client: Client, address: str) -> list[str]:
    """The queries of a visit, once processes remember what they do."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [query["sql"] for query in asked.captured_queries]


def assert_light(few: list[str], many: list[str], most: int) -> None:
    told = "\n".join(re.sub(r"SELECT .*? FROM", "…", query)[:160] for query in many)
    assert len(many) == len(few), (
        f"{FEW} of each costs {len(few)} queries, {MANY} of each {len(many)}."
        f" {HOW_TO_MEND}\n{told}"
    )
    assert len(many) <= most, (
        f"{len(many)} queries, at most {most} are accepted. {HOW_TO_MEND}\n{told}"
    )


def filed(number: int) -> dict[str, Any]:
    """All that a page can be filed under, and texts full of links."""
    cited = ActorPageFactory.create_batch(number, published=True)
    links = "".join(
        f'<p><a linktype="page" id="{page.pk}">Voir</a></p>' for page in cited
    )
    return {
        "answers_for": cited[0],
        "body": [("text", RichText(links))] * number,
        "themes": ThemeFactory.create_batch(number),
        "stages": StageFactory.create_batch(number),
        "audiences": AudienceFactory.create_batch(number),
        "sectors": SectorFactory.create_batch(number),
        "jobs": JobFactory.create_batch(number),
        "publics": PublicFactory.create_batch(number),
        "territories": TerritoryFactory.create_batch(number),
        "legal_references": LegalReferenceFactory.create_batch(number),
        "published": True,
    }


def actors(number: int) -> list[BasePage]:
    return ActorPageFactory.create_batch(number, published=True)


def practice(number: int) -> BasePage:
    took_part = actors(number)
    return PracticePageFactory(
        buyer=took_part[0],
        contact_organisation=took_part[-1],
        organisations=[
            PracticeOrganisationFactory.build(actor=actor) for actor in took_part
        ],
        reuses=[PracticeReuseFactory.build(actor=actor) for actor in took_part],
        funders=FunderFactory.create_batch(number),
        **filed(number),
    )


def lever(number: int) -> BasePage:
    others = LeverPageFactory.create_batch(number, published=True)
    funders = FunderFactory.create_batch(number)
    page = LeverPageFactory(
        national_lever=others[0],
        funders=[LeverFunderFactory.build(funder=funder) for funder in funders],
        combinations=[
            LeverCombinationFactory.build(lever=other, conditions="Sous conditions.")
            for other in others
        ],
        **filed(number),
    )
    LeverPageFactory.create_batch(number, published=True, national_lever=page)
    return page


def guidance(number: int) -> BasePage:
    steps = DecisionStepFactory.build_batch(number)
    return GuidancePageFactory(decision_steps=steps, **filed(number))


def role(number: int) -> BasePage:
    kinds = [kind for kind in RoleKind if kind != RoleKind.FACILITATOR]
    for kind in kinds[:number]:
        RolePageFactory(role=kind, published=True)
    steps = [
        RoleStepFactory.build(
            stage=StageFactory(),
            tool=ToolPageFactory(published=True).page_ptr,
            with_roles=kinds[:number],
        )
        for _each in range(number)
    ]
    return RolePageFactory(role=RoleKind.FACILITATOR, steps=steps, **filed(number))


def tool(number: int) -> BasePage:
    reuses = [ToolReuseFactory.build(actor=actor) for actor in actors(number)]
    return ToolPageFactory(reuses=reuses, **filed(number))


def course(number: int) -> BasePage:
    page = TrainingPageFactory(
        provider=ActorPageFactory(published=True), **filed(number)
    )
    for place in TerritoryFactory.create_batch(number):
        SessionFactory(course=page, territory=place)
        SessionFactory(course=page, territory=place, past=True)
    return page


def actor(number: int) -> BasePage:
    page = ActorPageFactory(
        commune=TerritoryFactory(),
        areas=TerritoryFactory.create_batch(number),
        networks=ActorPageFactory.create_batch(number, published=True),
        followed_by=ActorPageFactory(published=True),
        activities=[
            ActivityFactory.build(sector=SectorFactory()) for _each in range(number)
        ],
        **filed(number),
    )
    for _each in range(number):
        PracticePageFactory(published=True, buyer=page)
        given = TrainingPageFactory(published=True, provider=page)
        SessionFactory(course=given, territory=TerritoryFactory())
        ActorPageFactory(published=True, networks=[page])
        ContactFactory(actor=page)
        CoverageFactory(actor=page, themes=[ThemeFactory()])
    return page


def standing(number: int) -> BasePage:
    return StandardPageFactory(**filed(number))


# The most that each kind of sheet may cost; a translation reads its source besides.
SHEETS = {
    practice: 20,
    lever: 20,
    guidance: 20,
    role: 20,
    tool: 20,
    course: 20,
    actor: 28,
    standing: 15,
}
TRANSLATION = 5
HOME, RESULTS, INDEX, OTHER = 25, 15, 20, 10


@pytest.mark.parametrize("make", SHEETS)
def test_a_sheet(client: Client, make: Callable[[int], BasePage]) -> None:
    pages = [make(number) for number in (FEW, MANY)]
    GlossaryTermFactory.create_batch(3)
    rebuild_index()
    assert_light(*(cost(client, page.get_url()) for page in pages), SHEETS[make])


@pytest.mark.parametrize("make", [lever, guidance])
def test_a_translation(client: Client, make: Callable[[int], BasePage]) -> None:
    translated(first_index(HomePage), published=True)
    pages = [
        translated(make(number), published=True, title=f"Sheet {number}")
        for number in (FEW, MANY)
    ]
    rebuild_index()
    most = SHEETS[make] + TRANSLATION
    assert_light(*(cost(client, page.get_url()) for page in pages), most)


# Wagtail leaves the file of a new rendition open.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_pictures_and_files_of_a_text(client: Client) -> None:
    pages = []
    for number in (FEW, MANY):
        files = "".join(
            f'<a linktype="document" id="{file.pk}">Lire</a>'
            for file in DocumentFactory.create_batch(number)
        )
        pictures = [
            ("figure", {"image": image, "caption": "", "credit": ""})
            for image in ImageFactory.create_batch(number)
        ]
        text = [("text", RichText(f"<p>{files}</p>"))] * number
        pages.append(GuidancePageFactory(body=text + pictures, published=True))
    rebuild_index()
    found = (cost(client, page.get_url()) for page in pages)
    assert_light(*found, SHEETS[guidance])


def one_of_each(number: int) -> None:
    """Live pages of every kind, with what the portal says of them elsewhere."""
    for factory in (PracticePageFactory, LeverPageFactory, GuidancePageFactory):
        factory.create_batch(number, published=True)
    tool, *_others = ToolPageFactory.create_batch(number, published=True)
    for kind in list(RoleKind)[:number]:
        step = RoleStepFactory.build(stage=StageFactory(), tool=tool.page_ptr)
        RolePageFactory(role=kind, steps=[step], published=True)
    for course in TrainingPageFactory.create_batch(number, published=True):
        SessionFactory(course=course, territory=TerritoryFactory())
    actors(number)
    GlossaryTermFactory.create_batch(number)
    rebuild_index()


def test_the_home_page(client: Client) -> None:
    home = first_index(HomePage)
    StandardPageFactory(slug="mon-facilitateur", published=True)
    found = []
    for number in (FEW, MANY):
        one_of_each(number)
        home.example_queries = [
            ExampleQuery(text=f"question {one}", locale=home.locale)
            for one in range(number)
        ]
        home.save_revision().publish()
        found.append(cost(client, home.get_url()))
    assert_light(*found, HOME)


def test_first_pages_of_sections(client: Client) -> None:
    costs: dict[str, list[list[str]]] = {
        f"/fr/{slug}/": []
        for slug in (
            *("cadre-de-reference", "pratiques", "leviers", "outils"),
            *("formations", "annuaire"),
        )
    }
    for number in (FEW, MANY):
        one_of_each(number)
        for actor in actors(number):
            space = PracticeIndexPage(title=f"De {actor}", organisation=actor)
            first_index(PracticeIndexPage).add_child(instance=space)
            space.save_revision().publish()
        for address, found in costs.items():
            found.append(cost(client, address))
    for few, many in costs.values():
        assert_light(few, many, INDEX)


def test_the_space_of_an_organisation(client: Client) -> None:
    (owner,) = actors(1)
    space = PracticeIndexPage(title="Espace", organisation=owner)
    first_index(PracticeIndexPage).add_child(instance=space)
    space.save_revision().publish()
    found = []
    for number in (FEW, MANY):
        PracticePageFactory.create_batch(number, parent=space, published=True)
        found.append(cost(client, space.get_url()))
    assert_light(*found, INDEX)


def test_what_is_not_a_page_of_the_tree(client: Client) -> None:
    most = {
        "/fr/recherche/": RESULTS,
        "/fr/recherche/?q=page": RESULTS,
        "/fr/recherche/?type=levier&type=fiche": RESULTS,
        "/fr/qui-fait-quoi/": OTHER,
        "/fr/qui-fait-quoi/?a=facilitateur&b=acheteur": OTHER,
        "/fr/glossaire/": OTHER,
        "/fr/plan-du-site/": OTHER,
    }
    costs: dict[str, list[list[str]]] = {address: [] for address in most}
    for number in (FEW, MANY):
        one_of_each(number)
        for address, found in costs.items():
            found.append(cost(client, address))
    for address, (few, many) in costs.items():
        assert_light(few, many, most[address])
