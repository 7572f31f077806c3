from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from portal.core.models import FactRow


class Reuse(FactRow):
    """Who redid or uses it, when, and what changed: shows what travels."""

    actor = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    name = models.CharField(_("or its name"), max_length=150, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    what_changed = models.TextField(_("what changed"), blank=True)

    translated_texts = ("what_changed",)
    panels = [
        FieldRowPanel([FieldPanel("actor"), FieldPanel("name"), FieldPanel("year")]),
        FieldPanel("what_changed"),
    ]

    class Meta(FactRow.Meta):
        abstract = True
        verbose_name = _("reuse")

    def __str__(self) -> str:
        return self.name or str(self.actor or "")
