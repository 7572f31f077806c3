"""Each type of page can be seen before it is published, even with gaps."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Page

from portal.core.listing import content_models
from tests.core.forms import creation_data, form_data
from tests.factories import LeverPageFactory, first_index, translated
from tests.factories.pages import SUMMARY

pytestmark = pytest.mark.django_db

PLACES = {
    "knowledge.GuidancePage": "knowledge.FrameworkIndexPage",
    "knowledge.RolePage": "knowledge.FrameworkIndexPage",
    "knowledge.LeverPage": "knowledge.LeverIndexPage",
    "knowledge.PracticePage": "knowledge.PracticeIndexPage",
    "knowledge.ToolPage": "knowledge.ToolIndexPage",
    "training.TrainingPage": "training.TrainingIndexPage",
    "directory.ActorPage": "directory.DirectoryIndexPage",
    "home.StandardPage": "home.HomePage",
}


@pytest.fixture(params=content_models(), ids=lambda model: model.__name__)
def model(request):
    return request.param


@pytest.fixture
def parent(model) -> Page:
    return first_index(apps.get_model(PLACES[model._meta.label]))


def preview(client, url: str, data: dict) -> str:
    """What the preview shows of a form that is being filled in."""
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_of_a_page_being_made(admin, admin_client, model, parent):
    url = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=[model._meta.app_label, model._meta.model_name, parent.pk],
    )
    page = model(title="Un titre provisoire", slug="provisoire")
    html = preview(admin_client, url, creation_data(page, parent, admin))
    assert "Un titre provisoire" in html


def test_of_a_page_being_changed(admin, admin_client, model, parent):
    page = parent.add_child(instance=model(title="Une page", live=False))
    page.save_revision()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    data = form_data(page, admin, title="Un autre titre")
    assert "Un autre titre" in preview(admin_client, url, data)


def test_of_a_draft(admin_client, model, parent):
    page = parent.add_child(instance=model(title="Une page", live=False))
    page.save_revision()
    url = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert "Une page" in admin_client.get(url).content.decode()


def test_of_a_translation_shows_the_facts_of_its_source(admin, admin_client):
    source = LeverPageFactory(official_name="Aide au poste", published=True)
    english = translated(source)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[english.pk])
    data = form_data(english, admin, title="Job aid")
    html = preview(admin_client, url, data)
    assert "Job aid" in html
    assert "Aide au poste" in html


def test_carries_the_accessibility_checker(admin, admin_client):
    page = LeverPageFactory(summary=SUMMARY)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    html = preview(admin_client, url, form_data(page, admin))
    assert "wagtail-userbar" in html
