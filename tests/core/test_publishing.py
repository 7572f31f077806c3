"""Every way a page goes live asks for the same things, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from knowledge.models import PracticeIndexPage, PracticePage
from portal.core.publishing import (
    PublicationRefused,
    gaps_allowed,
    missing_for_publication,
)
from tests.core.forms import creation_data, form_data, save
from tests.core.messages import told
from tests.factories import (
    GroupFactory,
    GuidancePageFactory,
    LeverPageFactory,
    PracticePageFactory,
    RolePageFactory,
    UserFactory,
    first_index,
)
from tests.factories.pages import SUMMARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> PracticePage:
    """Only a title, which is all that a draft needs."""
    return PracticePageFactory(
        title="Un chantier", summary="", body=[], problem="", done=""
    )


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


class TestWhatIsMissing:
    def test_is_said_in_one_list(self, draft):
        assert [gap.field for gap in missing_for_publication(draft)] == [
            "summary",
            "problem",
            "done",
        ]

    @pytest.mark.parametrize("length", [0, 39, 401])
    def test_a_summary_has_its_length(self, length):
        page = LeverPageFactory.build(parent=None, summary="x" * length)
        assert [gap.field for gap in missing_for_publication(page)] == ["summary"]

    @pytest.mark.parametrize("length", [40, 400])
    def test_the_bounds_are_accepted(self, length):
        page = LeverPageFactory.build(parent=None, summary="x" * length)
        assert missing_for_publication(page) == []

    def test_spaces_and_empty_paragraphs_are_nothing(self):
        page = PracticePageFactory.build(parent=None, problem="  \n ")
        assert [gap.field for gap in missing_for_publication(page)] == ["problem"]

    def test_a_refusal_names_the_page_and_each_gap(self, draft):
        with pytest.raises(PublicationRefused) as refused:
            draft.get_latest_revision().publish()
        assert "Un chantier" in str(refused.value)
        assert len(refused.value.gaps) == 3
        assert set(refused.value.error_dict) == {"summary", "problem", "done"}


class TestByCode:
    def test_a_revision(self, draft):
        with pytest.raises(PublicationRefused):
            draft.get_latest_revision().publish()
        assert not is_live(draft)

    def test_the_action_that_the_editor_uses(self, draft):
        action = PublishPageRevisionAction(draft.get_latest_revision())
        with pytest.raises(PublicationRefused):
            action.execute()
        assert not is_live(draft)

    def test_a_page_added_live(self):
        parent = _index()
        with pytest.raises(PublicationRefused):
            parent.add_child(instance=PracticePage(title="En ligne", live=True))
        assert not Page.objects.filter(title="En ligne").exists()

    def test_a_page_saved_live(self, draft):
        draft.live = True
        with pytest.raises(PublicationRefused):
            draft.save()
        assert not is_live(draft)

    def test_a_live_page_may_be_saved_again(self):
        page = PracticePageFactory(published=True)
        page.summary = ""
        page.save()
        assert is_live(page)

    def test_a_date_to_come_is_refused_at_once(self, draft, in_an_hour):
        draft.go_live_at = in_an_hour
        with pytest.raises(PublicationRefused):
            draft.save_revision().publish()
        assert draft.get_latest_revision().approved_go_live_at is None

    def test_imports_may_leave_gaps(self, draft):
        with gaps_allowed():
            draft.get_latest_revision().publish()
        assert is_live(draft)
        draft.refresh_from_db()
        assert missing_for_publication(draft)

    def test_gaps_are_allowed_inside_only(self, draft):
        with gaps_allowed():
            pass
        with pytest.raises(PublicationRefused):
            draft.get_latest_revision().publish()


class TestCopies:
    def test_a_copy_that_lacks_something_is_not_published(self):
        page = PracticePageFactory(published=True)
        PracticePage.objects.filter(pk=page.pk).update(problem="")
        page.refresh_from_db()
        with pytest.raises(PublicationRefused):
            CopyPageAction(
                page, keep_live=True, update_attrs={"slug": "copie"}
            ).execute()

    def test_in_a_subtree_nothing_is_copied_by_halves(self, admin_client):
        index = _index()
        page = PracticePageFactory(published=True)
        PracticePage.objects.filter(pk=page.pk).update(problem="")
        count = Page.objects.count()
        response = admin_client.post(
            reverse("wagtailadmin_pages:copy", args=[index.pk]),
            {
                "new_title": "Copie",
                "new_slug": "copie",
                "new_parent_page": index.get_parent().pk,
                "copy_subpages": "on",
                "publish_copies": "on",
            },
            follow=True,
        )
        assert "problème" in told(response)
        assert Page.objects.count() == count

    def test_a_copy_stays_a_draft(self, admin_client):
        page = PracticePageFactory(published=True)
        copy = CopyPageAction(
            page, keep_live=False, update_attrs={"slug": "copie"}
        ).execute()
        assert not copy.live

    def test_an_alias_follows_its_original(self):
        with gaps_allowed():
            page = PracticePageFactory(published=True, problem="")
        alias = page.create_alias(update_slug="alias")
        assert alias.live


class TestEditForm:
    def test_a_draft_needs_a_title_only(self, admin, admin_client):
        index = _index()
        page = PracticePage(title="Un titre", slug="un-titre")
        url = reverse(
            "wagtailadmin_pages:add", args=["knowledge", "practicepage", index.pk]
        )
        admin_client.post(url, creation_data(page, index, admin))
        assert not PracticePage.objects.get(slug="un-titre").live

    def test_a_new_page_that_lacks_something_is_not_made(self, admin, admin_client):
        index = _index()
        page = PracticePage(title="Un titre", slug="un-titre")
        url = reverse(
            "wagtailadmin_pages:add", args=["knowledge", "practicepage", index.pk]
        )
        data = creation_data(page, index, admin, **{"action-publish": "1"})
        response = admin_client.post(url, data)
        assert "ne peut pas encore être publiée" in told(response)
        assert not PracticePage.objects.filter(slug="un-titre").exists()

    @pytest.mark.parametrize("button", ["publish", "submit"])
    def test_the_list_stands_beside_the_fields(self, admin, admin_client, button):
        page = PracticePageFactory()
        data = form_data(page, admin, summary="Court.", problem="", done="Fait.")
        revisions = page.revisions.count()
        response = save(admin_client, page, data, button)
        form = response.context["form"]
        assert {"summary", "problem"} <= set(form.errors)
        assert form["summary"].value() == "Court."
        assert form["done"].value() == "Fait."
        message = told(response)
        assert "ne peut pas encore être publiée" in message
        assert "problème" in message
        assert page.revisions.count() == revisions
        assert PracticePage.objects.get(pk=page.pk).summary == SUMMARY

    def test_a_draft_is_saved_with_gaps(self, admin, admin_client, draft):
        response = save(admin_client, draft, form_data(draft, admin), "")
        assert response.status_code == 302
        assert draft.revisions.count() == 2

    def test_a_live_page_keeps_its_text_while_its_draft_lacks_some(
        self, admin, admin_client
    ):
        page = PracticePageFactory(published=True)
        save(admin_client, page, form_data(page, admin, summary=""), "")
        page = PracticePage.objects.get(pk=page.pk)
        assert page.summary == SUMMARY
        assert page.get_latest_revision_as_object().summary == ""

    def test_a_complete_page_is_published(self, admin, admin_client):
        page = PracticePageFactory()
        save(admin_client, page, form_data(page, admin), "publish")
        assert is_live(page)

    def test_one_who_may_not_publish_only_saves(self, client):
        group = GroupFactory(pages=[_index()], pages__rights=["add", "change"])
        author = UserFactory(groups=[group])
        client.force_login(author)
        page = PracticePageFactory(problem="", owner=author)
        response = save(client, page, form_data(page, author), "publish")
        assert response.status_code == 302
        assert not is_live(page)


class TestWorkflow:
    @pytest.fixture
    def workflow(self) -> Workflow:
        workflow = Workflow.objects.create(name="Relecture")
        task = GroupApprovalTask.objects.create(name="Relire")
        task.groups.add(GroupFactory(pages=[_index()]))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=_index())
        return workflow

    def test_submitting_asks(self, admin, admin_client, workflow):
        page = PracticePageFactory(problem="")
        response = save(admin_client, page, form_data(page, admin), "submit")
        assert "problème" in told(response)
        assert page.current_workflow_state is None

    def test_approving_asks_and_leaves_the_task_open(
        self, admin, admin_client, workflow
    ):
        page = PracticePageFactory(problem="")
        state = workflow.start(page, admin)
        url = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[page.pk, "approve", state.current_task_state.pk],
        )
        response = admin_client.post(url, follow=True)
        assert "problème" in told(response)
        assert response.redirect_chain[-1][0].endswith(f"/pages/{page.pk}/edit/")
        assert not is_live(page)
        assert page.current_workflow_state.status == "in_progress"

    def test_approving_in_a_dialog_sends_to_the_page(
        self, admin, admin_client, workflow
    ):
        page = PracticePageFactory(problem="")
        state = workflow.start(page, admin)
        url = reverse(
            "wagtailadmin_pages:workflow_action",
            args=[page.pk, "approve", state.current_task_state.pk],
        )
        response = admin_client.post(
            url, {"comment": "Bien"}, HTTP_X_REQUESTED_WITH="XMLHttpRequest"
        )
        assert response.json()["redirect"].endswith(f"/pages/{page.pk}/edit/")

    def test_approving_from_the_form_asks(self, admin, admin_client, workflow):
        page = PracticePageFactory(problem="")
        workflow.start(page, admin)
        data = form_data(page, admin, **{"workflow-action-name": "approve"})
        response = save(admin_client, page, data, "workflow-action")
        assert "problem" in response.context["form"].errors

    def test_rejecting_does_not_ask(self, admin, admin_client, workflow):
        page = PracticePageFactory(problem="")
        workflow.start(page, admin)
        data = form_data(page, admin, **{"workflow-action-name": "reject"})
        assert save(admin_client, page, data, "workflow-action").status_code == 302


class TestBulk:
    def publish(self, client, pages, **data):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        query = "&".join(f"id={page.pk}" for page in pages)
        return client.post(f"{url}?{query}&next=/gestion/", data, follow=True)

    def test_publishes_the_complete_and_names_the_others(self, admin_client, draft):
        complete = PracticePageFactory()
        response = self.publish(admin_client, [draft, complete])
        assert is_live(complete)
        assert not is_live(draft)
        message = told(response)
        assert "Un chantier" in message
        assert "problème" in message
        assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in message

    def test_with_descendants(self, admin_client, draft):
        complete = PracticePageFactory()
        response = self.publish(admin_client, [_index()], include_descendants="on")
        assert is_live(complete)
        assert not is_live(draft)
        assert "Un chantier" in told(response)

    def test_nothing_is_said_to_be_published_when_nothing_was(
        self, admin_client, draft
    ):
        response = self.publish(admin_client, [draft])
        assert "été publiée" not in told(response)


class TestOtherTypes:
    @pytest.mark.parametrize(
        ("factory", "field"),
        [
            (GuidancePageFactory, "short_answer"),
            (RolePageFactory, "mission"),
            (RolePageFactory, "role"),
            (LeverPageFactory, "nature"),
        ],
    )
    def test_ask_for_what_makes_them(self, factory, field):
        page = factory(**{field: ""})
        with pytest.raises(ValidationError):
            page.get_latest_revision().publish()


def _index() -> Page:
    return first_index(PracticeIndexPage)
