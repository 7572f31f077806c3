"""The map that search engines read: all that anyone may read, and nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page, PageViewRestriction

from knowledge.models import GuidancePage
from portal.home.models import HomePage
from portal.home.sitemaps import Pages
from tests.factories import (
    GuidancePageFactory,
    PracticePageFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db


def listed(client: Client) -> set[str]:
    """The addresses of every part, without the host."""
    parts = _locations(client, "/sitemap.xml")
    return {found for part in parts for found in _locations(client, part)}


def _locations(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200, address
    root = "http://testserver"
    found = re.findall("<loc>(.*?)</loc>", response.content.decode())
    assert all(url.startswith(root) for url in found)
    return [url.removeprefix(root) for url in found]


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )


@pytest.fixture
def english_home() -> HomePage:
    return translated(first_index(HomePage), published=True, title="Social clauses")


@pytest.fixture
def page() -> GuidancePage:
    return GuidancePageFactory(published=True)


def test_pages_of_all_languages_and_views(
    client: Client, english_home: HomePage, page: GuidancePage
) -> None:
    copy = translated(page, published=True)
    draft = translated(PracticePageFactory(published=True))
    found = listed(client)
    assert {"/fr/", "/en/", page.get_url(), copy.get_url()} <= found
    assert {"/fr/glossaire/", "/en/who-does-what/"} <= found
    assert draft.get_url() not in found


def test_what_is_listed_can_be_read(
    client: Client, english_home: HomePage, page: GuidancePage
) -> None:
    translated(page, published=True)
    answers = {address: client.get(address).status_code for address in listed(client)}
    assert set(answers.values()) == {200}, answers


def test_drafts_and_what_is_over_are_left_out(client: Client) -> None:
    draft = GuidancePageFactory()
    over = GuidancePageFactory(published=True)
    yesterday = timezone.now() - timedelta(days=1)
    Page.objects.filter(pk=over.pk).update(expire_at=yesterday)
    assert listed(client).isdisjoint({draft.get_url(), over.get_url()})


def test_closed_pages_and_what_is_below_are_left_out(
    client: Client, page: GuidancePage
) -> None:
    restrict(page.get_parent())
    assert listed(client).isdisjoint({page.get_url(), page.get_parent().get_url()})


@pytest.mark.parametrize("hide", ["restrict", "unpublish"])
def test_a_translation_goes_with_its_source(
    client: Client, english_home: HomePage, page: GuidancePage, hide: str
) -> None:
    copy = translated(page, published=True)
    assert copy.get_url() in listed(client)
    restrict(page) if hide == "restrict" else page.unpublish()
    assert copy.get_url() not in listed(client)


def test_an_alias_is_left_out(client: Client, page: GuidancePage) -> None:
    alias = CreatePageAliasAction(page, update_slug="double").execute(
        skip_permission_checks=True
    )
    found = listed(client)
    assert page.get_url() in found
    assert alias.get_url() not in found


def test_a_translation_without_french_page_stands_for_itself(
    client: Client, english_home: HomePage, page: GuidancePage
) -> None:
    copy = translated(page, published=True)
    Page.objects.filter(pk=copy.pk).update(translation_key=uuid4())
    page.unpublish()
    assert copy.get_url() in listed(client)


def test_a_long_map_comes_in_parts(
    client: Client, page: GuidancePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(client)
    monkeypatch.setattr(Pages, "limit", 2)
    parts = [_locations(client, part) for part in _locations(client, "/sitemap.xml")]
    assert len(parts) > 2
    assert all(len(part) <= 2 for part in parts[:-1])
    found = [address for part in parts for address in part]
    assert sorted(found) == sorted(whole)


def test_its_queries_are_few_however_many_pages(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            listed(client)
        return len(found)

    queries()
    before = queries()
    GuidancePageFactory.create_batch(3, published=True)
    assert queries() == before
