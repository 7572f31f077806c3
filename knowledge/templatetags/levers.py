from django import template

from knowledge.models import LeverCombination

register = template.Library()


@register.filter
def told(combinations: list[LeverCombination]) -> list[LeverCombination]:
    """Those of which something is known: a source, or conditions."""
    return [row for row in combinations if row.source_label or row.conditions]


@register.filter
def untold(combinations: list[LeverCombination]) -> list[LeverCombination]:
    """Those of which nothing is known, to list and not to table."""
    return [row for row in combinations if not (row.source_label or row.conditions)]
