from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from portal.core.models import BasePage, FactRow
from portal.core.panels import TITLE_PANELS, RowsPanel, page_tabs


class HomePage(BasePage):
    """The front door: a search, three example questions, six doors."""

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 4  # one per language

    lead = models.TextField(
        _("what the portal is and who stands behind it"), blank=True, max_length=500
    )

    translated_texts = (*BasePage.translated_texts, "lead", "example_queries")
    edit_handler = page_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldPanel("lead"),
                RowsPanel(
                    "example_queries",
                    heading=_("Example questions"),
                    label=_("question"),
                    max_num=5,
                    help_text=_("Try each of them: it must find something."),
                ),
            ],
        )
    )

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class ExampleQuery(FactRow):
    """A question that visitors can try; chosen by editors, tested to find something."""

    page = ParentalKey(
        HomePage, on_delete=models.CASCADE, related_name="example_queries"
    )
    text = models.CharField(_("question"), max_length=120)

    translated_texts = ("text",)
    panels = [FieldPanel("text")]

    class Meta(FactRow.Meta):
        verbose_name = _("example question")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.text
