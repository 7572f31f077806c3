"""No field holds personal data without its purpose, its ground and its end."""

import pytest
from django.apps import apps
from django.urls import reverse

from portal.core import personal_data
from portal.core.personal_data import (
    entries_without_field,
    register_of_personal_data,
    undeclared_fields,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_field_that_could_hold_some_is_declared():
    assert undeclared_fields() == [], (
        "Say in the personal_data.py of the app what these hold: declare(…), with"
        " purpose, legal basis and retention, or declare_none(…)."
    )


def test_every_declaration_is_of_a_field():
    assert entries_without_field() == [], "These fields are gone: take them out."


def test_an_undeclared_field_is_found(monkeypatch):
    monkeypatch.delitem(personal_data._personal, "directory.Contact.email")
    monkeypatch.setattr(
        personal_data,
        "_harmless",
        personal_data._harmless - {"directory.Coverage.*"},
    )
    assert set(undeclared_fields()) == {
        "directory.Contact.email",
        "directory.Coverage.source_label",
        "directory.Coverage.source_url",
    }


def test_an_account_that_is_cited_is_found(monkeypatch):
    monkeypatch.delitem(personal_data._personal, "wagtailcore.Revision.user")
    assert undeclared_fields() == ["wagtailcore.Revision.user"]


def test_every_entry_says_all():
    for entry in register_of_personal_data():
        said = (entry.purpose, entry.legal_basis, entry.retention, entry.seen_by)
        assert all(str(words).strip() for words in (entry.holds, *said)), entry.label
        apps.get_model(entry.label.rpartition(".")[0])


def test_editors_read_it(admin_client):
    response = admin_client.get(reverse("portal_personal_data"))
    html = response.content.decode()
    assert "Contact – téléphone" in html
    for entry in register_of_personal_data():
        assert str(entry.legal_basis) or entry.label in html


def test_visitors_do_not(client):
    client.force_login(UserFactory())
    assert client.get(reverse("portal_personal_data")).status_code == 302
