"""Editors find the office in French, and what waits for them on its first page."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from knowledge.models import LeverIndexPage
from portal.core.dashboard import waiting
from tests.factories import GuidancePageFactory, LeverPageFactory, first_index

pytestmark = pytest.mark.django_db

HOME = f"/{settings.ADMIN_PATH}/"


def counts(user) -> dict[str, list[int]]:
    with override("fr"):
        return {row.label: [cell.count for cell in row.cells] for row in waiting(user)}


@pytest.fixture
def contents() -> None:
    today = timezone.localdate()
    for days in (-1, 10, 400):
        LeverPageFactory(published=True, review_by=today + timedelta(days=days))
    LeverPageFactory(review_by=today - timedelta(days=1))
    GuidancePageFactory(published=True).save_revision()


def test_each_type_tells_what_waits(admin_user, contents):
    assert counts(admin_user) == {"Leviers": [1, 1, 1, 0], "Fiches": [0, 0, 0, 1]}


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user("someone")
    group = Group.objects.create(name="Levers")
    user.groups.add(group)
    GroupPagePermission.objects.create(
        group=group,
        page=first_index(LeverIndexPage),
        permission=Permission.objects.get(codename="change_page"),
    )
    return user


def test_nothing_of_pages_that_one_may_not_open(editor, contents):
    assert counts(editor) == {"Leviers": [1, 1, 1, 0]}


def test_a_count_leads_to_the_list_of_just_these_pages(admin_client, contents):
    page = BeautifulSoup(admin_client.get(HOME).content, "html.parser")
    links = page.select("table.waiting td a")
    assert len(links) == 4
    for link in links:
        listed = admin_client.get(link["href"]).context["object_list"]
        assert len(listed) == int(link.text)


def test_an_empty_list_says_so(admin_client):
    page = admin_client.get(HOME).content.decode()
    assert "chaque page est publiée" in page


@pytest.mark.parametrize("address", [HOME, f"{HOME}login/"])
def test_french_whatever_the_browser_asks_for(admin_client, client, address):
    visitor = client if address.endswith("login/") else admin_client
    answer = visitor.get(address, headers={"accept-language": "en-GB"})
    assert '<html lang="fr"' in answer.content.decode()


def test_the_language_of_an_account_wins(client, admin_user):
    client.force_login(admin_user)

    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = "en"
    profile.save()
    assert '<html lang="en"' in client.get(HOME).content.decode()
