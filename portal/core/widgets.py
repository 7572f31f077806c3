"""Form fields that search instead of listing thousands of rows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.choosing import Choice, source_of


class SearchMixin:
    """A list that holds only what is chosen; a script adds the field to search in."""

    def __init__(self, model: type[Model], *, level: str = "", **kwargs: Any) -> None:
        self.model = model
        self.level = level
        super().__init__(**kwargs)

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # the browser cannot point at a hidden list

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs = super().build_attrs(*args, **kwargs)
        url = reverse("portal_choices", args=self.model._meta.label_lower.split("."))
        return {
            **attrs,
            "data-controller": "search-chooser",
            "data-search-chooser-url-value": url,
            "data-search-chooser-level-value": self.level,
            "data-search-chooser-find-value": _("Search and add"),
            "data-search-chooser-remove-value": _("Remove %(name)s"),
            "data-search-chooser-none-value": _("Nothing found"),
            "data-search-chooser-found-value": _("%(count)s choices"),
            "data-search-chooser-more-value": _("and %(count)s others: type more"),
        }

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[tuple[None, list[dict[str, Any]], int]]:
        options = []
        for index, choice in enumerate(self._chosen(value)):
            option = self.create_option(name, choice.pk, choice.label, True, index)
            if choice.hint:
                option["attrs"]["data-hint"] = choice.hint
            options.append(option)
        if not self.allow_multiple_selected:
            options.insert(0, self.create_option(name, "", "—", not options, -1))
        return [(None, options, 0)]

    def _chosen(self, value: Iterable[Any]) -> list[Choice]:
        keys = [int(key) for key in value if str(key).isdecimal()]
        if not keys:
            return []
        rows = self.model._default_manager.filter(pk__in=keys)
        by_key = {choice.pk: choice for choice in source_of(self.model).describe(rows)}
        return [by_key[key] for key in keys if key in by_key]

    @property
    def media(self) -> forms.Media:
        return forms.Media(
            js=["admin/search-chooser.js"],
            css={"all": ["admin/search-chooser.css"]},
        )


class SearchOne(SearchMixin, forms.Select):
    """One row, or none."""


class SearchMany(SearchMixin, forms.SelectMultiple):
    """Several rows, in the order of their vocabulary."""
