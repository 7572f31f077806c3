"""Contacts and coverage: plain rows that no old draft brings back, each checked."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.enums import CoverageRole, CoverageState, Showable
from directory.models import ActorPage, Contact, Coverage
from search.models import SearchEntry
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    SectorFactory,
    TerritoryFactory,
    translated,
)

pytestmark = pytest.mark.django_db


def faults(row: Contact | Coverage | ActorPage) -> set[str]:
    try:
        row.full_clean()
    except ValidationError as error:
        return set(error.error_dict)
    return set()


class TestContact:
    def test_an_address_of_a_service_is_shown(self):
        contact = ContactFactory()
        assert list(Contact.objects.visible()) == [contact]
        assert contact.public(Showable.EMAIL) == contact.email
        assert contact.public(Showable.NAME) == ""

    def test_nothing_is_shown_of_a_person_but_what_was_agreed(self):
        contact = ContactFactory(named=True, shown=["telephone"])
        assert contact.public(Showable.PHONE)
        assert not contact.public(Showable.EMAIL)
        assert not contact.public(Showable.NAME)
        contact.shown = []
        contact.save()
        assert not Contact.objects.visible().exists()

    def test_addresses_of_services_come_first(self):
        person = ContactFactory(named=True, sort_order=0)
        service = ContactFactory(actor=person.actor, sort_order=5)
        assert list(Contact.objects.visible()) == [service, person]

    @pytest.mark.parametrize("name", ["function", "legal_basis", "informed_on"])
    def test_a_person_asks_for_more(self, name):
        contact = ContactFactory(named=True)
        setattr(contact, name, None if name == "informed_on" else "")
        assert faults(contact) >= {name}
        with pytest.raises(IntegrityError), transaction.atomic():
            contact.save()

    def test_it_leads_somewhere(self):
        contact = ContactFactory.build(actor=ActorPageFactory(), email="", phone="")
        assert faults(contact) == {"email"}

    def test_what_is_withdrawn_is_erased(self):
        contact = ContactFactory(named=True)
        contact.withdraw()
        kept = Contact.objects.get()
        assert (kept.person, kept.email, kept.phone) == ("", "", "")
        assert kept.withdrawn_on == timezone.localdate()
        assert not Contact.objects.visible().exists()

    def test_what_is_withdrawn_stays_empty(self):
        contact = ContactFactory()
        contact.withdraw()
        contact.email = "revenue@example.org"
        with pytest.raises(IntegrityError), transaction.atomic():
            contact.save()

    def test_no_old_draft_brings_it_back(self):
        contact = ContactFactory()
        old = contact.actor.save_revision()
        contact.withdraw()
        old.publish()
        assert not Contact.objects.visible().exists()

    def test_its_name_says_nobody(self):
        assert "Personne" not in str(ContactFactory(named=True, person="Une Personne"))


class TestCoverage:
    def test_nobody_is_confirmed_on_a_day(self):
        coverage = CoverageFactory.build(
            actor=ActorPageFactory(),
            territory=TerritoryFactory(),
            state=CoverageState.NOBODY,
        )
        assert faults(coverage) == {"checked_on"}
        with pytest.raises(IntegrityError), transaction.atomic():
            coverage.save()

    def test_only_a_white_zone_is_worked_on(self):
        coverage = CoverageFactory(worked_on_by=None)
        coverage.worked_on_by = coverage.actor
        assert faults(coverage) >= {"worked_on_by"}
        zone = CoverageFactory(nobody=True, worked_on_by=coverage.actor)
        assert faults(zone) == set()

    def test_what_is_not_known_is_worked_on_and_not_confirmed(self):
        zone = CoverageFactory(sought=True)
        assert faults(zone) == set()
        zone.checked_on = date(2026, 11, 2)
        assert faults(zone) == {"checked_on"}
        zone.checked_on = zone.worked_on_by = None
        assert faults(zone) == {"worked_on_by"}
        with pytest.raises(IntegrityError), transaction.atomic():
            zone.save()

    def test_a_date_of_work_has_a_body(self):
        zone = CoverageFactory(nobody=True)
        zone.worked_on_until = date(2027, 6, 30)
        assert faults(zone) == {"worked_on_by"}

    def test_one_row_for_a_body_and_a_territory(self):
        coverage = CoverageFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            CoverageFactory(actor=coverage.actor, territory=coverage.territory)

    def test_its_contact_is_one_of_the_body(self):
        coverage = CoverageFactory(contact=ContactFactory())
        assert faults(coverage) == {"contact"}
        coverage.contact = ContactFactory(actor=coverage.actor)
        assert faults(coverage) == set()

    def test_current_ones_hold_today(self):
        today = timezone.localdate()
        current = CoverageFactory(since=today, until=today)
        CoverageFactory(until=today - timedelta(days=1))
        CoverageFactory(since=today + timedelta(days=1))
        assert list(Coverage.objects.current()) == [current]

    def test_it_decides_where_its_body_is_found(self):
        actor = ActorPageFactory(published=True)
        entry = SearchEntry.objects.get(object_id=str(actor.pk))
        coverage = CoverageFactory(actor=actor, role=CoverageRole.LEAD)
        once = SearchEntry.objects.get(pk=entry.pk).version
        assert once > entry.version
        coverage.delete()
        assert SearchEntry.objects.get(pk=entry.pk).version > once


class TestNumbers:
    def test_one_siret_is_one_page(self):
        first = ActorPageFactory(siret="35600000000048")
        second = ActorPageFactory.build(
            parent=None, siret="35600000000048", translation_key=None
        )
        assert "siret" in faults(second)
        assert "siret" not in faults(ActorPage.objects.get(pk=first.pk))

    def test_a_translation_has_the_siret_of_its_source(self):
        page = ActorPageFactory(siret="35600000000048", published=True)
        assert translated(page, published=True).facts.siret == "35600000000048"

    def test_the_siren_begins_the_siret(self):
        page = ActorPageFactory(siret="35600000000048")
        assert page.siren_number == "356000000"
        page.siren = "120027016"
        assert "siren" in faults(page)

    def test_kinds_and_networks_have_their_names_in_data_inclusion(self):
        page = ActorPageFactory(kinds=["aci", "ebe", "acheteur"], carriers=["plie"])
        assert page.carrier_values == ["aci", "etcld", "plie"]


class TestActivities:
    def test_have_their_own_area_or_that_of_their_organisation(self):
        aisne, laon = TerritoryFactory(departement=True), TerritoryFactory()
        page = ActorPageFactory(areas=[aisne], commune=laon)
        sector = SectorFactory()
        own = ActivityFactory.build(sector=sector)
        own.areas.set([laon])
        page.activities.set([own, ActivityFactory.build(sector=sector)])
        page.save_revision().publish()
        page = ActorPage.objects.get(pk=page.pk)
        assert [a.reach() for a in page.activities.all()] == [[laon], [aisne]]

    def test_without_any_area_it_is_its_commune(self):
        laon = TerritoryFactory()
        page = ActorPageFactory(
            commune=laon, activities=[ActivityFactory.build(sector=SectorFactory())]
        )
        assert page.activities.get().reach() == [laon]
