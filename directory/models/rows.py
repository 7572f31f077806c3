"""What is revised with the page of an organisation: activities, figures, labels."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from directory.enums import IN_EUROS, FigureKind, ServiceMode
from directory.models.actors import ActorPage
from portal.core.models import FactRow, Territory
from portal.core.panels import EntriesPanel


class Activity(FactRow, ClusterableModel):
    """What a structure does: a sector, how it works for a client, and where."""

    page = ParentalKey(ActorPage, on_delete=models.CASCADE, related_name="activities")
    sector = models.ForeignKey(
        "core.Sector",
        verbose_name=_("purchasing sector"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    mode = models.CharField(
        _("how"),
        max_length=20,
        choices=ServiceMode.choices,
        default=ServiceMode.SERVICE,
    )
    areas = ParentalManyToManyField(
        "core.Territory",
        verbose_name=_("where, for this activity"),
        blank=True,
        related_name="+",
        help_text=_("Leave empty when it is where the organisation works."),
    )

    panels = [
        FieldRowPanel([EntriesPanel("sector"), FieldPanel("mode")]),
        EntriesPanel("areas"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("activity")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.sector} ({self.get_mode_display()})"

    def reach(self) -> list[Territory]:
        """Where it is offered: its own area, else that of its organisation, else the
        commune of the organisation; empty when nobody said."""
        own = list(self.areas.all()) or list(self.page.areas.all())
        return own or ([self.page.commune] if self.page.commune else [])


class ActorFigure(FactRow):
    """A number about an organisation, never without its date."""

    page = ParentalKey(ActorPage, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("figure"), max_length=24, choices=FigureKind.choices)
    value = models.DecimalField(_("number"), max_digits=14, decimal_places=2)
    as_of = models.DateField(
        _("on"), help_text=_("The day it was true; for a year, its last day.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    translated_texts = ("source",)
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("value"), FieldPanel("as_of")]),
        FieldPanel("source"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("figure")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.as_of:%Y})"

    @property
    def in_euros(self) -> bool:
        return self.kind in IN_EUROS


class ActorLabel(FactRow):
    """A label or an approval, and until when it holds."""

    page = ParentalKey(ActorPage, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(_("name"), max_length=120)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    web_address = models.URLField(_("where it can be checked"), blank=True)

    translated_texts = ("name",)
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("valid_until")]),
        FieldPanel("web_address"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("label")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_over(self) -> bool:
        return self.valid_until is not None and self.valid_until < timezone.localdate()
