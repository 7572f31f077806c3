from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
)

from knowledge.enums import ToolKind
from knowledge.models.reuses import Reuse
from portal.core.models import ContentPage, IndexPage
from portal.core.panels import (
    SUMMARY_PANEL,
    TITLE_PANELS,
    RowsPanel,
    content_tabs,
)


class ToolIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["knowledge.ToolPage"]

    class Meta:
        verbose_name = _("tools")
        verbose_name_plural = _("lists of tools")


class ToolPage(ContentPage):
    """Something to use in one's work: a template, a guide, a site."""

    parent_page_types = ["knowledge.ToolIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "purpose")

    kind = models.CharField(
        _("kind"), max_length=12, choices=ToolKind.choices, default=ToolKind.TEMPLATE
    )
    purpose = models.TextField(_("what it is for"), blank=True, max_length=600)
    file = models.ForeignKey(
        "core.PortalDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    web_address = models.URLField(_("or web address"), blank=True, max_length=500)
    version = models.CharField(_("version"), max_length=40, blank=True)
    version_date = models.DateField(_("date of the version"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    used_by = models.TextField(_("who uses it"), blank=True, max_length=400)

    translated_texts = (
        *ContentPage.translated_texts,
        "purpose",
        "used_by",
        "reuses",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldRowPanel([FieldPanel("kind"), FieldPanel("licence")]),
                FieldPanel("purpose"),
                SUMMARY_PANEL,
                FieldRowPanel([FieldPanel("file"), FieldPanel("web_address")]),
                FieldRowPanel([FieldPanel("version"), FieldPanel("version_date")]),
                FieldPanel("used_by"),
                FieldPanel("body"),
                RowsPanel("reuses", heading=_("Who reuses it"), label=_("reuse")),
            ],
        )
    )

    class Meta:
        verbose_name = _("tool")
        verbose_name_plural = _("tools")


class ToolReuse(Reuse):
    page = ParentalKey(ToolPage, on_delete=models.CASCADE, related_name="reuses")

    class Meta(Reuse.Meta):
        unique_together = [("translation_key", "locale")]
