from django import template
from django.db.models import prefetch_related_objects

from knowledge.models import LeverCombination

register = template.Library()


@register.filter
def told(combinations: list[LeverCombination]) -> list[LeverCombination]:
    """Those of which something is known: a source, or conditions."""
    prefetch_related_objects(combinations, "lever")
    return [row for row in combinations if row.source_label or row.conditions]


@register.filter
def untold(combinations: list[LeverCombination]) -> list[LeverCombination]:
    """Those of which nothing is known, to list and not to table."""
    known = told(combinations)
    return [row for row in combinations if row not in known]
