from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from portal.core.models import BasePage, FactRow
from portal.core.panels import TITLE_PANELS, RowsPanel, page_tabs
from portal.core.visits import visit_of

# No page lies deeper; longer addresses come from elsewhere.
DEEPEST = 6


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

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address, and those above it, in one query.

        Level by level, as Wagtail does, for an address that is no page by itself.
        """
        if 0 < len(path_components) <= DEEPEST:
            page = self._page_at(path_components)
            if page is not None:
                page.visit = visit_of(request)
                return page.route(request, [])
        return super().route(request, path_components)

    def _page_at(self, slugs: list[str]) -> Page | None:
        addresses = [
            "/".join([self.url_path.rstrip("/"), *slugs[:depth], ""])
            for depth in range(1, len(slugs) + 1)
        ]
        # By slug too, which is indexed.
        rows = Page.objects.filter(slug__in=slugs, url_path__in=addresses)
        found = {row.url_path: row for row in rows.select_related("locale")}
        if found.keys() != set(addresses):
            return None
        *above, last = (found[address] for address in addresses)
        if self.locale_id == last.locale_id:
            self.locale = last.locale
        page = last.specific
        page.locale = last.locale
        page.lineage = [self, *above]
        return page


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
