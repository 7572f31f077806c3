"""Imports of organisations through the admin: who may, and what they choose."""

from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import page_permission_policy

from directory.importing.columns import COLUMNS
from directory.importing.running import import_actors
from directory.models import ActorPage, DirectoryIndexPage
from portal.core.enums import StructureKind
from portal.core.imports.kinds import ImportKind, OptionsForm, register
from portal.core.imports.screens import ImportScreens


def spaces_of(user: AbstractBaseUser) -> QuerySet[DirectoryIndexPage]:
    """The parts of the directory that ``user`` may add organisations to."""
    pages = page_permission_policy.instances_user_has_any_permission_for(
        user, {"add", "publish"}
    )
    return DirectoryIndexPage.objects.filter(
        pk__in=pages.order_by().values("pk"),
        locale__language_code=settings.LANGUAGE_CODE,
        alias_of__isnull=True,
    ).order_by("path")


class ActorOptionsForm(OptionsForm):
    parent = forms.ModelChoiceField(
        label=_("Put new organisations in"),
        queryset=DirectoryIndexPage.objects.none(),
        empty_label=None,
    )
    type = forms.ChoiceField(
        label=_("Kind of the rows that tell none"),
        choices=[("", _("None: these rows are rejected")), *StructureKind.choices],
        required=False,
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=120,
        required=False,
        help_text=_("Where the file comes from and its date: readers are told."),
    )
    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        help_text=_("Otherwise drafts are made, to be published one by one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = spaces_of(self.user)

    def options(self) -> dict[str, str]:
        chosen = super().options()
        parent = self.cleaned_data["parent"]
        publish = "1" if self.cleaned_data["publish"] else ""
        return {**chosen, "parent": str(parent.pk), "publish": publish}


def may_import(user: AbstractBaseUser) -> bool:
    return spaces_of(user).exists()


KIND = register(
    ImportKind(
        name="actors",
        title=_("Import organisations"),
        explanation=_(
            "A table with a column for the name and one for the kind (ACI, EI, ESAT,"
            " acheteur …). With a SIRET, the same organisation is completed and not"
            " made twice; what a person wrote is never replaced."
        ),
        extensions=(".csv", ".xlsx", ".txt"),
        run=import_actors,
        may_use=may_import,
        columns=COLUMNS,
        options_form=ActorOptionsForm,
        models=(ActorPage,),
        list_address=partial(
            reverse, "wagtailadmin_pages:type_use", args=["directory", "actorpage"]
        ),
        list_title=_("Organisations"),
        afterwards=_(
            "Organisations that are new are drafts, unless you chose to publish them:"
            " nobody sees them before you publish them from the list."
        ),
    )
)


SCREENS = ImportScreens(KIND)
