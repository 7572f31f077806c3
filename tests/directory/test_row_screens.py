"""The screens of contacts and coverage: rights are those on the organisation's page."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from directory.enums import CoverageRole, CoverageState, LegalBasis
from directory.models import ActorPage, Contact, Coverage
from directory.rights import actors_of
from tests.core.forms import fields_of
from tests.core.messages import told
from tests.factories import (
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    GroupFactory,
    TerritoryFactory,
    ThemeFactory,
    UserFactory,
    translated,
)

pytestmark = pytest.mark.django_db


def contacts(name: str, *args: object) -> str:
    return reverse(f"directory_contacts:{name}", args=args)


def coverages(name: str, *args: object) -> str:
    return reverse(f"directory_coverages:{name}", args=args)


def of_service(actor: ActorPage, /, **changes: object) -> dict[str, object]:
    return {
        "actor": actor.pk,
        "purpose": "Clauses sociales",
        "email": "clauses@example.org",
        "phone": "03 20 00 00 00",
        "sort_order": 0,
        **changes,
    }


def covered(actor: ActorPage, /, **changes: object) -> dict[str, object]:
    territory = changes.pop("territory", None) or TerritoryFactory().pk
    return {
        "actor": actor.pk,
        "territory": territory,
        "state": CoverageState.COVERED,
        "role": CoverageRole.LEAD,
        **changes,
    }


class TestRights:
    @pytest.mark.parametrize("name", ["edit", "delete", "history", "withdraw"])
    def test_contacts_of_others_are_closed(self, member_client, name):
        foreign = ContactFactory()
        url = contacts(name, foreign.pk)
        assert "autorisations" in told(member_client.get(url, follow=True))
        member_client.post(url, of_service(foreign.actor, purpose="Autre"))
        kept = Contact.objects.get(pk=foreign.pk)
        assert (kept.purpose, kept.withdrawn_on) == (foreign.purpose, None)

    @pytest.mark.parametrize("name", ["edit", "delete", "history"])
    def test_coverage_of_others_is_closed(self, member_client, name):
        foreign = CoverageFactory()
        url = coverages(name, foreign.pk)
        assert "autorisations" in told(member_client.get(url, follow=True))

    @pytest.mark.parametrize("name", ["edit", "delete", "history", "withdraw"])
    def test_own_contacts_are_open(self, member_client, actor, name):
        contact = ContactFactory(actor=actor)
        assert member_client.get(contacts(name, contact.pk)).status_code == 200

    @pytest.mark.parametrize("name", ["edit", "delete", "history"])
    def test_own_coverage_is_open(self, member_client, actor, name):
        coverage = CoverageFactory(actor=actor)
        assert member_client.get(coverages(name, coverage.pk)).status_code == 200

    def test_lists_hold_what_one_may_change(self, member_client, actor):
        own, _foreign = CoverageFactory(actor=actor), CoverageFactory()
        response = member_client.get(coverages("index"))
        assert list(response.context["object_list"]) == [own]

    @pytest.mark.parametrize("query", ["actor=abc", "state=x", "withdrawn=x", "p=99"])
    def test_lists_stand_any_address(self, admin_client, actor, query):
        for screens in (contacts, coverages):
            answer = admin_client.get(f"{screens('index')}?{query}")
            assert answer.status_code in {200, 404}

    def test_rows_are_of_source_pages(self, admin, actor):
        english = translated(actor, published=True)
        assert actor in actors_of(admin)
        assert english not in actors_of(admin)

    def test_nothing_is_added_for_others(self, member_client, actor):
        other = ActorPageFactory(published=True)
        response = member_client.post(contacts("add"), of_service(other))
        assert "actor" in response.context["form"].errors

    def test_a_live_page_takes_the_right_to_publish(self, actor):
        space = actor.get_parent().specific
        group = GroupFactory(pages=[space], pages__rights=["change"])
        client = Client()
        client.force_login(UserFactory(groups=[group]))
        response = client.post(contacts("add"), of_service(actor))
        assert "actor" in response.context["form"].errors


class TestContacts:
    def test_add(self, member_client, actor):
        response = member_client.post(contacts("add"), of_service(actor))
        contact = Contact.objects.get()
        assert contact.phone == "+33320000000"
        assert response.url.endswith(f"?actor={actor.pk}")

    def test_add_starts_from_its_organisation(self, member_client, actor):
        page = member_client.get(f"{contacts('add')}?actor={actor.pk}")
        assert fields_of(page.content.decode())["actor"] == str(actor.pk)

    def test_a_person_asks_for_function_basis_and_date(self, member_client, actor):
        data = of_service(actor, person="Une Personne")
        response = member_client.post(contacts("add"), data)
        errors = response.context["form"].errors
        assert {"function", "legal_basis", "informed_on"} <= set(errors)
        informed = {
            "function": "Chargée de mission",
            "legal_basis": LegalBasis.PUBLIC_TASK,
            "informed_on": "2026-11-02",
            "shown": ["telephone"],
        }
        member_client.post(contacts("add"), {**data, **informed})
        contact = Contact.objects.get()
        assert contact.informed_on == date(2026, 11, 2)
        assert contact.shown == ["telephone"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "pas une adresse"}, "email"),
            ({"phone": "12"}, "phone"),
            ({"form_url": "javascript:alert(1)"}, "form_url"),
            ({"email": "", "phone": ""}, "email"),
            ({"purpose": ""}, "purpose"),
            ({"actor": "999999999"}, "actor"),
        ],
    )
    def test_refuse_what_cannot_be(self, admin_client, actor, changes, field):
        response = admin_client.post(contacts("add"), of_service(actor, **changes))
        assert field in response.context["form"].errors

    def test_withdrawing_erases(self, member_client, actor):
        contact = ContactFactory(actor=actor, named=True)
        member_client.post(contacts("withdraw", contact.pk))
        contact.refresh_from_db()
        assert (contact.email, contact.phone, contact.person) == ("", "", "")
        history = member_client.get(contacts("history", contact.pk))
        rows = BeautifulSoup(history.content, "html.parser").find_all("table")[-1]
        assert "Contact retiré" in rows.text


class TestCoverage:
    def test_add_a_body_that_covers(self, member_client, actor):
        theme = ThemeFactory()
        member_client.post(coverages("add"), covered(actor, themes=[theme.pk]))
        coverage = Coverage.objects.get()
        assert list(coverage.themes.all()) == [theme]
        assert coverage.role == CoverageRole.LEAD

    def test_add_a_white_zone_being_worked_on(self, member_client, actor):
        body = ActorPageFactory()
        data = covered(
            actor,
            state=CoverageState.NOBODY,
            role="",
            checked_on="2026-11-02",
            worked_on_by=body.pk,
            worked_on_until="2027-06-30",
        )
        member_client.post(coverages("add"), data)
        zone = Coverage.objects.get()
        assert (zone.worked_on_by, zone.checked_on) == (body, date(2026, 11, 2))

    def test_a_zone_that_is_not_known_is_marked(self, member_client, actor):
        body = ActorPageFactory()
        data = covered(
            actor, state=CoverageState.UNKNOWN, role="", worked_on_by=body.pk
        )
        member_client.post(coverages("add"), data)
        assert Coverage.objects.get().worked_on_by == body

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"state": "personne", "role": ""}, "checked_on"),
            ({"state": "inconnu", "role": ""}, "worked_on_by"),
            ({"since": "2026-11-02", "until": "2026-11-01"}, "until"),
            ({"worked_on_until": "2026-11-02"}, "worked_on_by"),
            ({"territory": "999999999"}, "territory"),
            ({"source_url": "javascript:alert(1)"}, "source_url"),
        ],
    )
    def test_refuses_what_cannot_be(self, admin_client, actor, changes, field):
        response = admin_client.post(coverages("add"), covered(actor, **changes))
        assert field in response.context["form"].errors

    def test_its_contact_is_one_of_the_body(self, admin_client, actor):
        data = covered(actor, contact=ContactFactory().pk)
        response = admin_client.post(coverages("add"), data)
        assert "contact" in response.context["form"].errors

    def test_one_leads_for_each_theme(self, admin_client, actor):
        themes = ThemeFactory.create_batch(2)
        there = CoverageFactory(role=CoverageRole.LEAD, themes=themes[:1])
        same = covered(actor, territory=there.territory_id, themes=[themes[0].pk])
        response = admin_client.post(coverages("add"), same)
        assert "role" in response.context["form"].errors
        all_themes = covered(actor, territory=there.territory_id)
        response = admin_client.post(coverages("add"), all_themes)
        assert "role" in response.context["form"].errors
        other = covered(actor, territory=there.territory_id, themes=[themes[1].pk])
        admin_client.post(coverages("add"), other)
        assert Coverage.objects.count() == 2


class TestBesideThePage:
    def test_the_editor_leads_to_them(self, admin_client, actor):
        contact, coverage = ContactFactory(actor=actor), CoverageFactory(actor=actor)
        url = reverse("wagtailadmin_pages:edit", args=[actor.pk])
        html = admin_client.get(url).content.decode()
        assert contacts("edit", contact.pk) in html
        assert coverages("edit", coverage.pk) in html
        assert f"{contacts('index')}?actor={actor.pk}" in html

    def test_a_new_page_has_none_yet(self, admin_client, actor):
        url = reverse(
            "wagtailadmin_pages:add",
            args=["directory", "actorpage", actor.get_parent().pk],
        )
        assert admin_client.get(url).status_code == 200
