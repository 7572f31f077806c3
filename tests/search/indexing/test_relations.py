"""What a batch of pages is filed under is read at once, and as Django would."""

import pytest
from django.db.models import prefetch_related_objects

from knowledge.models import LeverPage
from search.indexing.relations import give_many_to_many, split_paths
from tests.factories import LeverPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db

PATHS = ["themes__parent", "territories"]


@pytest.fixture
def levers() -> list[LeverPage]:
    parent = ThemeFactory()
    themes = [ThemeFactory(parent=parent), ThemeFactory(), parent]
    LeverPageFactory(themes=themes)
    LeverPageFactory(themes=themes[:1])
    LeverPageFactory()
    return list(LeverPage.objects.order_by("pk"))


def test_the_same_as_django_in_the_same_order(levers):
    theirs = list(LeverPage.objects.order_by("pk"))
    prefetch_related_objects(theirs, *PATHS)
    give_many_to_many(levers, PATHS)
    for ours, other in zip(levers, theirs, strict=True):
        assert list(ours.themes.all()) == list(other.themes.all())


def test_two_queries_a_relation_and_none_afterwards(levers, django_assert_num_queries):
    with django_assert_num_queries(3):  # nothing is filed under a place
        give_many_to_many(levers, PATHS)
    with django_assert_num_queries(0):
        parents = [theme.parent for page in levers for theme in page.themes.all()]
    assert len(parents) == 4


def test_other_relations_are_left_to_django():
    ours, others = split_paths(LeverPage, [*PATHS, "funders__funder", "answers_for"])
    assert (ours, others) == (PATHS, ["funders__funder", "answers_for"])
