"""Contacts on the site: asked for, then shown; withdrawn, then nowhere."""

import re
import uuid
from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from directory.contacts import WITHDRAWN, withdraw_lapsed
from directory.models import ActorPage, Contact
from portal.core import throttling
from search.indexing.drain import drain
from search.models import SearchEntry
from tests.factories import ActorPageFactory, ContactFactory, translated
from tests.templates.reading import faults, read, words

pytestmark = pytest.mark.django_db

EMAIL, NUMBER, SHOWN = "clauses@example.org", "+33320000000", "03 20 00 00 00"


@pytest.fixture(autouse=True)
def _nobody_was_counted():
    cache.clear()


@pytest.fixture
def actor() -> ActorPage:
    return ActorPageFactory(published=True, title="Maison de l’emploi")


def address(contact: Contact) -> str:
    return reverse("directory:show-contact", args=[contact.uid])


def ask(client: Client, contact: Contact, **headers: str) -> str:
    return words_of(client.post(address(contact), headers=headers).content.decode())


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestSheet:
    def test_names_what_a_contact_is_for_and_not_its_address(self, client, actor):
        contact = ContactFactory(actor=actor, email=EMAIL, phone=NUMBER)
        page = read(client, actor.get_url())
        assert contact.purpose in words(page.main)
        for part in (EMAIL, NUMBER, SHOWN.replace(" ", "\u00a0"), "mailto:", "tel:"):
            assert part not in str(page)
        assert faults(page) == []

    def test_asks_with_a_button_that_no_cookie_is_needed_for(self, client, actor):
        contact = ContactFactory(actor=actor)
        page = read(client, actor.get_url())
        form = page.select_one(".cs-contact__ask")
        assert (form["action"], form["method"]) == (address(contact), "post")
        assert contact.purpose in words(form.button)
        assert not client.cookies

    def test_a_translation_has_the_contacts_of_its_source(self, client, actor):
        ContactFactory(actor=actor)
        english = translated(actor, published=True)
        assert read(client, english.get_url()).select(".cs-contact__ask")

    def test_of_a_person_who_agreed_to_nothing_shows_nothing(self, client, actor):
        ContactFactory(actor=actor, named=True, shown=[], purpose="Bourses")
        assert "Bourses" not in words(read(client, actor.get_url()).main)


class TestAsking:
    def test_shows_what_may_be_shown(self, client, actor):
        contact = ContactFactory(actor=actor, email=EMAIL, phone=NUMBER)
        page = client.post(address(contact)).content.decode()
        assert f'href="mailto:{EMAIL}"' in page
        assert f'href="tel:{NUMBER}"' in page
        assert SHOWN in words_of(page).replace("\u00a0", " ")

    def test_looking_shows_only_the_button(self, client, actor):
        contact = ContactFactory(actor=actor, email=EMAIL)
        page = read(client, address(contact))
        assert EMAIL not in str(page)
        assert page.select_one(".cs-contact-page form button")
        assert faults(page) == []

    def test_a_script_gets_the_part_alone(self, client, actor):
        contact = ContactFactory(actor=actor, email=EMAIL)
        part = client.post(
            address(contact), headers={"X-Requested-With": "XMLHttpRequest"}
        ).content.decode()
        assert EMAIL in part
        assert "<html" not in part

    def test_nobody_keeps_or_lists_the_answer(self, client, actor):
        response = client.post(address(ContactFactory(actor=actor)))
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert not response.cookies

    def test_its_title_names_nobody(self, client, actor):
        contact = ContactFactory(actor=actor, named=True, person="Une Personne")
        page = client.post(address(contact)).content.decode()
        assert "Une Personne" in page
        assert "Une Personne" not in re.search("<title>.*</title>", page, re.S)[0]
        assert "Une Personne" not in address(contact)

    def test_an_address_is_escaped(self, client, actor):
        contact = ContactFactory(actor=actor, email='a"<b>@example.org')
        assert "<b>@" not in client.post(address(contact)).content.decode()

    def test_works_without_a_token(self, actor):
        strict = Client(enforce_csrf_checks=True)
        contact = ContactFactory(actor=actor, email=EMAIL)
        assert EMAIL in strict.post(address(contact)).content.decode()

    @pytest.mark.parametrize("state", ["unknown", "draft", "withdrawn", "private"])
    def test_what_is_not_for_visitors_is_not_there(self, client, actor, state):
        contact = ContactFactory(actor=actor)
        url = address(contact)
        if state == "unknown":
            url = reverse("directory:show-contact", args=[uuid.uuid4()])
        elif state == "draft":
            actor.unpublish()
        elif state == "withdrawn":
            contact.withdraw()
        else:
            PageViewRestriction.objects.create(
                page=actor, restriction_type=PageViewRestriction.LOGIN
            )
        assert client.post(url).status_code == 404
        assert client.get(url).status_code == 404

    def test_a_member_sees_what_is_for_members(self, admin_client, actor):
        contact = ContactFactory(actor=actor, email=EMAIL)
        PageViewRestriction.objects.create(
            page=actor, restriction_type=PageViewRestriction.LOGIN
        )
        assert EMAIL in admin_client.post(address(contact)).content.decode()

    def test_too_many_are_told_to_wait(self, client, actor, monkeypatch):
        monkeypatch.setattr(throttling, "ALLOWED", 2)
        contact = ContactFactory(actor=actor, email=EMAIL)
        assert [client.post(address(contact)).status_code for _ in range(3)] == [
            200,
            200,
            429,
        ]
        slowed = client.post(address(contact))
        assert EMAIL not in slowed.content.decode()
        assert int(slowed.headers["Retry-After"]) > 0

    def test_a_cache_that_is_away_blocks_nobody(self, client, actor, cache_away):
        assert client.post(address(ContactFactory(actor=actor))).status_code == 200


class TestWithdrawal:
    def everything_kept(self) -> str:
        """All the words that the database holds."""
        found = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our tables
                found += [str(row) for row in cursor.fetchall()]
        return "\n".join(found)

    def test_leaves_nothing_behind(self, admin_client, client, actor, capsys):
        data = {
            "actor": actor.pk,
            "purpose": "Clauses sociales",
            "email": "canari-7361@example.org",
            "phone": "03 61 73 61 73",
            "sort_order": 0,
            "person": "Canari Septmilletroiscent",
            "function": "Chargée des clauses",
            "legal_basis": "consentement",
            "informed_on": "2026-11-02",
            "shown": ["nom", "courriel", "telephone"],
        }
        admin_client.post(reverse("directory_contacts:add"), data)
        contact = Contact.objects.get()
        actor.save_revision().publish()
        drain()
        assert "canari-7361" in client.post(address(contact)).content.decode()

        admin_client.post(reverse("directory_contacts:withdraw", args=[contact.pk]))
        drain()
        kept = self.everything_kept()
        for word in ("canari-7361", "361736173", "Septmilletroiscent"):
            assert word not in kept
            assert word not in client.get(actor.get_url()).content.decode()
            call_command("search", word, "--json")
            assert '"total": 0' in capsys.readouterr().out
        assert client.post(address(contact)).status_code == 404

    def test_the_index_never_held_it(self, actor):
        ContactFactory(actor=actor, email=EMAIL, named=True, person="Canari Unique")
        actor.save_revision().publish()
        drain()
        entry = SearchEntry.objects.get(object_id=str(actor.pk))
        text = entry.plain_text + str(entry.card)
        assert entry.applied_version == entry.version
        assert EMAIL not in text
        assert "Canari" not in text


class TestRetention:
    """A person informed on 22 November 2023 is named until 22 November 2026."""

    LAST, AFTER = date(2026, 11, 22), date(2026, 11, 23)

    @pytest.fixture
    def named(self, actor) -> Contact:
        informed = date(2023, 11, 22)
        return ContactFactory(
            actor=actor, named=True, purpose="Relecture", informed_on=informed
        )

    def test_ends_by_itself_as_a_withdrawal_by_hand(self, client, actor, named):
        assert named.kept_until == self.LAST
        assert withdraw_lapsed(self.LAST) == 0
        assert withdraw_lapsed(self.AFTER) == 1
        assert withdraw_lapsed(self.AFTER) == 0
        named.refresh_from_db()
        held = (named.person, named.function, named.email, named.phone, named.shown)
        assert held == ("", "", "", "", [])
        assert client.post(address(named)).status_code == 404
        assert named.purpose not in read(client, actor.get_url()).text
        assert ModelLogEntry.objects.get(action=WITHDRAWN).object_id == str(named.pk)

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [(date(2020, 1, 1), 1), (date(2023, 11, 22), 1), (date(2023, 11, 23), 0)],
    )
    def test_begins_again_when_the_person_is_asked(self, named, asked, expected):
        Contact.objects.filter(pk=named.pk).update(checked_on=asked)
        assert withdraw_lapsed(self.AFTER) == expected

    def test_is_not_that_of_a_service(self, actor):
        service = ContactFactory(actor=actor, checked_on=date(2001, 1, 1))
        assert service.kept_until is None
        assert withdraw_lapsed(self.AFTER) == 0

    @pytest.mark.parametrize(
        ("today", "warned"), [(date(2026, 10, 11), False), (date(2026, 10, 13), True)]
    )
    def test_is_warned_of_some_weeks_before(
        self, admin_client, named, monkeypatch, today, warned
    ):
        ContactFactory(named=True, informed_on=date(2026, 10, 1), purpose="Devis")
        monkeypatch.setattr(timezone, "localdate", lambda *args: today)
        index = reverse("directory_contacts:index")
        shown = admin_client.get(index).content.decode()
        soon = admin_client.get(f"{index}?withdrawn=soon").content.decode()
        assert ("withdrawn=soon" in shown) is warned
        assert (named.purpose in soon) is warned
        assert "Devis" not in soon
