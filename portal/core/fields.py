from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

ONE_COLUMN = 8  # more choices than this are read in two


class ChoicesField(models.JSONField):
    """Several values of one ``TextChoices``, kept as a list in their declared order."""

    def __init__(
        self, *args: Any, values: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.values = values
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, list) and self.values:
            chosen = {str(entry) for entry in value}
            value = [entry for entry in self.values.values if entry in chosen]
        return super().get_prep_value(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        known = set(self.values.values) if self.values else set()
        unknown = [entry for entry in value or [] if entry not in known]
        if unknown:
            raise ValidationError(
                _("Unknown value: %(value)s."), params={"value": ", ".join(unknown)}
            )

    def formfield(self, **kwargs: Any) -> forms.Field:
        choices = self.values.choices if self.values else []
        attrs = {"class": "choices-in-columns"} if len(choices) > ONE_COLUMN else {}
        return forms.MultipleChoiceField(
            choices=choices,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple(attrs=attrs),
        )

    def labels(self, chosen: list[str]) -> list[str]:
        """The labels of ``chosen``, in the active language."""
        known = dict(self.values.choices) if self.values else {}
        return [str(known[value]) for value in chosen if value in known]
