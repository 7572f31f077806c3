from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.search import index

from directory.enums import Openness, ServiceMode
from directory.validators import validate_siret
from portal.core.enums import StructureKind
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, FactRow, IndexPage
from portal.core.panels import (
    SUMMARY_PANEL,
    TITLE_PANELS,
    EntriesPanel,
    RowsPanel,
    content_tabs,
)


class DirectoryIndexPage(IndexPage):
    """The directory, or the space of one organisation in it."""

    parent_page_types = ["home.HomePage", "directory.DirectoryIndexPage"]
    subpage_types = ["directory.DirectoryIndexPage", "directory.ActorPage"]

    class Meta:
        verbose_name = _("directory")
        verbose_name_plural = _("directories")


class ActorPage(ContentPage):
    """One organisation: what it can do, where, and how to reach it."""

    parent_page_types = ["directory.DirectoryIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "kinds")

    kinds = ChoicesField(_("kinds"), values=StructureKind)
    siret = models.CharField(
        _("SIRET"), max_length=14, blank=True, validators=[validate_siret]
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "core.Territory",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        limit_choices_to={"level": "commune"},
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    areas = ParentalManyToManyField(
        "core.Territory",
        verbose_name=_("where it works"),
        blank=True,
        related_name="+",
        help_text=_("Where it can act, which its address does not say."),
    )
    networks = ParentalManyToManyField(
        "directory.ActorPage",
        verbose_name=_("networks it belongs to"),
        blank=True,
        related_name="+",
    )
    open_to_cocontracting = models.CharField(
        _("works with others"), max_length=3, choices=Openness.choices, blank=True
    )
    accessibility = models.TextField(_("access to the place"), blank=True)
    website = models.URLField(_("website"), blank=True)
    confirmed_on = models.DateField(
        _("confirmed on"),
        null=True,
        blank=True,
        help_text=_("Empty: the page says that it is to be confirmed."),
    )
    spaser_url = models.URLField(_("SPASER"), blank=True)
    spaser_period = models.CharField(_("period"), max_length=40, blank=True)
    spaser_targets = models.TextField(_("social targets"), blank=True)
    purchase_programme_url = models.URLField(_("purchase programme"), blank=True)
    buyer_profile_url = models.URLField(_("buyer profile"), blank=True)
    followed_by = models.ForeignKey(
        "self",
        verbose_name=_("who follows its clauses"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )

    search_fields = [
        *ContentPage.search_fields,
        index.AutocompleteField("siret"),
        index.AutocompleteField("postcode"),
    ]
    translated_texts = (
        *ContentPage.translated_texts,
        "accessibility",
        "spaser_targets",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldPanel("kinds"),
                SUMMARY_PANEL,
                RowsPanel("activities", heading=_("What it does"), label=_("activity")),
                EntriesPanel("areas"),
                MultiFieldPanel(
                    [
                        FieldPanel("siret"),
                        FieldPanel("address"),
                        FieldRowPanel(
                            [
                                FieldPanel("postcode"),
                                EntriesPanel(
                                    "commune",
                                    level="commune",
                                    help_text=_(
                                        "Type a name, a postcode or an Insee code."
                                    ),
                                ),
                            ]
                        ),
                        FieldRowPanel(
                            [FieldPanel("latitude"), FieldPanel("longitude")]
                        ),
                        FieldPanel("website"),
                        FieldPanel("accessibility"),
                    ],
                    heading=_("Where to find it"),
                ),
                EntriesPanel("networks"),
                FieldRowPanel(
                    [FieldPanel("open_to_cocontracting"), FieldPanel("confirmed_on")]
                ),
                FieldPanel("body"),
            ],
        ),
        (
            _("For a buyer"),
            [
                FieldRowPanel([FieldPanel("spaser_url"), FieldPanel("spaser_period")]),
                FieldPanel("spaser_targets"),
                FieldPanel("purchase_programme_url"),
                FieldPanel("buyer_profile_url"),
                FieldPanel("followed_by"),
            ],
        ),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    @property
    def kind_labels(self) -> list[str]:
        return self._meta.get_field("kinds").labels(self.facts.kinds)


class Activity(FactRow):
    """What a structure does: a sector, and how it works for a client."""

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

    panels = [FieldRowPanel([EntriesPanel("sector"), FieldPanel("mode")])]

    class Meta(FactRow.Meta):
        verbose_name = _("activity")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.sector} ({self.get_mode_display()})"
