"""A translation lives as long as its source, and has words of its own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from knowledge.models import LeverPage
from portal.core.publishing import PublicationRefused, missing_for_publication
from tests.core.forms import form_data, latest, save
from tests.core.messages import told
from tests.factories import (
    GroupFactory,
    LeverPageFactory,
    StandardPageFactory,
    UserFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> LeverPage:
    return LeverPageFactory(published=True)


@pytest.fixture
def english(source) -> LeverPage:
    return translated(source, published=True)


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


class TestWithdrawing:
    def test_the_source_withdraws_its_translations(self, source, english):
        dutch = translated(source, "nl", published=True)
        source.unpublish()
        assert not is_live(english)
        assert not is_live(dutch)

    def test_by_the_action_of_the_admin(self, source, english, admin_client):
        url = reverse("wagtailadmin_pages:unpublish", args=[source.pk])
        admin_client.post(url)
        assert not is_live(english)

    def test_with_what_is_below(self, admin):
        parent = StandardPageFactory(published=True)
        child = StandardPageFactory(parent=parent, published=True)
        child_english = translated(child, published=True)
        UnpublishPageAction(parent, user=admin, include_descendants=True).execute()
        assert not is_live(child_english)

    def test_a_translation_may_be_withdrawn_alone(self, source, english):
        english.unpublish()
        assert is_live(source)

    def test_publishing_the_source_again_leaves_them_drafts(self, source, english):
        source.unpublish()
        source.get_latest_revision().publish()
        assert not is_live(english)


class TestPublishing:
    def test_asks_for_a_visible_source(self):
        english = translated(LeverPageFactory())
        (gap,) = missing_for_publication(english)
        assert "page qu’elle traduit" in gap.message

    def test_asks_for_a_source_that_has_not_expired(self, source):
        english = translated(source)
        Page.objects.filter(pk=source.pk).update(expire_at=timezone.now())
        assert missing_for_publication(LeverPage.objects.get(pk=english.pk))

    def test_at_a_date_the_source_may_be_due_before(self, in_an_hour):
        source = LeverPageFactory(go_live_at=in_an_hour, published=True)
        english = translated(source)
        english.go_live_at = in_an_hour + timedelta(minutes=1)
        assert missing_for_publication(english) == []
        english.go_live_at = in_an_hour - timedelta(minutes=1)
        assert missing_for_publication(english)

    def test_asks_for_translated_texts(self, source):
        english = translated(source, summary=source.summary)
        with pytest.raises(PublicationRefused) as refused:
            english.get_latest_revision().publish()
        assert [gap.field for gap in refused.value.gaps] == ["summary"]

    def test_asks_for_no_fact(self, source):
        english = translated(source, nature="")
        assert missing_for_publication(english) == []

    def test_the_form_says_it(self, source, admin, admin_client):
        english = translated(source)
        source.unpublish()
        response = save(admin_client, english, form_data(english, admin), "publish")
        assert "page qu’elle traduit" in told(response)


class TestVisitors:
    def see(self, client, page: Page):
        return client.get(page.get_url()).status_code

    def test_see_a_translation_of_a_live_page(self, client, english):
        assert self.see(client, english) == 200

    def test_do_not_see_one_whose_source_is_not_live(self, client, source, english):
        # As after a crash between the two, or a restored database.
        Page.objects.filter(pk=source.pk).update(live=False)
        assert self.see(client, english) == 404

    def test_do_not_see_one_whose_source_has_expired(self, client, source, english):
        Page.objects.filter(pk=source.pk).update(expire_at=timezone.now())
        assert self.see(client, source) == 404
        assert self.see(client, english) == 404

    def test_sign_in_where_the_source_asks_it(self, client, source, english):
        PageViewRestriction.objects.create(
            page=source, restriction_type=PageViewRestriction.LOGIN
        )
        response = client.get(english.get_url())
        assert response.status_code == 302
        assert "login" in response.url
        client.force_login(UserFactory())
        assert self.see(client, english) == 200

    def test_belong_to_the_groups_of_the_source(self, client, source, english):
        group = Group.objects.create(name="Réseau")
        restriction = PageViewRestriction.objects.create(
            page=source, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(group)
        client.force_login(UserFactory())
        assert self.see(client, english) == 302
        client.force_login(UserFactory(groups=[group]))
        assert self.see(client, english) == 200

    def test_give_the_password_of_the_source(self, client, source, english):
        restriction = PageViewRestriction.objects.create(
            page=source,
            restriction_type=PageViewRestriction.PASSWORD,
            password="clauses",
        )
        response = client.get(english.get_url())
        assert "password" in response.content.decode()
        assert source.title not in response.content.decode()
        url = reverse(
            "wagtailcore_authenticate_with_password", args=[restriction.pk, source.pk]
        )
        client.post(url, {"password": "clauses", "return_url": english.get_url()})
        assert self.see(client, english) == 200

    def test_are_stopped_by_restrictions_above_the_source(self, client, source):
        english = translated(source, published=True)
        PageViewRestriction.objects.create(
            page=source.get_parent(), restriction_type=PageViewRestriction.LOGIN
        )
        assert self.see(client, english) == 302

    def test_restrictions_of_a_translation_hold_too(self, client, source, english):
        PageViewRestriction.objects.create(
            page=english, restriction_type=PageViewRestriction.LOGIN
        )
        assert self.see(client, source) == 200
        assert self.see(client, english) == 302


class TestTranslator:
    """The editor of wagtail-localize, which publishes what it has."""

    @pytest.fixture
    def translation(self, source) -> Translation:
        locale = Locale.objects.get_or_create(language_code="en")[0]
        for ancestor in source.get_ancestors().filter(depth__gt=1):
            translate_object(ancestor.specific, [locale])
        translate_object(source, [locale])
        return Translation.objects.get(
            source__object_id=source.translation_key, target_locale=locale
        )

    def finish(self, translation: Translation) -> None:
        for segment in translation.source.stringsegment_set.all():
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={"data": f"{segment.string.data} in English"[:390]},
            )

    def publish(self, client, translation: Translation):
        page = translation.get_target_instance()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return client.post(url, {"action": "publish"}, follow=True)

    def test_new_translations_are_drafts(self, translation):
        assert not translation.get_target_instance().live

    def test_what_is_left_to_translate_is_counted(self, translation, admin_client):
        response = self.publish(admin_client, translation)
        assert "ne sont pas encore traduits" in told(response)
        assert not translation.get_target_instance().live

    def test_a_finished_one_is_published(
        self, translation, admin_client, django_capture_on_commit_callbacks
    ):
        self.finish(translation)
        with django_capture_on_commit_callbacks(execute=True):
            self.publish(admin_client, translation)
        page = translation.get_target_instance()
        assert page.live
        assert page.summary.endswith("in English")

    def test_not_before_its_source(self, source, translation, admin_client):
        self.finish(translation)
        source.unpublish()
        response = self.publish(admin_client, translation)
        assert "page qu’elle traduit" in told(response)

    def test_by_code_too(self, translation, django_capture_on_commit_callbacks):
        with (
            pytest.raises(PublicationRefused),
            django_capture_on_commit_callbacks(execute=True),
        ):
            translation.save_target(publish=True)
        assert not translation.get_target_instance().live

    def test_updating_publishes_the_complete_and_names_the_others(
        self, source, translation, admin_client, django_capture_on_commit_callbacks
    ):
        self.finish(translation)
        with django_capture_on_commit_callbacks(execute=True):
            self.publish(admin_client, translation)
        before = translation.get_target_instance().summary
        source.summary = "Un résumé que personne n’a encore traduit en anglais."
        source.save_revision().publish()
        url = reverse(
            "wagtail_localize:update_translations", args=[translation.source.pk]
        )
        with django_capture_on_commit_callbacks(execute=True):
            response = admin_client.post(
                url, {"publish_translations": "on"}, follow=True
            )
        assert "n’est pas encore traduit" in told(response)
        assert translation.get_target_instance().summary == before
        translation.source.refresh_from_db()
        self.finish(translation)
        with django_capture_on_commit_callbacks(execute=True):
            admin_client.post(url, {"publish_translations": "on"}, follow=True)
        assert translation.get_target_instance().summary.startswith("Un résumé que")

    def test_who_may_not_publish_is_stopped(self, client, source, translation):
        self.finish(translation)
        page = translation.get_target_instance()
        home = first_index(type(source.get_parent().get_parent().specific))
        english_home = home.get_translations().get()
        group = GroupFactory(pages=[english_home], pages__rights=["change"])
        client.force_login(UserFactory(groups=[group]))
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.post(url, {"action": "publish"})
        assert not latest(page).live
