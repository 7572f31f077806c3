"""What can be imported through the admin: each app declares its own."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import capfirst

from portal.core.imports.columns import Columns, Places
from portal.core.imports.report import ImportReport

Progress = Callable[[int, int], None]  # how much is done, of how much


def _no_progress(done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class ImportRequest:
    """A file to import and what the person chose. Without ``user``, all is allowed.

    ``options`` are what the form of the kind gives; ``places`` the columns as a person
    said them, or ``None`` to know them by their names. A dry run writes nothing.
    """

    file: BinaryIO
    name: str
    user: AbstractBaseUser | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    places: Places | None = None
    dry_run: bool = False
    on_progress: Progress = _no_progress


class OptionsForm(forms.Form):
    """What a person chooses beside the file; ``user`` may choose among what is theirs.

    ``options`` gives texts, kept with the file until it is imported.
    """

    def __init__(self, *args: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def options(self) -> dict[str, str]:
        return {name: str(value or "") for name, value in self.cleaned_data.items()}


@dataclass(frozen=True)
class ImportKind:
    """One thing that files bring. ``run`` imports a request and returns the report,
    or raises ``ImportRefused``; each record is a transaction of its own, and the same
    file again changes nothing."""

    name: str  # in addresses: "sessions"
    title: "str | Promise"
    explanation: "str | Promise"
    extensions: tuple[str, ...]
    run: Callable[[ImportRequest], ImportReport]
    may_use: Callable[[AbstractBaseUser], bool]
    columns: Columns = field(default_factory=Columns)
    options_form: type[OptionsForm] = OptionsForm
    # The list of what is imported, what it is called, and what is left to do there.
    list_address: Callable[[], str] = str
    list_title: "str | Promise" = ""
    afterwards: "str | Promise" = ""
    # Whose fields a report may name, and what else it may, with the words for it.
    models: tuple[type[Model], ...] = ()
    names: Mapping[str, "str | Promise"] = field(default_factory=dict)

    def label_of(self, name: str) -> str:
        """What people call a field that a report names; empty when nothing tells."""
        labels = {column.key: column.label for column in self.columns}
        if name in labels or name in self.names:
            return capfirst(str(labels.get(name) or self.names[name]))
        for model in self.models:
            with suppress(FieldDoesNotExist):
                found: Any = model._meta.get_field(name)
                rows = found.related_model
                words = getattr(found, "verbose_name", "")
                return capfirst(str(words or rows._meta.verbose_name_plural))
        return ""


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Declare ``kind``; to be done while Django starts."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> ImportKind | None:
    return _kinds.get(name)
