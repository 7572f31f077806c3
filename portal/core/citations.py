"""Which pages cite an object: the guard of deletions and the index both ask here.

Wagtail's reference index sees links in texts and foreign keys but no many-to-many
field, so the relations of the models are walked as well.
"""

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db.models import Field, Model
from wagtail.models import Page, ReferenceIndex

from portal.core.models import ContentPage, FactRow, IndexPage

_NEVER_CITE = {"page_ptr", "content_type", "locale", "alias_of"}


@cache
def _relations(model: type[Model]) -> tuple[tuple[type[Model], str, str], ...]:
    """Who may cite ``model``: (model that holds the field, field, name of its page)."""
    found = []
    for holder in apps.get_models():
        page_name = _page_name(holder)
        if not page_name:
            continue
        found += [
            (holder, field.name, page_name)
            for field in (*holder._meta.fields, *holder._meta.many_to_many)
            if _cites(field, model) and page_name not in {field.name, field.attname}
        ]
    return tuple(found)


def _page_name(holder: type[Model]) -> str:
    """The column of ``holder`` that says which page its rows belong to."""
    if issubclass(holder, FactRow):
        return "page_id"
    if issubclass(holder, (ContentPage, IndexPage)):
        return "pk"
    if holder._meta.app_label.startswith("wagtail"):
        return ""
    fields = (field for field in holder._meta.fields if field.many_to_one)
    return next((f.attname for f in fields if issubclass(f.related_model, Page)), "")


def _cites(field: Field, model: type[Model]) -> bool:
    return (
        (field.many_to_one or field.many_to_many)
        and field.related_model is not None
        and issubclass(model, field.related_model)
        and field.name not in _NEVER_CITE
        and field.model._meta.app_label != "wagtailcore"
    )


def citing_page_ids(targets: Iterable[Model]) -> set[int]:
    """Identifiers of the pages whose fields or rows cite one of ``targets``.

    Pages of every language are found, drafts included; one query for each model.
    """
    by_model: dict[type[Model], list[int]] = {}
    for target in targets:
        # A bare page is cited as what it is.
        is_page = isinstance(target, Page) and target.content_type_id is not None
        model = (target.specific_class if is_page else None) or type(target)
        by_model.setdefault(model, []).append(target.pk)
    return {
        page_id for model, keys in by_model.items() for page_id in _citing(model, keys)
    }


def _citing(model: type[Model], keys: list[int]) -> Iterable[int]:
    parts = [
        holder._base_manager.filter(**{f"{name}__in": keys})
        .order_by()
        .values_list(page_name, flat=True)
        for holder, name, page_name in _relations(model)
    ]
    if len(parts) < 2:
        return parts[0] if parts else ()
    return parts[0].union(*parts[1:])


def citing_pages(targets: Iterable[Model]) -> list[Page]:
    """The pages that cite one of ``targets`` in a field, a row or a text, by title."""
    rows = list(targets)
    ids = citing_page_ids(rows)
    # Of Wagtail's index only the links in texts: it may lag behind the rows of a page.
    ids |= {
        int(reference.object_id)
        for reference in ReferenceIndex.get_references_to_in_bulk(rows)
        if _is_page(reference) and not reference.related_field.is_relation
    }
    return list(
        Page.objects.filter(pk__in=ids).select_related("locale").order_by("title", "pk")
    )


def _is_page(reference: ReferenceIndex) -> bool:
    return issubclass(reference.base_content_type.model_class() or Model, Page)
