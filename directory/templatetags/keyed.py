"""Values by their key, in templates."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[Any, Any], key: object) -> Any:
    """What ``values`` hold at ``key``, or None."""
    return values.get(key)
