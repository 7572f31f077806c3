from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.enums import GapKind


class Gap(models.Model):
    """A body confirms that something is missing on a territory, and who works on it;
    without ``checked_on`` it confirms nothing: who works on it is all that is said.

    ``actor`` (source-language page) is the body that the row speaks for. What is said
    of facilitators stands in ``Coverage``; **a territory without any row is not
    known**, never a white zone.
    """

    actor = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="gaps",
        help_text=_("The body that confirms it."),
    )
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    kind = models.CharField(
        _("what is missing"), max_length=12, choices=GapKind.choices
    )
    sector = models.ForeignKey(
        "core.Sector",
        verbose_name=_("purchasing sector"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text=_("For structures: the sector that none of them works in."),
    )
    checked_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_(
            "The day somebody asked and was answered. Leave it empty where nothing is"
            " known yet, and say who works on it."
        ),
    )
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

    class Meta:
        ordering = ["territory__name", "kind", "pk"]
        verbose_name = _("white zone")
        verbose_name_plural = _("white zones")
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "territory", "kind", "sector"],
                name="directory_gap_once",
            ),
            models.UniqueConstraint(
                fields=["actor", "territory", "kind"],
                condition=models.Q(sector__isnull=True),
                name="directory_gap_once_without_sector",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=GapKind.STRUCTURES, sector__isnull=False)
                | models.Q(kind=GapKind.SESSIONS, sector__isnull=True),
                name="directory_gap_sector_of_structures",
            ),
            models.CheckConstraint(
                condition=models.Q(checked_on__isnull=False)
                | models.Q(worked_on_by__isnull=False),
                name="directory_gap_is_confirmed_or_worked_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory} – {self.summary_line}"

    @property
    def summary_line(self) -> str:
        said = self.get_kind_display()
        return f"{said} : {self.sector}" if self.sector_id else str(said)

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.kind == GapKind.STRUCTURES and not self.sector_id:
            errors["sector"] = _("Choose the sector in which no structure works.")
        if self.kind == GapKind.SESSIONS and self.sector_id:
            errors["sector"] = _("For course dates, leave this empty.")
        if not (self.checked_on or self.worked_on_by_id):
            errors["checked_on"] = _(
                "Say when this was confirmed or, if it is not known, who works on it."
            )
        if self.worked_on_until and not self.worked_on_by_id:
            errors["worked_on_by"] = _("Say which body works on it.")
        if errors:
            raise ValidationError(errors)
