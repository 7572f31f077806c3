"""A page as written in a file → values and rows of its model."""

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.core.models import Funder, LegalReference, Sector, Stage, Territory
from portal.core.sanitising import sanitise_html
from portal.starter.loading import bodies
from portal.starter.loading.files import StarterError

# Keys of the files that are not the name of a field.
NAMES = {"owner": "answers_for", "lat": "latitude", "lon": "longitude"}
STREAMS: dict[str, Callable[[Any], list[bodies.Block]]] = {
    "body": bodies.body_blocks,
    "sources": bodies.source_blocks,
    "how_to": bodies.step_blocks,
    "mistakes": bodies.line_blocks,
}
# Fields of the rows that name something by its slug.
ROW_LINKS: dict[str, type[models.Model]] = {
    "stage": Stage,
    "funder": Funder,
    "sector": Sector,
}

_LINK = re.compile(r'<a href="/([\w-]+)">')

PageOfKey = Callable[[str], Page]


def fill(page: Page, entry: dict[str, Any], *, page_of: PageOfKey) -> None:
    """Set on ``page`` all that ``entry`` says; ``page_of`` finds a page by its key.

    Raise ``StarterError`` for a key, a slug or a page that does not exist.
    """
    for key, value in entry.items():
        name = NAMES.get(key, key)
        if value is None:
            continue
        try:
            _set(page, name, value, page_of)
        except (KeyError, TypeError, ValueError) as error:
            raise StarterError(f"{page.slug}, {key}: {error!r}") from error


def _set(page: Page, name: str, value: Any, page_of: PageOfKey) -> None:
    fields = {field.name: field for field in page._meta.get_fields()}
    field = fields.get(name)
    if field is None:
        raise StarterError(f"{page.slug}: no field called {name}.")
    if isinstance(field, models.ManyToOneRel):
        rows = [_row(field.related_model, item, page_of) for item in value]
        for place, row in enumerate(rows):
            row.sort_order = place
        getattr(page, name).set(rows)
    elif isinstance(field, models.ManyToManyField):
        getattr(page, name).set(_linked(field.related_model, value, page_of))
    elif isinstance(field, models.ForeignKey):
        setattr(page, name, _linked(field.related_model, [value], page_of)[0])
    elif isinstance(field, StreamField):
        setattr(page, name, STREAMS[name](value))
    elif isinstance(field, RichTextField):
        setattr(page, name, _with_links(sanitise_html(value), page_of))
    elif isinstance(field, (models.CharField, models.TextField)):
        setattr(page, name, str(value).strip())
    else:
        setattr(page, name, value)


def _with_links(html: str, page_of: PageOfKey) -> str:
    """``html`` whose links to ``/<key>`` lead to the page of that key."""
    return _LINK.sub(
        lambda found: f'<a linktype="page" id="{page_of(found[1]).pk}">', html
    )


def _row(model: type[models.Model], item: Any, page_of: PageOfKey) -> models.Model:
    values = dict(item) if isinstance(item, dict) else {"text": item}
    for name, value in list(values.items()):
        field = model._meta.get_field(name)
        if name in ROW_LINKS:
            values[name] = ROW_LINKS[name].objects.get(slug=value)
        elif isinstance(field, models.ForeignKey):
            values[name] = page_of(value) if value else None
        elif isinstance(field, (models.CharField, models.TextField)):
            values[name] = "" if value is None else str(value).strip()
    return model(**values)


def _linked(
    model: type[models.Model], keys: list[str], page_of: PageOfKey
) -> list[models.Model]:
    if issubclass(model, Page):
        return [page_of(key) for key in keys]
    field = "value" if model is Territory else "slug"
    found = {
        getattr(row, field): row
        for row in model._default_manager.filter(**{f"{field}__in": keys})
    }
    if missing := [key for key in keys if key not in found]:
        kind = "legal reference" if model is LegalReference else model.__name__
        raise StarterError(f"Unknown {kind}: {', '.join(missing)}.")
    return [found[key] for key in keys]
