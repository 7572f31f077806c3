"""The register of personal data: each field that holds some, why, and until when.

Each app declares its own in ``personal_data.py``, read when Django is ready. A test
fails on a field that could hold some and is not declared (``undeclared_fields``).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from wagtail.models import Page

from portal.core.models import FactRow, Territory, Vocabulary

# Published under an editorial rule: no person is named in it (see ``CONTRIBUTING.md``).
CONTENT = (Page, FactRow, Vocabulary, Territory)
OURS = ("portal.", "search", "directory", "knowledge", "training", "observatory")
# What can hold words; a choice, a date, a number or a link between rows cannot.
_WORDS = (models.CharField, models.TextField, models.JSONField, models.FileField)


@dataclass(frozen=True)
class PersonalField:
    """One field that holds personal data; ``seen_by`` says who may read it."""

    label: str  # "directory.Contact.email"
    holds: "str | Promise"
    purpose: "str | Promise"
    legal_basis: "str | Promise"
    retention: "str | Promise"
    seen_by: "str | Promise"


_personal: dict[str, PersonalField] = {}
_harmless: set[str] = set()


def declare(
    *labels: str,
    holds: "str | Promise",
    purpose: "str | Promise",
    legal_basis: "str | Promise",
    retention: "str | Promise",
    seen_by: "str | Promise",
) -> None:
    """Enter fields ("app.Model.field") that hold personal data, for one purpose."""
    for label in labels:
        _personal[label] = PersonalField(
            label, holds, purpose, legal_basis, retention, seen_by
        )


def declare_none(*labels: str) -> None:
    """Say that fields ("app.Model.field", "app.Model.*") hold no personal data."""
    _harmless.update(labels)


def register_of_personal_data() -> list[PersonalField]:
    """Every entry, by name of field."""
    return sorted(_personal.values(), key=lambda entry: entry.label)


def undeclared_fields() -> list[str]:
    """The fields that could hold personal data and that nobody declared."""
    return [
        label
        for model, field in _doubtful()
        if (label := f"{model._meta.label}.{field.name}") not in _personal
        and not {label, f"{model._meta.label}.*"} & _harmless
    ]


def entries_without_field() -> list[str]:
    """Declarations of fields that do not exist (any more)."""
    known = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    whole = {f"{model._meta.label}.*" for model in apps.get_models()}
    return sorted((_personal.keys() | _harmless) - known - whole)


def _doubtful() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in apps.get_models():
        ours = model.__module__.startswith(OURS) and not issubclass(model, CONTENT)
        for field in model._meta.local_fields:
            if _leads_to_a_user(field) or (ours and _holds_words(field)):
                yield model, field


def _leads_to_a_user(field: models.Field) -> bool:
    user = apps.get_model(settings.AUTH_USER_MODEL)
    return field.is_relation and field.related_model is user


def _holds_words(field: models.Field) -> bool:
    address = isinstance(field, models.GenericIPAddressField)
    return address or (isinstance(field, _WORDS) and not field.choices)
