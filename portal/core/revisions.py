"""Old versions of a page may cite what was deleted since: they must still open."""

from typing import TYPE_CHECKING, Any

from django.db.models import Field, Model

from portal.core.facts import row_relations

if TYPE_CHECKING:
    from portal.core.models.pages import BasePage


def without_dangling(model: "type[BasePage]", data: dict[str, Any]) -> dict[str, Any]:
    """``data`` of a revision without what points to rows that are no more.

    A field is emptied; an inline row that cannot do without is left out.
    """
    cleaned = {**data, **_emptied(model, data)}
    for relation, row_model in row_relations(model).items():
        rows = data.get(relation) or []
        cleaned[relation] = [
            {**row, **emptied}
            for row, emptied in ((row, _emptied(row_model, row)) for row in rows)
            if all(row_model._meta.get_field(name).null for name in emptied)
        ]
    return cleaned


def _emptied(model: type[Model], data: dict[str, Any]) -> dict[str, None]:
    """The links of ``data`` that lead nowhere (many-to-many ones are filtered when
    they are read)."""
    return {
        field.name: None
        for field in model._meta.fields
        if data.get(field.name) and _is_ours(field) and not _exists(field, data)
    }


def _exists(field: Field, data: dict[str, Any]) -> bool:
    rows = field.related_model._base_manager.all()
    return rows.filter(pk=data[field.name]).exists()


def _is_ours(field: Field) -> bool:
    """Wagtail looks after the links of its own models, and a row has its page."""
    wagtail = field.model._meta.app_label.startswith("wagtail")
    return field.many_to_one and not wagtail and field.name not in {"page", "locale"}
