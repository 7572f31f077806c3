"""Who does what: the matrix, and two actors side by side."""

import pytest
from django.test import Client
from django.utils.translation import override

from knowledge.enums import RoleKind
from knowledge.role_matrix import matrix_of, roles_shown
from portal.core.visits import Visit
from tests.factories import (
    RolePageFactory,
    RoleStepFactory,
    StageFactory,
    ToolPageFactory,
    translated,
)
from tests.templates.reading import faults, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def roles():
    drafting = StageFactory(slug="redaction", label_fr="Rédaction", sort_order=1)
    review = StageFactory(slug="bilan", label_fr="Bilan", sort_order=2)
    tool = ToolPageFactory(title="Tableau des heures", published=True)
    RolePageFactory(
        title="Structures d’insertion",
        role=RoleKind.SIAE,
        published=True,
        steps=[RoleStepFactory.build(stage=review, what="Rend compte.")],
    )
    RolePageFactory(
        title="Facilitateurs",
        role=RoleKind.FACILITATOR,
        published=True,
        steps=[
            RoleStepFactory.build(
                stage=drafting,
                what="Calibre les heures.",
                with_roles=[RoleKind.SIAE, RoleKind.BUYER],
                tool=tool.page_ptr,
                document="Note de calcul",
                document_to=RoleKind.BUYER,
                delay="avant l’avis",
            ),
            RoleStepFactory.build(stage=drafting, what="Relit la clause."),
        ],
    )
    RolePageFactory(title="Brouillon", role=RoleKind.BUYER)


@pytest.fixture(autouse=True)
def in_french():
    with override("fr"):
        yield


@pytest.fixture
def address() -> str:
    return "/fr/qui-fait-quoi/"


def test_roles_stand_in_their_order_and_drafts_are_left_out():
    assert [role.kind for role in roles_shown(Visit())] == ["facilitateur", "siae"]


def test_each_stage_has_a_cell_for_each_role():
    rows = matrix_of(roles_shown(Visit()))
    counts = [[len(cell.steps) for cell in row.cells] for row in rows]
    assert [row.stage.slug for row in rows] == ["redaction", "bilan"]
    assert counts == [[2, 0], [0, 1]]


def test_a_cell_leads_to_what_the_actor_does_then(client: Client, address: str):
    page = read(client, address)
    link = page.select_one("a.cs-matrix__cell")
    assert words(link).startswith("Facilitateur, Rédaction")
    assert "2 tâches" in words(link)
    path, fragment = link["href"].split("#")
    assert read(client, path).find(id=fragment) is not None
    assert faults(page) == []


def test_a_phone_reads_the_same_as_a_list(client: Client, address: str):
    page = read(client, address)
    stage = page.select(".cs-matrix-list__stage")[0]
    assert "Calibre les heures." in words(stage)
    assert "Structures" not in words(stage)


def test_two_actors_side_by_side(client: Client, address: str):
    page = read(client, f"{address}?a=facilitateur&b=siae")
    first = page.select(".cs-sides tbody tr")[0]
    did, nothing = first.find_all("td")
    for expected in ("Calibre les heures.", "SIAE", "Tableau des heures", "avant"):
        assert expected in words(did)
    assert "Rien à faire" in words(nothing)
    chosen = page.select("select option[selected]")
    assert [option["value"] for option in chosen] == ["facilitateur", "siae"]
    assert faults(page) == []


@pytest.mark.parametrize(
    "query",
    [
        "?a=inconnu",
        "?a=&b=",
        "?a=facilitateur&b=facilitateur",
        "?a=%00&b=%F0%9F",
        "?c=1",
    ],
)
def test_unknown_actors_are_left_out(client: Client, address: str, query: str):
    assert read(client, address + query).find("h1") is not None


def test_a_counterpart_without_page_is_only_named(client: Client, address: str):
    page = read(client, f"{address}?a=facilitateur")
    names = {words(link) for link in page.select(".cs-step__facts a")}
    assert "SIAE" in names
    assert "Acheteur" not in names


def test_a_translation_keeps_the_stages_and_changes_the_words(client: Client):
    source = next(
        role.page for role in roles_shown(Visit()) if role.kind == "facilitateur"
    )
    copy = translated(source, published=True, title="Facilitators")
    step = copy.steps.first()
    step.what = "Sizes the hours."
    copy.steps = [step, *copy.steps.all()[1:]]
    copy.save_revision().publish()
    page = read(client, "/en/who-does-what/?a=facilitateur")
    assert "Sizes the hours." in words(page.find("main"))
    assert page.select_one(".cs-sides thead a")["href"] == copy.get_url()
