import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.enums import LegalBasis, Showable
from directory.querysets import KEPT, ContactQuerySet
from directory.validators import validate_phone
from portal.core.fields import ChoicesField


class Contact(models.Model):
    """How to reach an organisation: a plain row, so that no old draft brings it back.

    A functional address first: ``person`` is empty. A named person carries a function,
    a legal basis and the day of being informed; only what ``shown`` holds of that
    person is ever shown. Once withdrawn nothing personal is left but the day of it.
    ``actor`` is the source-language page of the organisation.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="contacts",
    )
    purpose = models.CharField(
        _("what for"),
        max_length=120,
        help_text=_("For example: social clauses, quotations, registration."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("That of a service rather than that of a person."),
    )
    phone = models.CharField(
        _("telephone"), max_length=20, blank=True, validators=[validate_phone]
    )
    form_url = models.URLField(_("contact form"), blank=True)
    person = models.CharField(
        _("name of the person"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty: an address of the service lasts longer."),
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    legal_basis = models.CharField(
        _("legal basis"), max_length=24, choices=LegalBasis.choices, blank=True
    )
    informed_on = models.DateField(_("person informed on"), null=True, blank=True)
    shown = ChoicesField(
        _("what the person agreed to show"),
        values=Showable,
        help_text=_("Nothing is shown of a person but what is ticked."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"), null=True, blank=True, editable=False
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_on__isnull=True)
                | models.Q(person="", email="", phone="", form_url=""),
                name="directory_contact_withdrawn_is_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(person="")
                | (
                    ~models.Q(function="")
                    & ~models.Q(legal_basis="")
                    & models.Q(informed_on__isnull=False)
                ),
                name="directory_contact_person_was_informed",
            ),
        ]

    def __str__(self) -> str:
        # Never the person: this goes into logs and titles.
        return f"{self.actor} – {self.purpose}"

    @property
    def summary_line(self) -> str:
        if self.withdrawn_on:
            return _("%(purpose)s (withdrawn)") % {"purpose": self.purpose}
        return self.purpose

    @property
    def is_named(self) -> bool:
        return bool(self.person)

    @property
    def kept_until(self) -> date | None:
        """The last day on which a person is named without being asked again."""
        days = [day for day in (self.informed_on, self.checked_on) if day]
        return max(days) + KEPT if self.is_named and days else None

    def public(self, part: Showable) -> str:
        """What a visitor may see of ``part``; empty when nothing."""
        values = {
            Showable.NAME: self.person,
            Showable.EMAIL: self.email,
            Showable.PHONE: self.phone,
        }
        if self.withdrawn_on or (self.is_named and part not in self.shown):
            return ""
        return values[part]

    def withdraw(self) -> None:
        """Take it away everywhere; only the day of it and what it was for are kept."""
        personal = ("person", "function", "email", "phone", "form_url", "legal_basis")
        for name in personal:
            setattr(self, name, "")
        self.shown = []
        self.withdrawn_on = timezone.localdate()
        self.save()

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.withdrawn_on:
            return
        if not (self.email or self.phone or self.form_url or self.person):
            errors["email"] = _("Give an e-mail address, a telephone number or a form.")
        if self.person:
            for name in ("function", "legal_basis", "informed_on"):
                if not getattr(self, name):
                    errors[name] = _("This is asked for where a person is named.")
        if errors:
            raise ValidationError(errors)
