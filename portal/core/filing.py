"""What a page is filed under, read in one query instead of one for each field."""

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import CharField, F, IntegerField, ManyToManyField, Value
from django.db.models.functions import Coalesce, NullIf
from modeltranslation.utils import build_localized_fieldname, get_language

from portal.core.models.territories import Territory
from portal.core.models.vocabularies import Vocabulary

if TYPE_CHECKING:
    from portal.core.models.pages import ContentPage


class Entry(NamedTuple):
    """An entry of a vocabulary or a territory, as a link to a search needs it."""

    value: str
    label: str


def entries_of(page: "ContentPage") -> dict[str, list[Entry]]:
    """What ``page`` is filed under, by field, labelled in the reader's language.

    Entries stand in the editors' order, territories by name.
    """
    fields = _filing_fields(type(page))
    # Of a page being written, only the page itself knows what is chosen.
    chosen = getattr(page, "_cluster_related_objects", {})
    if page.pk is None or any(field.name in chosen for field in fields):
        return {field.name: _chosen(page, field) for field in fields}
    first, *others = (_stored(page, field) for field in fields)
    found: dict[str, list[Entry]] = {field.name: [] for field in fields}
    for name, _order, label, value in sorted(first.union(*others, all=True)):
        found[name].append(Entry(value, label))
    return found


def _filing_fields(model: "type[ContentPage]") -> list[ManyToManyField]:
    return [
        field
        for field in model._meta.many_to_many
        if issubclass(field.related_model, (Vocabulary, Territory))
    ]


def _chosen(page: "ContentPage", field: ManyToManyField) -> list[Entry]:
    rows = getattr(page, field.name).all()
    if issubclass(field.related_model, Territory):
        return [Entry(row.value, row.name) for row in rows]
    return [Entry(row.slug, row.label) for row in rows]


def _stored(page: "ContentPage", field: ManyToManyField):
    """Rows of (field, order, label, value)."""
    entry = field.m2m_reverse_field_name()
    if issubclass(field.related_model, Territory):
        order, label, value = Value(0, IntegerField()), F(f"{entry}__name"), "value"
    else:
        order, label, value = F(f"{entry}__sort_order"), _label(entry), "slug"
    through = field.remote_field.through._base_manager
    return (
        through.filter(**{field.m2m_field_name(): page.pk})
        .order_by()
        .values_list(
            Value(field.name, CharField()), order, label, F(f"{entry}__{value}")
        )
    )


def _label(entry: str) -> Coalesce:
    own, source = (
        F(f"{entry}__{build_localized_fieldname('label', language)}")
        for language in (get_language(), "fr")
    )
    return Coalesce(
        NullIf(own, Value(""), output_field=CharField()),
        source,
        Value(""),
        output_field=CharField(),
    )
