from django import template
from django.db.models import Model

from portal.core.models import ContentPage, FactRow

register = template.Library()


@register.filter
def rows(page: ContentPage, relation: str) -> list[FactRow]:
    """The source's rows of ``relation`` in the words of the page."""
    return page.rows(relation)


@register.filter
def choices_of(instance: Model, name: str) -> list[tuple[str, str]]:
    """The chosen (value, label) pairs of a ``ChoicesField``."""
    field = instance._meta.get_field(name)
    chosen = getattr(instance, name)
    return list(zip(chosen, field.labels(chosen), strict=False))
