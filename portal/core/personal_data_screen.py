"""The register of personal data, as editors read it."""

from itertools import groupby

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from portal.core.personal_data import PersonalField, register_of_personal_data


def show_register(request: HttpRequest) -> HttpResponse:
    """Each purpose once, with the fields that serve it."""

    def purpose(entry: PersonalField) -> tuple[str, ...]:
        said = (entry.holds, entry.purpose, entry.legal_basis, entry.retention)
        return tuple(str(words) for words in (*said, entry.seen_by))

    entries = sorted(register_of_personal_data(), key=purpose)
    purposes = [
        {
            "holds": words[0],
            "purpose": words[1],
            "legal_basis": words[2],
            "retention": words[3],
            "seen_by": words[4],
            "fields": [_named(entry.label) for entry in group],
        }
        for words, group in groupby(entries, purpose)
    ]
    return render(request, "core/admin/personal_data.html", {"purposes": purposes})


def _named(label: str) -> str:
    """A field in words: "Contact: telephone"."""
    model_label, _dot, name = label.rpartition(".")
    model = apps.get_model(model_label)
    field = model._meta.get_field(name)
    return f"{capfirst(model._meta.verbose_name)} – {field.verbose_name}"
