from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from directory.contacts import withdraw_contact
from directory.enums import CoverageRole
from directory.models import ActorPage, Contact, Coverage
from directory.rights import actors_of, may_change
from directory.validators import plain_phone
from portal.core.models import Territory, Theme
from portal.core.widgets import SearchMany, SearchOne


class RowForm(WagtailAdminModelForm):
    """A row of an organisation, for those who may change the page of that one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        actors = actors_of(user) if user else ActorPage.objects.none()
        self.fields["actor"].queryset = actors
        if self.instance.pk is not None:
            self.fields["actor"].disabled = True

    def clean_actor(self) -> ActorPage:
        actor = self.cleaned_data["actor"]
        if self.for_user is None or not may_change(self.for_user, actor):
            raise forms.ValidationError(
                _(
                    "What is shown of a live page is changed by those who may publish it."
                )
            )
        return actor


class PhoneField(forms.CharField):
    """A number as people write it."""

    def to_python(self, value: Any) -> str:
        return plain_phone(super().to_python(value))


class ContactForm(RowForm):
    phone = PhoneField(label=_("Telephone"), max_length=30, required=False)

    class Meta(WagtailAdminModelForm.Meta):
        model = Contact
        fields = [
            "actor",
            "purpose",
            "email",
            "phone",
            "form_url",
            "checked_on",
            "sort_order",
            "person",
            "function",
            "legal_basis",
            "informed_on",
            "shown",
        ]
        help_texts = {"sort_order": _("The smallest number is shown first.")}
        widgets = {
            "actor": SearchOne(ActorPage),
            "checked_on": AdminDateInput,
            "informed_on": AdminDateInput,
        }


class CoverageForm(RowForm):
    class Meta(WagtailAdminModelForm.Meta):
        model = Coverage
        fields = [
            "actor",
            "territory",
            "state",
            "role",
            "themes",
            "contact",
            "since",
            "until",
            "checked_on",
            "source_label",
            "source_url",
            "worked_on_by",
            "worked_on_until",
        ]
        widgets = {
            "actor": SearchOne(ActorPage),
            "territory": SearchOne(Territory),
            "themes": SearchMany(Theme),
            "worked_on_by": SearchOne(ActorPage),
            "since": AdminDateInput,
            "until": AdminDateInput,
            "checked_on": AdminDateInput,
            "worked_on_until": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.actor_id or self.initial.get("actor")
        contacts = Contact.objects.filter(
            actor=getattr(known, "pk", known), withdrawn_on__isnull=True
        )
        if self.is_bound:  # the organisation may be chosen in this very form
            actors = self.fields["actor"].queryset.order_by().values("pk")
            contacts = Contact.objects.filter(actor__in=actors)
        self.fields["contact"].queryset = contacts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("role") == CoverageRole.LEAD and cleaned.get("territory"):
            self._check_one_lead(cleaned)
        return cleaned

    def _check_one_lead(self, cleaned: dict[str, Any]) -> None:
        """One lead for each theme of a territory: whom to call must be certain."""
        others = (
            Coverage.objects.current()
            .filter(territory=cleaned["territory"], role=CoverageRole.LEAD)
            .exclude(pk=self.instance.pk)
            .select_related("actor")
            .prefetch_related("themes")
        )
        themes = set(cleaned.get("themes") or ())
        for other in others:
            theirs = set(other.themes.all())
            if not themes or not theirs or themes & theirs:
                message = _("“%(title)s” leads there already.")
                self.add_error("role", message % {"title": other.actor.title})


class WithdrawForm(forms.ModelForm):
    """Nothing to fill in: what is asked for is to confirm."""

    class Meta:
        model = Contact
        fields: list[str] = []

    def save(self, commit: bool = True) -> Contact:
        withdraw_contact(self.instance)
        return self.instance
