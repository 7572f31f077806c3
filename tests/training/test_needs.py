"""Needs are numbers by course and place; nobody can tell who asked."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from search.territories import current_relations
from tests.factories import (
    ActorPageFactory,
    GroupFactory,
    TerritoryFactory,
    TrainingPageFactory,
    UserFactory,
    first_index,
)
from tests.templates.reading import faults, read, words
from training.models import Need, TrainingIndexPage, TrainingPage
from training.needs import counted_at, demand_for, people_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def course() -> TrainingPage:
    return TrainingPageFactory(title="Calibrer", published=True)


@pytest.fixture
def hirson():
    return TerritoryFactory(name="Hirson", code="02381", postcodes="02500")


@pytest.fixture
def around(hirson):
    return TerritoryFactory(
        level="epci", code="240200469", name="CC des Trois Rivières", communes=[hirson]
    )


def ask(client: Client, course: TrainingPage, **sent: object):
    data = {"lieu": "Hirson", "personnes": "1", **sent}
    return client.post(f"/fr/agenda/besoin/{course.pk}/", data)


class TestCounting:
    def test_a_need_is_counted_at_the_intermunicipality(self, client, course, around):
        response = ask(client, course, personnes="8")
        assert response.status_code == 302
        need = Need.objects.get()
        assert (need.course, need.territory) == (course, around)
        assert (need.requests, need.people) == (1, 8)
        assert need.month == timezone.localdate().replace(day=1)

    def test_nothing_of_who_asked_is_kept(self, client, course, around):
        response = ask(client, course)
        assert not client.cookies
        assert not response.cookies
        fields = {field.name for field in Need._meta.get_fields()}
        assert fields == {"id", "course", "territory", "month", "requests", "people"}

    def test_the_same_visitor_counts_once_a_day(self, client, course, around):
        for _ in range(3):
            ask(client, course)
        assert Need.objects.get().requests == 1
        other = Client(headers={"user-agent": "Autre"})
        ask(other, course)
        assert Need.objects.get().requests == 2

    def test_without_its_cache_no_need_is_lost(
        self, client, course, around, cache_away
    ):
        ask(client, course)
        assert Need.objects.get().requests == 1

    def test_too_many_at_once_are_slowed(self, client, course, around, monkeypatch):
        monkeypatch.setattr("portal.core.throttling.ALLOWED", 1)
        ask(client, course)
        response = ask(client, course)
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        assert Need.objects.get().requests == 1

    def test_a_commune_alone_counts_as_itself(self, course, hirson):
        relations = current_relations()
        assert counted_at(hirson.value, relations) == hirson.value


class TestPage:
    def test_says_it_is_counted_and_who_can_help(self, client, course, around, index):
        near = ActorPageFactory(
            title="Un organisme",
            kinds=["organisme-formation"],
            areas=[around],
            published=True,
        )
        ActorPageFactory(
            title="Une entreprise", kinds=["ei"], areas=[around], published=True
        )
        index()
        response = ask(client, course)
        page = read(client, response.url)
        text = words(page.main)
        assert "Votre besoin est compté" in text
        assert near.title in text
        assert "Une entreprise" not in text
        assert "ne recommande personne" in text
        follow = page.find("a", href=lambda h: h and h.startswith("/fr/agenda/?"))
        assert "territoire=commune-02381" in follow["href"]
        assert faults(page) == []

    def test_those_on_a_path_are_sent_to_other_bodies(self, client, around, index):
        people = TrainingPageFactory(for_whom="parcours", published=True)
        prescriber = ActorPageFactory(
            title="Un prescripteur",
            kinds=["prescripteur"],
            areas=[around],
            published=True,
        )
        index()
        assert prescriber.title in words(read(client, ask(client, people).url).main)

    def test_the_form_reads_well(self, client, course):
        page = read(client, f"/fr/agenda/besoin/{course.pk}/")
        assert faults(page) == []
        assert page.find("input", {"name": "csrfmiddlewaretoken"}) is None

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"lieu": ""}, "Écrivez le nom"),
            ({"lieu": "Nulle Part"}, "Aucun lieu de ce nom"),
            ({"personnes": "0"}, "de 1 à 200"),
            ({"personnes": "1e9"}, "de 1 à 200"),
            ({"personnes": "٣"}, "de 1 à 200"),
            ({"lieu": "", "territoire": "commune-99999"}, "Écrivez le nom"),
            ({"lieu": "<script>" * 50}, "Aucun lieu de ce nom"),
        ],
    )
    def test_says_what_to_put_right(self, client, course, hirson, sent, said):
        response = ask(client, course, **sent)
        page = BeautifulSoup(response.content, "html.parser")
        assert said in words(page.main)
        assert faults(page) == []
        assert not Need.objects.exists()

    def test_offers_the_places_that_may_be_meant(self, client, course):
        for code in ("02701", "02702"):
            TerritoryFactory(name=f"Saint-{code}", code=code)
        response = ask(client, course, lieu="Saint")
        page = BeautifulSoup(response.content, "html.parser")
        assert len(page.select("[name=territoire]")) == 2
        ask(client, course, lieu="Saint", territoire="commune-02702")
        assert Need.objects.get().territory.code == "02702"

    def test_a_commune_is_meant_before_what_bears_its_name(self, client, course):
        laon = TerritoryFactory(name="Laon", code="02408")
        TerritoryFactory(
            level="arrondissement", code="022", name="Laon", communes=[laon]
        )
        ask(client, course, lieu="Laon")
        assert Need.objects.get().territory == laon

    def test_a_course_that_is_hidden_has_none(self, client):
        draft = TrainingPageFactory()
        private = TrainingPageFactory(published=True)
        private.view_restrictions.create(restriction_type="login")
        over = TrainingPageFactory(published=True)
        TrainingPage.objects.filter(pk=over.pk).update(expire_at=timezone.now())
        for course in (draft, private, over):
            assert client.get(f"/fr/agenda/besoin/{course.pk}/").status_code == 404

    def test_the_course_leads_here(self, client, course):
        html = client.get(course.get_url()).content.decode()
        assert f"/fr/agenda/besoin/{course.pk}/" in html


class TestTrainers:
    def test_see_what_is_asked_of_their_courses(self, admin_client, course, around):
        Need.count(course.pk, around.pk, 5)
        Need.count(course.pk, around.pk, 2)
        html = admin_client.get(reverse("training_sessions:needs"))
        cells = [
            words(td) for td in BeautifulSoup(html.content, "html.parser").select("td")
        ]
        assert cells[:4] == ["Calibrer", around.name, "7", "2"]
        assert people_waiting(course) == 7

    def test_and_not_of_those_of_others(self, client, course, around):
        Need.count(course.pk, around.pk, 5)
        space = first_index(TrainingIndexPage).add_child(
            instance=TrainingIndexPage(title="Un autre")
        )
        space.save_revision().publish()
        TrainingPageFactory(parent=space, published=True)
        client.force_login(UserFactory(groups=[GroupFactory(pages=[space])]))
        html = client.get(reverse("training_sessions:needs")).content.decode()
        assert around.name not in html
        client.force_login(UserFactory(groups=[GroupFactory(pages=[])]))
        assert client.get(reverse("training_sessions:needs")).status_code == 302

    def test_needs_of_long_ago_no_longer_count(self, course, around):
        today = timezone.localdate()
        Need.count(course.pk, around.pk, 5, date(today.year - 2, today.month, 1))
        assert people_waiting(course) == 0
        assert demand_for([course.pk]) == []

    def test_are_told_beside_the_course(self, admin_client, course, around):
        Need.count(course.pk, around.pk, 5)
        html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[course.pk]))
        assert "5 personnes ont besoin d’une date" in html.content.decode()
