"""Facts live on the source-language page; a translation carries translated text only.

``source_of`` says which page is the source, and ``SOURCE_FIRST`` says it to queries.
"""

from collections.abc import Iterable
from copy import copy
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, Field, When
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

if TYPE_CHECKING:
    from portal.core.models.pages import BasePage, ContentPage
    from portal.core.models.rows import FactRow

SOURCE_LANGUAGE = settings.LANGUAGE_CODE


def may_translate(page: Page) -> bool:
    """Whether the facts of ``page`` may be those of another page."""
    return page.pk is not None and page.locale.language_code != SOURCE_LANGUAGE


def source_of(page: Page, among: Iterable[Page] | None = None) -> Page:
    """The page that holds the facts of ``page`` (perhaps itself).

    The French page of the translation key or, without one, the page made first.
    ``among`` gives the translations when they are already read; the page comes back
    specific unless they are given.
    """
    if not may_translate(page):
        return page
    if page.alias_of_id is not None and among is None:
        return source_of(page.alias_of.specific)
    translations = (
        Page.objects.filter(
            translation_key=page.translation_key, alias_of__isnull=True
        ).select_related("locale")
        if among is None
        else among
    )
    first = min(translations, key=_source_first, default=page)
    if first.pk == page.pk:
        return page
    return first.specific if among is None else first


def _source_first(page: Page) -> tuple[bool, int]:
    return page.locale.language_code != SOURCE_LANGUAGE, page.pk


# The same order for a query of translations.
SOURCE_FIRST = (
    Case(When(locale__language_code=SOURCE_LANGUAGE, then=0), default=1),
    "pk",
)


def rows_of(
    page: "ContentPage", relation: str, *, naming: Iterable[str] = ()
) -> "list[FactRow]":
    """The source's rows of ``relation``, in its order, with the words of ``page``.

    Rows are matched by their ``translation_key``; a row without translation is shown
    in the source's language. ``naming`` are foreign keys to read along with the rows.
    """
    source = page.facts
    found = getattr(source, relation).all()
    rows = list(found.select_related(*naming) if naming else found)
    if source.pk == page.pk:
        return rows
    # Copies: the source may be shared by its translations.
    rows = [copy(row) for row in rows]
    translated = {row.translation_key: row for row in getattr(page, relation).all()}
    for row in rows:
        words = translated.get(row.translation_key)
        for name in row.translated_texts if words else ():
            setattr(row, name, getattr(words, name) or getattr(row, name))
    return rows


def fact_fields(model: "type[BasePage]") -> list[Field]:
    """The fields of ``model`` that a translation shows from its source."""
    shared = {field.name for field in Page._meta.get_fields()}
    return [
        field
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable
        and field.name not in shared
        and field.name not in model.translated_texts
        and not getattr(field.remote_field, "parent_link", False)
    ]


def row_relations(model: "type[BasePage]") -> "dict[str, type[FactRow]]":
    """The inline rows of ``model``: name of the relation, model of its rows."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
        if hasattr(relation.related_model, "translated_texts")
    }


def align_rows(page: "BasePage", relation: str) -> None:
    """Give a translation, in memory, the rows of its source: same rows, same order.

    Words already translated stay; a row that is new in the source comes without words.
    """
    rows = list(getattr(page.facts, relation).all())
    own = {row.translation_key: row for row in getattr(page, relation).all()}
    aligned = []
    for row in rows:
        words = own.get(row.translation_key) or type(row)()
        kept = {"id", "page", "locale", *row.translated_texts}
        for field in row._meta.concrete_fields:
            if field.name not in kept:
                setattr(words, field.attname, getattr(row, field.attname))
        words.locale = page.locale
        aligned.append(words)
    setattr(page, relation, aligned)
