"""The explorer tells who answers for a page, how far to trust it, and until when."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.models import FrameworkIndexPage, LeverIndexPage, PracticeIndexPage
from portal.core.listing import content_models
from tests import factories
from tests.factories import (
    ActorPageFactory,
    GuidancePageFactory,
    LeverPageFactory,
    RolePageFactory,
    first_index,
    translated,
)

pytestmark = pytest.mark.django_db


def explored(client, parent, query: str = "") -> set[int]:
    url = reverse("wagtailadmin_explore", args=[parent.pk])
    response = client.get(f"{url}?{query}")
    assert response.status_code == 200
    return {page.pk for page in response.context["object_list"]}


class TestFilters:
    @pytest.fixture
    def index(self) -> LeverIndexPage:
        return first_index(LeverIndexPage)

    def test_trust(self, admin_client, index):
        read = LeverPageFactory(trust="etat")
        LeverPageFactory()
        assert explored(admin_client, index, "trust=etat") == {read.pk}

    def test_review(self, admin_client, index):
        today = timezone.localdate()
        past = LeverPageFactory(review_by=today - timedelta(days=1))
        soon = LeverPageFactory(review_by=today + timedelta(days=10))
        later = LeverPageFactory(review_by=today + timedelta(days=400))
        never = LeverPageFactory()
        assert explored(admin_client, index, "review=past") == {past.pk}
        assert explored(admin_client, index, "review=soon") == {soon.pk}
        assert explored(admin_client, index, "review=none") == {never.pk}
        assert later.pk in explored(admin_client, index)

    def test_organisation(self, admin_client, index):
        actor = ActorPageFactory()
        owned = LeverPageFactory(answers_for=actor)
        LeverPageFactory()
        assert explored(admin_client, index, f"answers_for={actor.pk}") == {owned.pk}

    def test_state(self, admin_client, index, in_an_hour):
        draft = LeverPageFactory()
        live = LeverPageFactory(published=True)
        changed = LeverPageFactory(published=True)
        changed.save_revision()
        due = LeverPageFactory(go_live_at=in_an_hour, published=True)
        states = {
            state: explored(admin_client, index, f"state={state}")
            for state in ("draft", "live", "changed", "scheduled")
        }
        assert states == {
            "draft": {draft.pk, due.pk},
            "live": {live.pk, changed.pk},
            "changed": {changed.pk},
            "scheduled": {due.pk},
        }

    def test_of_the_type(self, admin_client, index):
        grant = LeverPageFactory(nature="subvention", status="ouvert")
        LeverPageFactory(nature="pret", status="ferme")
        assert explored(admin_client, index, "nature=subvention") == {grant.pk}
        assert explored(admin_client, index, "status=ouvert") == {grant.pk}

    def test_together_with_a_search(self, admin_client, index):
        wanted = LeverPageFactory(title="Aide au poste", trust="etat", status="ouvert")
        LeverPageFactory(title="Aide au poste", trust="reseau")
        LeverPageFactory(title="Autre", trust="etat")
        query = "q=aide&trust=etat&status=ouvert&state=draft&review=none"
        assert explored(admin_client, index, query) == {wanted.pk}

    @pytest.mark.parametrize(
        "query", ["trust=x", "review=x", "state=x", "answers_for=abc", "status=%00"]
    )
    def test_stand_unknown_values(self, admin_client, index, query):
        LeverPageFactory()
        explored(admin_client, index, query)

    @pytest.mark.parametrize(
        "query", ["%22", "%00", "'", "*", "%25", "a%22b", "(", "-"]
    )
    def test_a_search_stands_any_text(self, admin_client, index, query):
        LeverPageFactory()
        explored(admin_client, index, f"q={query}")

    def test_where_types_are_mixed(self, admin_client):
        sheet = GuidancePageFactory(trust="etat")
        role = RolePageFactory(trust="etat")
        GuidancePageFactory()
        index = first_index(FrameworkIndexPage)
        assert explored(admin_client, index, "trust=etat") == {sheet.pk, role.pk}
        assert len(explored(admin_client, index)) == 3


class TestColumns:
    def test_say_who_answers_trust_and_review(self, admin_client):
        actor = ActorPageFactory(title="Réseau des régies")
        day = timezone.localdate() + timedelta(days=40)
        LeverPageFactory(answers_for=actor, trust="etat", review_by=day)
        url = reverse("wagtailadmin_explore", args=[first_index(LeverIndexPage).pk])
        html = admin_client.get(url).content.decode()
        assert "Réseau des régies" in html
        assert "Lu par l’équipe de l’État" in html
        assert str(day.year) in html

    def test_of_a_translation_are_those_of_its_source(self, admin_client):
        source = LeverPageFactory(published=True)
        english = translated(source)
        source.trust = "etat"
        source.save()
        url = reverse("wagtailadmin_explore", args=[english.get_parent().pk])
        assert "Lu par l’équipe de l’État" in admin_client.get(url).content.decode()

    def test_spaces_are_listed_among_pages(self, admin_client):
        index = first_index(PracticeIndexPage)
        space = index.add_child(instance=PracticeIndexPage(title="Un réseau"))
        page = factories.PracticePageFactory()
        assert explored(admin_client, index) == {space.pk, page.pk}


@pytest.mark.parametrize("model", content_models())
def test_each_type_has_its_list_in_the_menu(admin_client, model):
    url = reverse(
        "wagtailadmin_pages:type_use",
        args=[model._meta.app_label, model._meta.model_name],
    )
    assert admin_client.get(url).status_code == 200
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert url in home
