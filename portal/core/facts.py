"""Facts live on the source-language page; a translation carries translated text only.

``source_of`` is the one place that says which page is the source.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from wagtail.models import Page

if TYPE_CHECKING:
    from portal.core.models.pages import ContentPage
    from portal.core.models.rows import FactRow


def source_of(page: Page, among: Iterable[Page] | None = None) -> Page:
    """The page that holds the facts of ``page`` (perhaps itself).

    The French page of the translation key or, without one, the page made first.
    ``among`` gives the translations when they are already read; the page comes back
    specific unless they are given.
    """
    if page.pk is None or page.locale.language_code == settings.LANGUAGE_CODE:
        return page
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
    return page.locale.language_code != settings.LANGUAGE_CODE, page.pk


def rows_of(page: "ContentPage", relation: str) -> "list[FactRow]":
    """The source's rows of ``relation``, in its order, with the words of ``page``.

    Rows are matched by their ``translation_key``; a row without translation is shown
    in the source's language.
    """
    source = page.facts
    rows = list(getattr(source, relation).all())
    if source.pk == page.pk:
        return rows
    translated = {row.translation_key: row for row in getattr(page, relation).all()}
    for row in rows:
        words = translated.get(row.translation_key)
        for name in row.translated_texts if words else ():
            setattr(row, name, getattr(words, name) or getattr(row, name))
    return rows
