"""The facts of a page in words, for those who read them without changing them."""

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Field
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from portal.core.facts import fact_fields, row_relations

if TYPE_CHECKING:
    from portal.core.models.pages import BasePage


class Fact(NamedTuple):
    label: str
    value: str


def facts_in_words(page: "BasePage") -> list[Fact]:
    """The facts of the source of ``page`` that are filled in, rows last."""
    source = page.facts
    facts = [
        Fact(capfirst(str(field.verbose_name)), text)
        for field in fact_fields(type(source))
        if (text := _in_words(source, field))
    ]
    for relation, model in row_relations(type(source)).items():
        if rows := list(getattr(source, relation).all()):
            label = capfirst(str(model._meta.verbose_name_plural))
            facts.append(Fact(label, " · ".join(str(row) for row in rows)))
    return facts


def _in_words(source: "BasePage", field: Field) -> str:
    value = getattr(source, field.name)
    if field.many_to_many:
        return ", ".join(str(row) for row in value.all())
    if isinstance(value, bool):
        return _("yes") if value else ""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, StreamValue):
        return " · ".join(str(block.value.get("label", "")) for block in value)
    if hasattr(field, "labels"):
        return ", ".join(field.labels(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(localize(value))
