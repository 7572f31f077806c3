import pytest

from portal.core.publishing import missing_for_publication
from tests import factories

PAGES = [
    factories.ActorPageFactory,
    factories.GuidancePageFactory,
    factories.LeverPageFactory,
    factories.PracticePageFactory,
    factories.RolePageFactory,
    factories.StandardPageFactory,
    factories.ToolPageFactory,
    factories.TrainingPageFactory,
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", PAGES)
def test_pages_are_drafts_until_published(make):
    assert not make().live
    page = make(published=True)
    assert page.live
    assert missing_for_publication(page) == []


def test_rows_and_vocabularies_are_given_as_lists():
    stage, theme = factories.StageFactory(), factories.ThemeFactory()
    page = factories.RolePageFactory(
        published=True,
        themes=[theme],
        steps=[factories.RoleStepFactory.build(stage=stage)],
    )
    assert list(page.themes.all()) == [theme]
    assert [row.stage for row in page.steps.all()] == [stage]
    assert page.steps.get().locale == page.locale


def test_a_translation_has_live_ancestors():
    source = factories.LeverPageFactory(published=True)
    page = factories.translated(source, "en", title="A lever", published=True)
    assert page.live
    assert page.title == "A lever"
    assert all(page.get_ancestors().values_list("live", flat=True))


def test_sessions_belong_to_a_course():
    assert factories.SessionFactory().course.live
    assert factories.SessionFactory(past=True).ends_at
