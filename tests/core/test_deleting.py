"""What content cites is not deleted, whoever asks and however."""

import pytest
from django.db import transaction
from django.db.models import RestrictedError
from django.urls import reverse
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text import RichText

from directory.models import ActorPage, DirectoryIndexPage
from knowledge.models import LeverPage
from portal.core.deleting import DeletionRefused
from portal.core.models import PortalDocument, Stage, Theme
from tests.core.messages import told
from tests.factories import (
    ActorPageFactory,
    GuidancePageFactory,
    JobFactory,
    LegalReferenceFactory,
    LeverCombinationFactory,
    LeverPageFactory,
    PracticeOrganisationFactory,
    PracticePageFactory,
    RolePageFactory,
    RoleStepFactory,
    SectorFactory,
    SessionFactory,
    StageFactory,
    StandardPageFactory,
    TerritoryFactory,
    ThemeFactory,
    ToolPageFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db


def linking_to(page: Page) -> RichText:
    return RichText(f'<p><a linktype="page" id="{page.pk}">Voir</a></p>')


CITATIONS = {
    "many-to-many": lambda: _cited(ThemeFactory, lambda x: {"themes": [x]}),
    "territory": lambda: _cited(TerritoryFactory, lambda x: {"territories": [x]}),
    "legal reference": lambda: _cited(
        LegalReferenceFactory, lambda x: {"legal_references": [x]}
    ),
    "foreign key": lambda: _cited(ActorPageFactory, lambda x: {"answers_for": x}),
    "link in a text": lambda: _cited(
        GuidancePageFactory, lambda x: {"body": [("text", linking_to(x))]}
    ),
    "row": lambda: _cited(
        ActorPageFactory,
        lambda x: {"organisations": [PracticeOrganisationFactory.build(actor=x)]},
    ),
}


OF_PAGES = ("foreign key", "link in a text", "row")
of_pages = pytest.mark.parametrize("citation", OF_PAGES, indirect=True)
of_entries = pytest.mark.parametrize(
    "citation", sorted(CITATIONS.keys() - OF_PAGES), indirect=True
)


def _cited(factory, cite):
    target = factory()
    return target, PracticePageFactory(**cite(target))


@pytest.fixture(params=CITATIONS)
def citation(request):
    """What is cited, and the page that cites it."""
    return CITATIONS[request.param]()


class TestByCode:
    def test_a_row(self, citation):
        target, page = citation
        with pytest.raises(DeletionRefused) as refused, transaction.atomic():
            target.delete()
        assert [row.pk for row in refused.value.citing] == [page.pk]
        assert type(target).objects.filter(pk=target.pk).exists()

    def test_a_queryset(self, citation):
        target, _page = citation
        with pytest.raises(DeletionRefused), transaction.atomic():
            type(target).objects.filter(pk=target.pk).delete()
        assert type(target).objects.filter(pk=target.pk).exists()

    @of_pages
    def test_plain_pages(self, citation):
        target, _page = citation
        with pytest.raises(DeletionRefused), transaction.atomic():
            DeletePageAction(Page.objects.get(pk=target.pk), user=None).execute()
        # Here Django's own restriction may come first.
        with pytest.raises(RestrictedError), transaction.atomic():
            Page.objects.filter(pk=target.pk).delete()
        assert Page.objects.filter(pk=target.pk).exists()

    def test_once_nothing_cites_it_any_more(self, citation):
        target, page = citation
        page.delete()
        target.delete()
        assert not type(target).objects.filter(pk=target.pk).exists()

    def test_a_stage_of_a_role(self):
        stage = StageFactory()
        page = RolePageFactory(steps=[RoleStepFactory.build(stage=stage)])
        with pytest.raises(DeletionRefused) as refused, transaction.atomic():
            Stage.objects.filter(pk=stage.pk).delete()
        assert page.pk in {row.pk for row in refused.value.citing}

    def test_the_place_of_a_session(self):
        place = TerritoryFactory()
        session = SessionFactory(territory=place)
        with pytest.raises(DeletionRefused) as refused, transaction.atomic():
            place.delete()
        assert [row.pk for row in refused.value.citing] == [session.course_id]

    def test_entries_that_other_entries_need(self):
        parent = ThemeFactory()
        child = ThemeFactory(parent=parent)
        sector = SectorFactory()
        job = JobFactory()
        job.sectors.add(sector)
        commune = TerritoryFactory()
        epci = TerritoryFactory(epci=True, communes=[commune])
        for target, citing in ((parent, child), (sector, job), (commune, epci)):
            with pytest.raises(DeletionRefused) as refused, transaction.atomic():
                target.delete()
            assert refused.value.citing == [citing]

    def test_entries_go_together(self):
        parent = ThemeFactory()
        ThemeFactory(parent=parent)
        Theme.objects.all().delete()
        assert not Theme.objects.exists()

    def test_a_course_goes_with_its_sessions(self):
        session = SessionFactory()
        session.course.delete()
        assert not type(session).objects.exists()


class TestSubtrees:
    @pytest.fixture
    def space(self) -> DirectoryIndexPage:
        parent = first_index(DirectoryIndexPage)
        return parent.add_child(instance=DirectoryIndexPage(title="Un réseau"))

    def test_whose_members_cite_each_other_are_deleted(self, space):
        one = ActorPageFactory(parent=space)
        ActorPageFactory(parent=space, networks=[one], followed_by=one)
        space.organisation = one
        space.save()
        space.delete()
        assert not ActorPage.objects.exists()

    def test_one_of_which_is_cited_are_not(self, space):
        inside = ActorPageFactory(parent=space)
        outside = PracticePageFactory(buyer=inside)
        with pytest.raises(DeletionRefused) as refused, transaction.atomic():
            space.delete()
        assert [page.pk for page in refused.value.citing] == [outside.pk]
        assert ActorPage.objects.exists()

    def test_pages_that_cite_themselves_are_deleted(self):
        page = ActorPageFactory()
        page.answers_for = page
        page.save()
        page.delete()
        assert not ActorPage.objects.exists()

    def test_rows_that_cite_each_other(self):
        one, other = LeverPageFactory(), LeverPageFactory()
        one.combinations.add(LeverCombinationFactory.build(lever=other))
        one.save()
        with pytest.raises(DeletionRefused), transaction.atomic():
            other.delete()
        LeverPage.objects.filter(pk__in=[one.pk, other.pk]).delete()
        assert not LeverPage.objects.exists()


class TestTranslations:
    def test_go_with_their_source(self):
        source = LeverPageFactory(published=True)
        english = translated(source, published=True)
        source.delete()
        assert not Page.objects.filter(pk=english.pk).exists()

    def test_may_go_alone(self):
        source = LeverPageFactory(published=True)
        translated(source, published=True).delete()
        assert Page.objects.get(pk=source.pk).live

    def test_that_cite_what_their_source_cites_do_not_hold_it(self):
        lever = LeverPageFactory(published=True)
        source = LeverPageFactory(
            published=True, combinations=[LeverCombinationFactory.build(lever=lever)]
        )
        translated(source, published=True)
        source.delete()
        lever.delete()
        assert not LeverPage.objects.exists()

    def test_pages_of_one_language_are_not_lost_with_a_translated_parent(self):
        source = StandardPageFactory(published=True)
        english = translated(source, published=True)
        own = StandardPageFactory(parent=english, locale=english.locale)
        with pytest.raises(DeletionRefused) as refused, transaction.atomic():
            source.delete()
        assert [page.pk for page in refused.value.strays] == [own.pk]
        assert Page.objects.filter(pk=source.pk).exists()

    def test_a_plain_queryset_may_not_leave_them_behind(self):
        source = StandardPageFactory(published=True)
        translated(source, published=True)
        with pytest.raises(DeletionRefused), transaction.atomic():
            Page.objects.filter(pk=source.pk).delete()


class TestInTheAdmin:
    @of_pages
    def test_a_page(self, admin_client, citation):
        target, page = citation
        url = reverse("wagtailadmin_pages:delete", args=[target.pk])
        for send in (admin_client.get, admin_client.post):
            response = send(url, follow=True)
            assert "ne peut pas être supprimé" in told(response)
            assert _edit(page) in told(response)
        assert Page.objects.filter(pk=target.pk).exists()

    @of_entries
    def test_an_entry(self, admin_client, citation):
        target, page = citation
        url = reverse(target.snippet_viewset.get_url_name("delete"), args=[target.pk])
        for send in (admin_client.get, admin_client.post):
            response = send(url, follow=True)
            assert _edit(page) in told(response)
        assert type(target).objects.filter(pk=target.pk).exists()

    def test_several_entries(self, admin_client):
        cited, free = ThemeFactory(), ThemeFactory()
        page = PracticePageFactory(themes=[cited])
        url = reverse("wagtail_bulk_action", args=["core", "theme", "delete"])
        query = f"?id={cited.pk}&id={free.pk}&next=/gestion/"
        response = admin_client.post(url + query, follow=True)
        assert _edit(page) in told(response)
        assert Theme.objects.count() == 2

    def test_several_pages(self, admin_client):
        cited, free = ActorPageFactory(), ActorPageFactory()
        page = PracticePageFactory(buyer=cited)
        response = self.delete(admin_client, cited, free)
        assert _edit(page) in told(response)
        assert ActorPage.objects.count() == 2

    def test_several_pages_that_cite_each_other(self, admin_client):
        one = ActorPageFactory()
        other = ActorPageFactory(followed_by=one)
        one.followed_by = other
        one.save()
        self.delete(admin_client, one, other)
        assert not ActorPage.objects.exists()

    def test_a_page_that_nothing_cites(self, admin_client):
        page = ToolPageFactory()
        url = reverse("wagtailadmin_pages:delete", args=[page.pk])
        admin_client.post(url, follow=True)
        assert not Page.objects.filter(pk=page.pk).exists()

    def test_long_lists_are_cut(self, admin_client):
        theme = ThemeFactory()
        for _number in range(22):
            PracticePageFactory(themes=[theme])
        url = reverse(theme.snippet_viewset.get_url_name("delete"), args=[theme.pk])
        message = told(admin_client.post(url, follow=True))
        assert message.count("<li>") == 21
        assert "2 autres" in message.replace("\xa0", " ")

    def test_a_title_cannot_carry_markup(self, admin_client):
        theme = ThemeFactory()
        PracticePageFactory(themes=[theme], title="<script>alert(1)</script>")
        url = reverse(theme.snippet_viewset.get_url_name("delete"), args=[theme.pk])
        assert "<script>" not in told(admin_client.post(url, follow=True))

    def test_the_log_keeps_who_deleted(self, admin, admin_client):
        page = ToolPageFactory()
        self.delete(admin_client, page)
        entry = PageLogEntry.objects.get(action="wagtail.delete", page_id=page.pk)
        assert entry.user == admin

    def delete(self, client, *pages):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        query = "&".join(f"id={page.pk}" for page in pages)
        return client.post(f"{url}?{query}&next=/gestion/", follow=True)


class TestOldVersions:
    def test_open_without_what_was_deleted_since(self, admin_client):
        actor, lever = ActorPageFactory(), LeverPageFactory()
        page = LeverPageFactory(
            answers_for=actor,
            national_lever=lever,
            combinations=[LeverCombinationFactory.build(lever=lever)],
        )
        old = page.get_latest_revision()
        page.answers_for = page.national_lever = None
        page.combinations.clear()
        page.save_revision()
        page.save()
        actor.delete()
        lever.delete()
        opened = old.as_object()
        assert opened.answers_for is None
        assert list(opened.combinations.all()) == []
        url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
        assert admin_client.get(url).status_code == 200

    def test_keep_a_row_that_can_do_without(self):
        actor = ActorPageFactory()
        page = PracticePageFactory(
            organisations=[PracticeOrganisationFactory.build(actor=actor, role="Suivi")]
        )
        old = page.get_latest_revision()
        page.organisations.clear()
        page.save()
        actor.delete()
        (row,) = old.as_object().organisations.all()
        assert (row.actor, row.role) == (None, "Suivi")

    def test_filter_entries_that_are_no_more(self):
        theme, other = ThemeFactory(), ThemeFactory()
        page = PracticePageFactory(themes=[theme, other])
        old = page.get_latest_revision()
        page.themes.set([other])
        page.save()
        theme.delete()
        assert list(old.as_object().themes.all()) == [other]


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class TestFiles:
    @pytest.fixture
    def file(self) -> PortalDocument:
        return PortalDocument.objects.create(title="Un modèle", file="modele.pdf")

    @pytest.fixture(params=["field", "block"])
    def page(self, request, file) -> Page:
        if request.param == "field":
            return ToolPageFactory(file=file)
        block = {"document": file, "title": "Le modèle", "description": ""}
        return GuidancePageFactory(body=[("file", block)])

    def test_in_the_admin(self, admin_client, file, page):
        url = reverse("wagtaildocs:delete", args=[file.pk])
        response = admin_client.post(url, follow=True)
        assert _edit(page) in told(response)
        assert PortalDocument.objects.filter(pk=file.pk).exists()

    def test_several(self, admin_client, file, page):
        url = reverse("wagtail_bulk_action", args=["core", "portaldocument", "delete"])
        response = admin_client.post(f"{url}?id={file.pk}&next=/gestion/", follow=True)
        assert _edit(page) in told(response)
        assert PortalDocument.objects.filter(pk=file.pk).exists()
