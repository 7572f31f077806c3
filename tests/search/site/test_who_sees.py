"""Every hit is checked again in the database, under the rules of its page."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from search import service
from search.models import SearchEntry
from search.query import SearchQuery
from search.service.hits import draw_hits
from tests.factories import (
    GroupFactory,
    GuidancePageFactory,
    SessionFactory,
    TrainingPageFactory,
    UserFactory,
    first_index,
    translated,
)
from tests.search.site.conftest import Site


def restrict(page: Page, kind: str, *groups: Any) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)


def test_what_is_published_is_found(site: Site) -> None:
    page = GuidancePageFactory(title="Réserver un lot", published=True)
    GuidancePageFactory(title="Réserver un brouillon")
    site.index()
    results = site.find("réserver")
    assert [hit.id for hit in results.hits] == [f"page-{page.pk}"]
    assert results.hits[0].url == page.get_url()
    assert results.engine == "embedded"


def test_what_was_hidden_since_is_not_drawn(site: Site) -> None:
    """Before the index follows: the entry and the engine still hold the page."""
    pages = [
        GuidancePageFactory(title=f"Réserver {n}", published=True) for n in range(4)
    ]
    site.index()
    Page.objects.filter(pk=pages[0].pk).update(live=False)
    gone = timezone.now() - timedelta(minutes=1)
    Page.objects.filter(pk=pages[1].pk).update(expire_at=gone)
    restrict(pages[2], PageViewRestriction.PASSWORD)
    results = site.find("réserver")
    assert [hit.id for hit in results.hits] == [f"page-{pages[3].pk}"]
    assert results.total == 1


def test_pages_of_a_group_are_for_its_members_alone(site: Site) -> None:
    group = GroupFactory()
    page = GuidancePageFactory(title="Réserver entre nous", published=True)
    restrict(page, PageViewRestriction.GROUPS, group)
    site.index()
    member = UserFactory()
    member.groups.add(group)
    assert site.find("réserver").total == 0
    assert site.find("réserver", user=UserFactory()).total == 0
    assert site.find("réserver", user=member).total == 1
    assert site.find("réserver", user=UserFactory(admin=True)).total == 1


def test_an_ancestor_decides_too(site: Site) -> None:
    page = GuidancePageFactory(title="Réserver", published=True)
    site.index()
    restrict(page.get_parent(), PageViewRestriction.LOGIN)
    assert site.find("réserver").total == 0
    assert site.find("réserver", user=UserFactory()).total == 1


def test_a_translation_is_seen_only_while_its_source_is(site: Site) -> None:
    page = GuidancePageFactory(title="Réserver un lot", published=True)
    translated(page, title="Reserve a lot", published=True)
    site.index()
    assert [h.title for h in site.find("reserve", language="en").hits] == [
        "Reserve a lot"
    ]
    Page.objects.filter(pk=page.pk).update(live=False)
    assert site.find("reserve", language="en").total == 0


def test_a_session_is_seen_only_while_its_course_is(site: Site) -> None:
    course = TrainingPageFactory(title="Rédiger une clause", published=True)
    SessionFactory(course=course)
    site.index()
    assert site.find(type="session").total == 1
    Page.objects.filter(pk=course.pk).update(live=False)
    assert site.find(type="session").total == 0


def test_hits_are_drawn_in_three_queries_whatever_they_are(
    site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    course = TrainingPageFactory(published=True)
    for _ in range(3):
        SessionFactory(course=course)
    pages = [GuidancePageFactory(published=True) for _ in range(5)]
    translated(pages[0], title="In English", published=True)
    restrict(first_index(type(course.get_parent().specific)), "login")
    site.index()
    ids = list(SearchEntry.objects.values_list("document_id", flat=True))
    query = SearchQuery(today=timezone.localdate(), audiences=("public", "login"))
    with django_assert_max_num_queries(3):
        hits = draw_hits(ids, query)
    assert len(hits) >= 9


@pytest.mark.django_db
def test_the_audiences_of_a_viewer() -> None:
    group = GroupFactory()
    member = UserFactory()
    member.groups.add(group)
    assert service.audiences_of(None) == ("public",)
    assert service.audiences_of(member) == ("public", "login", f"group:{group.pk}")
