import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.enums import CoverageRole, CoverageState
from directory.querysets import CoverageQuerySet


class Coverage(models.Model):
    """Who follows social clauses on a territory: a plain row, that no draft brings back.

    ``actor`` (source-language page) is the body that the row speaks for: it covers the
    territory, or it confirms, on ``checked_on``, that nobody does, or it says that a
    body works on what is not known. Rights on a row are those on the page of ``actor``.
    **A territory without any row is not known**, never a white zone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="coverages",
    )
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    state = models.CharField(
        _("what is known"),
        max_length=10,
        choices=CoverageState.choices,
        default=CoverageState.COVERED,
    )
    role = models.CharField(
        _("role"), max_length=8, choices=CoverageRole.choices, blank=True
    )
    themes = models.ManyToManyField(
        "core.Theme",
        verbose_name=_("themes"),
        blank=True,
        related_name="+",
        help_text=_("Leave empty when it holds for all."),
    )
    contact = models.ForeignKey(
        "directory.Contact",
        verbose_name=_("whom to reach"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("One of its contacts; the first of them if none is chosen."),
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    checked_on = models.DateField(
        _("checked on"),
        null=True,
        blank=True,
        help_text=_("The day somebody asked and was answered."),
    )
    source_label = models.CharField(_("source"), max_length=250, blank=True)
    source_url = models.URLField(_("web address of the source"), blank=True)
    worked_on_by = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("being worked on by"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    worked_on_until = models.DateField(_("answer expected by"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CoverageQuerySet.as_manager()

    class Meta:
        ordering = ["territory__name", "actor__title", "pk"]
        verbose_name = _("coverage")
        verbose_name_plural = _("coverages")
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "territory"], name="directory_coverage_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CoverageState.NOBODY)
                | models.Q(checked_on__isnull=False),
                name="directory_coverage_nobody_is_confirmed",
            ),
            models.CheckConstraint(
                condition=models.Q(state=CoverageState.COVERED) | models.Q(role=""),
                name="directory_coverage_role_covers",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CoverageState.UNKNOWN)
                | models.Q(worked_on_by__isnull=False, checked_on__isnull=True),
                name="directory_coverage_unknown_is_worked_on",
            ),
            models.CheckConstraint(
                condition=models.Q(worked_on_by__isnull=True)
                | ~models.Q(state=CoverageState.COVERED),
                name="directory_coverage_worked_on_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} – {self.actor}"

    @property
    def summary_line(self) -> str:
        said = self.get_role_display() or self.get_state_display()
        return f"{self.territory} – {said}"

    @property
    def is_worked_on(self) -> bool:
        """Whether a body works on it, and is not late."""
        late = self.worked_on_until and self.worked_on_until < timezone.localdate()
        return bool(self.worked_on_by_id and not late)

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        match self.state:
            case CoverageState.NOBODY if not self.checked_on:
                errors["checked_on"] = _("Say when this was confirmed.")
            case CoverageState.UNKNOWN if self.checked_on:
                errors["checked_on"] = _("Nothing is confirmed: leave the day empty.")
            case CoverageState.UNKNOWN if not self.worked_on_by_id:
                errors["worked_on_by"] = _("Say which body works on it.")
            case CoverageState.COVERED if self.worked_on_by_id:
                errors["worked_on_by"] = _("Only where nobody is: leave this empty.")
        if self.state != CoverageState.COVERED and self.role:
            errors["role"] = _("Nobody is there: leave the role empty.")
        if self.worked_on_until and not self.worked_on_by_id:
            errors["worked_on_by"] = _("Say which body works on it.")
        if self.since and self.until and self.until < self.since:
            errors["until"] = _("The end comes after the start. Check the two dates.")
        if self.contact_id and self.contact.actor_id != self.actor_id:
            errors["contact"] = _("Choose one of the contacts of this organisation.")
        if errors:
            raise ValidationError(errors)
