"""Who may see a page is right in the index after the next drain."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from knowledge.models import PracticeIndexPage
from search.indexing.visibility import narrowed
from tests.factories import (
    GroupFactory,
    GuidancePageFactory,
    PracticePageFactory,
    SessionFactory,
    TrainingPageFactory,
    first_index,
    translated,
)
from tests.search.indexing.conftest import entry_of

pytestmark = pytest.mark.django_db


def restrict(page, kind=PageViewRestriction.LOGIN, groups=(), **values):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=kind, **values
    )
    if groups:
        restriction.groups.set(groups)
    return restriction


def audiences(index, page):
    document = index.of(page)
    assert entry_of(page).audiences == list(document.audiences if document else ())
    return document.audiences if document else None


def test_a_login_a_group_or_a_password_narrows_who_sees_a_page(index):
    page = GuidancePageFactory(published=True)
    one, other = GroupFactory(), GroupFactory()
    assert audiences(index, page) == ("public",)
    restriction = restrict(page)
    assert audiences(index, page) == ("login",)
    restriction.restriction_type = PageViewRestriction.GROUPS
    restriction.save()
    assert audiences(index, page) is None  # no group yet
    restriction.groups.add(one, other)
    assert audiences(index, page) == (f"group:{one.pk}", f"group:{other.pk}")
    other.pageviewrestriction_set.remove(restriction)
    assert audiences(index, page) == (f"group:{one.pk}",)
    restriction.restriction_type = PageViewRestriction.PASSWORD
    restriction.password = "a password shared by many"
    restriction.save()
    assert audiences(index, page) is None
    assert entry_of(page).plain_text == ""
    restriction.delete()
    assert audiences(index, page) == ("public",)


def test_a_restriction_holds_for_everything_below(index):
    place = first_index(PracticeIndexPage)
    pages = PracticePageFactory.create_batch(2, published=True)
    english = translated(pages[0], "en", title="A practice", published=True)
    elsewhere = GuidancePageFactory(published=True)
    assert all(audiences(index, page) == ("public",) for page in (*pages, english))
    restriction = restrict(place)
    assert [audiences(index, page) for page in pages] == [("login",)] * 2
    # What translates a restricted page is restricted too, wherever it stands.
    assert audiences(index, english) == ("login",)
    assert audiences(index, elsewhere) == ("public",)
    restriction.delete()
    assert all(audiences(index, page) == ("public",) for page in (*pages, english))


def test_a_page_moved_into_a_private_place_is_private(index):
    private = PracticeIndexPage(title="Réseau", slug="reseau")
    first_index(PracticeIndexPage).add_child(instance=private)
    restrict(private)
    page = PracticePageFactory(published=True)
    assert audiences(index, page) == ("public",)
    page.move(private, pos="last-child")
    assert audiences(index, page) == ("login",)


def test_two_restrictions_leave_those_who_surely_pass_both(index):
    one, other = GroupFactory(), GroupFactory()
    page = PracticePageFactory(published=True)
    restrict(page, PageViewRestriction.GROUPS, [one, other])
    restrict(first_index(PracticeIndexPage), PageViewRestriction.GROUPS, [other])
    assert audiences(index, page) == (f"group:{other.pk}",)


def test_a_deleted_group_sees_nothing_any_more(index):
    one, other = GroupFactory(), GroupFactory()
    page = GuidancePageFactory(published=True)
    restrict(page, PageViewRestriction.GROUPS, [one, other])
    index.drain()
    Group.objects.get(pk=other.pk).delete()
    assert audiences(index, page) == (f"group:{one.pk}",)
    Group.objects.get(pk=one.pk).delete()
    assert audiences(index, page) is None


def test_sessions_are_seen_by_who_sees_their_course(index):
    session = SessionFactory()
    assert index.of(session).audiences == ("public",)
    restriction = restrict(session.course)
    assert index.of(session).audiences == ("login",)
    assert entry_of(session).audiences == ["login"]
    restriction.delete()
    assert index.of(session).audiences == ("public",)


def test_a_stricter_source_holds_for_its_translation(index):
    page = GuidancePageFactory(published=True)
    english = translated(page, "en", title="A sheet", published=True)
    restrict(page)
    assert audiences(index, english) == ("login",)
    # The source is read in English by those for whom its translation is no wider.
    assert "en" not in index.of(page).readable_in


def test_a_stricter_translation_leaves_the_source_to_the_public(index):
    page = TrainingPageFactory(published=True)
    english = translated(page, "en", title="A course", published=True)
    assert "en" not in index.of(page).readable_in
    restrict(english)
    assert audiences(index, english) == ("login",)
    assert audiences(index, page) == ("public",)
    assert "en" in index.of(page).readable_in


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("public",), ("public",), ("public",)),
        (("public",), ("login",), ("login",)),
        (("login",), ("public",), ("login",)),
        (("login",), ("group:1",), ("group:1",)),
        (("group:1", "group:2"), ("group:2",), ("group:2",)),
        (("group:1",), ("group:2",), ()),
        ((), ("public",), ()),
        (("login",), (), ()),
    ],
)
def test_who_is_in_two_audiences(one, other, both):
    assert narrowed(one, other) == both
    assert set(narrowed(other, one)) == set(both)
