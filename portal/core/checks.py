"""System checks: the conventions that every type of content keeps."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import RESTRICT, Field, Model
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.models import Page

from portal.core.facts import fact_fields, row_relations
from portal.core.models import (
    BasePage,
    FactRow,
    LegalReference,
    Territory,
    Vocabulary,
)

CITED = (Page, Vocabulary, Territory, LegalReference)


@register("portal")
def check_content(**kwargs: Any) -> list[CheckMessage]:
    """What pages and rows must keep so that drafts, translations and deletions work."""
    pages = [model for model in apps.get_models() if issubclass(model, BasePage)]
    rows = [model for model in apps.get_models() if issubclass(model, FactRow)]
    return [
        message
        for check, models_of in (
            (names_that_exist, pages),
            (drafts_with_a_title_only, pages),
            (names_that_pages_have, pages),
            (every_field_has_its_panel, pages),
            (rows_are_matched, rows),
            (citations_are_kept, [*pages, *rows]),
        )
        for model in models_of
        for message in check(model)
    ]


def names_that_exist(model: type[BasePage]) -> Iterator[CheckMessage]:
    """What is translated, and what publication asks for, are fields or rows."""
    known = {field.name for field in model._meta.get_fields()} | set(
        row_relations(model)
    )
    asked = getattr(model, "required_to_publish", ())
    for name in (*model.translated_texts, *asked):
        if name not in known:
            yield Error(f"“{name}” is not a field.", obj=model, id="portal.E001")


def drafts_with_a_title_only(model: type[BasePage]) -> Iterator[CheckMessage]:
    """Every field may be empty: publication is what asks."""
    own = {field.name for field in Page._meta.get_fields()}
    for field in model._meta.fields:
        if field.name in own or field.name == "page_ptr" or not field.editable:
            continue
        if not field.blank and not field.has_default():
            yield Error(
                f"“{field.name}” is asked of a draft.",
                hint="Add blank=True, and the name to required_to_publish.",
                obj=model,
                id="portal.E002",
            )


def names_that_pages_have(model: type[BasePage]) -> Iterator[CheckMessage]:
    """No field stands before what Wagtail reads of every page, ``page.url`` first."""
    inherited = {field.name for field in Page._meta.get_fields()}
    for field in model._meta.get_fields():
        if field.name not in inherited and hasattr(Page, field.name):
            yield Error(
                f"“{field.name}” hides what Wagtail's Page has under that name.",
                hint="Give the field another name.",
                obj=model,
                id="portal.E007",
            )


def every_field_has_its_panel(model: type[BasePage]) -> Iterator[CheckMessage]:
    """What can be filled in can be edited; rows are edited as rows of a source."""
    panels = list(_panels(model.get_edit_handler()))
    names = {panel.field_name for panel in panels if isinstance(panel, FieldPanel)}
    inline = [panel for panel in panels if isinstance(panel, InlinePanel)]
    words = {
        name
        for name in model.translated_texts
        if name not in row_relations(model) and _is_field(model, name)
    }
    facts = {field.name for field in fact_fields(model)}
    exempt = set(getattr(model, "without_panel", ()))
    for name in sorted((words | facts) - names - exempt):
        yield Error(f"“{name}” has no panel.", obj=model, id="portal.E003")
    for relation in sorted(
        set(row_relations(model)) - {panel.relation_name for panel in inline}
    ):
        yield Error(
            f"The rows “{relation}” have no panel.", obj=model, id="portal.E003"
        )
    for panel in inline:
        if not getattr(panel, "of_fact_rows", False):
            yield Error(
                f"The rows “{panel.relation_name}” are not in a RowsPanel.",
                hint="A plain InlinePanel lets a translation change its source's rows.",
                obj=model,
                id="portal.E004",
            )


def rows_are_matched(model: type[FactRow]) -> Iterator[CheckMessage]:
    """A row has one translation in each language."""
    if ("translation_key", "locale") not in model._meta.unique_together:
        yield Error(
            "Rows are not unique by translation key and language.",
            hint='Add unique_together = [("translation_key", "locale")].',
            obj=model,
            id="portal.E005",
        )


def citations_are_kept(model: type[Model]) -> Iterator[CheckMessage]:
    """A link to what is cited holds it: neither emptied nor deleted with it."""
    for field in model._meta.local_fields:
        if _cites(field) and field.remote_field.on_delete is not RESTRICT:
            yield Error(
                f"“{field.name}” does not restrict the deletion of what it cites.",
                hint="Use on_delete=models.RESTRICT.",
                obj=model,
                id="portal.E006",
            )


def _cites(field: Field) -> bool:
    if not field.many_to_one or field.name == "page":
        return False
    target = field.related_model
    return isinstance(field, models.ForeignKey) and issubclass(target, CITED)


def _is_field(model: type[Model], name: str) -> bool:
    try:
        return not model._meta.get_field(name).auto_created
    except FieldDoesNotExist:
        return False  # told by another check


def _panels(panel: Panel) -> Iterator[Panel]:
    yield panel
    for child in getattr(panel, "children", ()):
        yield from _panels(child)
