"""Which pages cite an object: the guard of deletions and the index both ask here.

Wagtail's reference index sees links in texts and foreign keys but no many-to-many
field, so the relations of the models are walked as well.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from django.apps import apps
from django.db.models import Field, Model
from wagtail.models import Page, ReferenceIndex

from portal.core.models import ContentPage, FactRow, IndexPage


@cache
def _relations(model: type[Model]) -> tuple[tuple[type[Model], Field, str], ...]:
    """Who may cite ``model``: (model that holds the field, field, name of its page)."""
    found = []
    for holder in apps.get_models():
        if issubclass(holder, FactRow):
            page_name = "page_id"
        elif issubclass(holder, (ContentPage, IndexPage)):
            page_name = "pk"
        else:
            page_name = next(
                (
                    f"{field.name}_id"
                    for field in holder._meta.fields
                    if field.many_to_one and issubclass(field.related_model, Page)
                ),
                "",
            )
            if not page_name or holder._meta.app_label.startswith("wagtail"):
                continue
        found += [
            (holder, field, page_name)
            for field in (*holder._meta.fields, *holder._meta.many_to_many)
            if (field.many_to_one or field.many_to_many)
            and field.related_model is not None
            and issubclass(model, field.related_model)
            and not (field.name == "page" and issubclass(holder, FactRow))
            and field.name not in {"page_ptr", "content_type", "locale", "alias_of"}
            and field.model._meta.app_label not in {"wagtailcore"}
            and f"{field.name}_id" != page_name
        ]
    return tuple(found)


def citing_page_ids(targets: Iterable[Model]) -> set[int]:
    """Identifiers of the pages whose fields or rows cite one of ``targets``.

    ``targets`` are of one model. Pages of every language are found, drafts included.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for target in targets:
        by_model.setdefault(type(target), []).append(target)
    return {
        page_id for model, rows in by_model.items() for page_id in _cited(model, rows)
    }


def _cited(model: type[Model], rows: list[Model]) -> Iterator[int]:
    keys = [row.pk for row in rows]
    for holder, field, page_name in _relations(model):
        found = holder._base_manager.filter(**{f"{field.name}__in": keys})
        yield from found.values_list(page_name, flat=True)


def citing_pages(targets: Iterable[Model]) -> list[Page]:
    """The pages that cite one of ``targets`` in a field, a row or a text, by title."""
    rows = list(targets)
    ids = citing_page_ids(rows)
    for row in rows:
        ids |= {
            int(reference.object_id)
            for reference in ReferenceIndex.get_references_to(row)
            if issubclass(reference.base_content_type.model_class() or Model, Page)
        }
    return list(Page.objects.filter(pk__in=ids).order_by("title", "pk"))
