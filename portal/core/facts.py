"""Facts live on the source-language page; a translation carries translated text only.

``source_of`` is the one place that says which page is the source.
"""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from wagtail.models import Page

if TYPE_CHECKING:
    from portal.core.models.pages import ContentPage
    from portal.core.models.rows import FactRow


def source_of(page: Page) -> Page:
    """The page that holds the facts of ``page`` (perhaps itself), specific.

    The French page of the translation key or, without one, the page made first.
    """
    if page.pk is None or page.locale.language_code == settings.LANGUAGE_CODE:
        return page
    french_first = Case(
        When(locale__language_code=settings.LANGUAGE_CODE, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    first = (
        Page.objects.filter(translation_key=page.translation_key)
        .order_by(french_first, "pk")
        .first()
    )
    return page if first is None or first.pk == page.pk else first.specific


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
