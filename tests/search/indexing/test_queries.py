"""What a drain asks of the database does not grow with the number of documents."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from knowledge.enums import RoleKind
from portal.core.models import PortalDocument
from search.indexing.marks import mark_everything, mark_pages
from search.models import SearchEntry
from tests import factories
from tests.factories.pages import TEXT

pytestmark = pytest.mark.django_db


def shared_facts():
    parent = factories.ThemeFactory()
    return {
        "themes": [factories.ThemeFactory(parent=parent)],
        "sectors": [factories.SectorFactory(parent=factories.SectorFactory())],
        "jobs": [factories.JobFactory(parent=factories.JobFactory())],
        "stages": [factories.StageFactory()],
        "audiences": [factories.AudienceFactory()],
        "publics": [factories.PublicFactory()],
        "territories": [factories.TerritoryFactory()],
        "legal_references": [factories.LegalReferenceFactory()],
        "answers_for": factories.ActorPageFactory(),
    }


def fiche():
    steps = factories.DecisionStepFactory.build_batch(2)
    return factories.GuidancePageFactory, {"decision_steps": steps}


def role():
    stage = factories.StageFactory()
    steps = factories.RoleStepFactory.build_batch(2, stage=stage)
    return factories.RolePageFactory, {"steps": steps, "role": RoleKind.BUYER}


def levier():
    funder, lever = factories.FunderFactory(), factories.LeverPageFactory()
    return factories.LeverPageFactory, {
        "funders": [factories.LeverFunderFactory.build(funder=funder)],
        "combinations": [factories.LeverCombinationFactory.build(lever=lever)],
        "national_lever": lever,
    }


def pratique():
    buyer = factories.ActorPageFactory()
    return factories.PracticePageFactory, {
        "buyer": buyer,
        "funders": [factories.FunderFactory()],
        "organisations": [factories.PracticeOrganisationFactory.build(actor=buyer)],
        "reuses": [factories.PracticeReuseFactory.build(actor=buyer)],
    }


def outil():
    return factories.ToolPageFactory, {"reuses": [factories.ToolReuseFactory.build()]}


def formation():
    return factories.TrainingPageFactory, {"provider": factories.ActorPageFactory()}


def acteur():
    sector = factories.SectorFactory(parent=factories.SectorFactory())
    return factories.ActorPageFactory, {
        "commune": factories.TerritoryFactory(),
        "areas": [factories.TerritoryFactory()],
        "activities": [factories.ActivityFactory.build(sector=sector)],
    }


def page():
    return factories.StandardPageFactory, {}


KINDS = [fiche, role, levier, pratique, outil, formation, acteur, page]


def make(kind, number, *, in_english):
    factory, values = kind()
    facts = shared_facts()
    for _ in range(number):
        # Rows belong to one page each.
        own = kind()[1] | {k: v for k, v in values.items() if not isinstance(v, list)}
        made = factory(published=True, **facts, **own)
        if kind is formation:
            factories.SessionFactory(course=made)
        if in_english:
            factories.translated(made, "en", title="Translated", published=True)


def queries_of_a_drain(index):
    index.drain()
    mark_everything()
    with CaptureQueriesContext(connection) as queries:
        index.drain()
    return queries


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_takes_as_many_queries_for_one_page_as_for_many(index, kind):
    make(kind, 1, in_english=True)
    few = queries_of_a_drain(index)
    known = SearchEntry.objects.filter(visible=True).count()
    make(kind, 6, in_english=True)
    many = queries_of_a_drain(index)
    assert SearchEntry.objects.filter(visible=True).count() >= known + 12
    told = "\n".join(query["sql"][:300] for query in many)
    assert len(many) <= len(few), told


def test_pictures_and_files_in_texts_take_no_query_each(index):
    image = get_image_model().objects.create(title="i", file=get_test_image_file())
    document = PortalDocument.objects.create(title="d", file="d.pdf")
    body = [
        {"type": "text", "value": TEXT},
        {"type": "figure", "value": {"image": {"image": image.pk, "alt_text": "a"}}},
        {"type": "file", "value": {"document": document.pk, "title": "Le guide"}},
    ]
    factories.StandardPageFactory(published=True, body=body)
    few = queries_of_a_drain(index)
    factories.StandardPageFactory.create_batch(4, published=True, body=body)
    assert len(queries_of_a_drain(index)) <= len(few)
    assert all("Le guide" in d.body for d in index.documents().values())


def test_marking_many_pages_takes_as_many_queries_as_one():
    pages = [factories.GuidancePageFactory(published=True) for _ in range(5)]
    with CaptureQueriesContext(connection) as few:
        mark_pages([pages[0].pk])
    with CaptureQueriesContext(connection) as many:
        mark_pages([page.pk for page in pages])
    # One more where rows are held first, in one order.
    holds = connection.features.has_select_for_update
    assert len(many) == len(few) == 2 + holds
