"""The checks see what breaks drafts, translations or deletions."""

import pytest
from django.db import models
from wagtail.admin.panels import InlinePanel

from knowledge.models import LeverCombination, LeverPage
from portal.core import checks
from portal.core.panels import RowsPanel


def ids(messages) -> list[str]:
    return [message.id for message in messages]


def test_the_project_passes():
    assert checks.check_content() == []


@pytest.mark.parametrize("name", ["translated_texts", "required_to_publish"])
def test_a_name_that_is_no_field(monkeypatch, name):
    monkeypatch.setattr(LeverPage, name, (*getattr(LeverPage, name), "nowhere"))
    assert ids(checks.names_that_exist(LeverPage)) == ["portal.E001"]


def test_a_field_that_a_draft_needs(monkeypatch):
    monkeypatch.setattr(LeverPage._meta.get_field("employers"), "blank", False)
    assert ids(checks.drafts_with_a_title_only(LeverPage)) == ["portal.E002"]


def test_a_field_without_panel(monkeypatch):
    handler = LeverPage.get_edit_handler()
    kept = [tab for tab in handler.children if "Classement" not in str(tab.heading)]
    monkeypatch.setattr(handler, "children", kept[:1])
    found = list(checks.every_field_has_its_panel(LeverPage))
    assert {"portal.E003"} == set(ids(found))
    assert any("sources" in message.msg for message in found)


def test_rows_in_a_plain_panel(monkeypatch):
    monkeypatch.setattr(RowsPanel, "of_fact_rows", False)
    assert ids(checks.every_field_has_its_panel(LeverPage)) == ["portal.E004"] * 2
    assert not hasattr(InlinePanel, "of_fact_rows")


def test_rows_that_may_be_translated_twice(monkeypatch):
    monkeypatch.setattr(LeverCombination._meta, "unique_together", ())
    assert ids(checks.rows_are_matched(LeverCombination)) == ["portal.E005"]


@pytest.mark.parametrize("on_delete", [models.CASCADE, models.SET_NULL, models.PROTECT])
def test_a_link_that_does_not_hold_what_it_cites(monkeypatch, on_delete):
    field = LeverCombination._meta.get_field("lever")
    monkeypatch.setattr(field.remote_field, "on_delete", on_delete)
    assert ids(checks.citations_are_kept(LeverCombination)) == ["portal.E006"]


def test_a_field_that_hides_what_pages_have(monkeypatch):
    monkeypatch.setattr(LeverPage._meta.get_field("employers"), "name", "full_url")
    assert ids(checks.names_that_pages_have(LeverPage)) == ["portal.E007"]
