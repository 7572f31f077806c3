"""The values of facets, written in Python: a page has hundreds of them, which take a
template ten times as long as the search that counted them."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from search.results import FacetValue

register = template.Library()


@register.simple_tag
def facet_values(key: str, values: Iterable[FacetValue]) -> SafeString:
    """The items of a list: a box for each value, over what lies below it."""
    field = escape(key)
    html = "".join(_item(field, value) for value in values)
    # `format_html` takes twenty times as long (400 values: 4.9 ms, for 0.22 ms).
    return mark_safe(html)  # noqa: S308 - every text was escaped above or below


def _item(field: str, value: FacetValue) -> str:
    below = _below(field, value) if value.children else ""
    return f'<li class="cs-values__value">{_box(field, value)}{below}</li>'


def _box(field: str, value: FacetValue) -> str:
    name = escape(value.value)
    checked = " checked" if value.selected else ""
    return (
        f'<div class="cs-value"><input type="checkbox" id="{field}-{name}"'
        f' name="{field}" value="{name}"{checked}>'
        f'<label for="{field}-{name}">{_label(escape(value.label), value)}</label></div>'
    )


def _label(text: str, value: FacetValue) -> str:
    return (
        f'<span class="cs-value__label">{text}</span>'
        f' <span class="cs-value__count">{value.count}</span>'
    )


def _below(field: str, parent: FacetValue) -> str:
    """Links that narrow a value chosen; boxes to unfold under any other."""
    if parent.selected:
        items = "".join(map(_narrowing, parent.children))
        return f'<ul class="cs-values cs-values--children">{items}</ul>'
    items = "".join(_item(field, value) for value in parent.children)
    opened = " open" if any(value.selected for value in parent.children) else ""
    title = _("Detail of %(label)s") % {"label": escape(parent.label)}
    return (
        f'<details class="cs-unfold" id="more-{field}-{escape(parent.value)}"{opened}>'
        f'<summary><span class="fr-sr-only">{title}</span></summary>'
        f'<ul class="cs-values cs-values--children">{items}</ul></details>'
    )


def _narrowing(value: FacetValue) -> str:
    text = _('<span class="fr-sr-only">Only </span>%(label)s') % {
        "label": escape(value.label)
    }
    link = escape(value.add)
    return (
        f'<li class="cs-values__value"><a class="cs-narrow" href="{link}"'
        f' hx-get="{link}">{_label(text, value)}</a></li>'
    )
