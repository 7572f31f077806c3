from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField

from knowledge.enums import (
    AmountUnit,
    FunderRole,
    LeverNature,
    LeverStatus,
    PathStage,
    Verdict,
)
from portal.core.blocks import RICH_TEXT_FEATURES, StepListBlock
from portal.core.enums import StructureKind
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, FactRow, IndexPage
from portal.core.panels import (
    ABOUT_PANEL,
    SEARCH_TERMS_PANEL,
    SUMMARY_PANEL,
    TERRITORIES_PANEL,
    TITLE_PANELS,
    EntriesPanel,
    RowsPanel,
    content_tabs,
)

CLOSING_SOON = timedelta(days=30)


class LeverIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["knowledge.LeverPage"]

    class Meta:
        verbose_name = _("levers")
        verbose_name_plural = _("lists of levers")


class LeverPage(ContentPage):
    """A scheme, tool or funding that can be mobilised."""

    parent_page_types = ["knowledge.LeverIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "nature")

    official_name = models.CharField(_("official name"), max_length=200, blank=True)
    nature = models.CharField(
        _("nature"), max_length=20, choices=LeverNature.choices, blank=True
    )
    national_lever = models.ForeignKey(
        "self",
        verbose_name=_("national lever"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="regional_terms",
        help_text=_("When this page gives the regional terms of a national lever."),
    )
    structure_kinds = ChoicesField(_("for which structures"), values=StructureKind)
    employers = models.CharField(_("for which employers"), max_length=250, blank=True)
    path_stage = models.CharField(
        _("stage of the path"), max_length=12, choices=PathStage.choices, blank=True
    )
    eligibility = RichTextField(
        _("for whom, under which conditions"), features=RICH_TEXT_FEATURES, blank=True
    )
    amount_min = models.DecimalField(
        _("from"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_max = models.DecimalField(
        _("to"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    amount_unit = models.CharField(
        _("unit"), max_length=10, choices=AmountUnit.choices, blank=True
    )
    amount_year = models.PositiveSmallIntegerField(
        _("year of the amount"), null=True, blank=True
    )
    amount_comment = models.CharField(_("in words"), max_length=250, blank=True)
    permanent = models.BooleanField(_("no known end"), default=False)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=LeverStatus.choices,
        default=LeverStatus.TO_VERIFY,
    )
    status_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    how_to = StreamField(StepListBlock(), verbose_name=_("how to ask"), blank=True)

    translated_texts = (
        *ContentPage.translated_texts,
        "employers",
        "eligibility",
        "amount_comment",
        "how_to",
        "combinations",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldPanel("official_name"),
                SUMMARY_PANEL,
                FieldRowPanel([FieldPanel("nature"), FieldPanel("path_stage")]),
                RowsPanel(
                    "funders",
                    heading=_("Who pays, who handles"),
                    label=_("funder"),
                ),
                MultiFieldPanel(
                    [
                        FieldPanel("structure_kinds"),
                        FieldPanel("employers"),
                        EntriesPanel("publics"),
                        FieldPanel("eligibility"),
                    ],
                    heading=_("For whom"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [FieldPanel("amount_min"), FieldPanel("amount_max")]
                        ),
                        FieldRowPanel(
                            [FieldPanel("amount_unit"), FieldPanel("amount_year")]
                        ),
                        FieldPanel("amount_comment"),
                    ],
                    heading=_("How much"),
                    help_text=_(
                        "An amount is shown with its year. Leave it empty rather"
                        " than guess."
                    ),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [FieldPanel("status"), FieldPanel("status_checked_on")]
                        ),
                        FieldRowPanel(
                            [FieldPanel("opens_on"), FieldPanel("closes_on")]
                        ),
                        FieldPanel("permanent"),
                    ],
                    heading=_("Until when"),
                    help_text=_(
                        "Past its closing date a lever is shown as closed, whatever"
                        " its status."
                    ),
                ),
                FieldPanel("how_to"),
                RowsPanel(
                    "combinations",
                    heading=_("Adds to, does not add to"),
                    label=_("lever"),
                    help_text=_(
                        "Without a source, readers are told that it is not verified."
                    ),
                ),
                FieldPanel("body"),
                PageChooserPanel("national_lever"),
            ],
        ),
        filing=[
            ABOUT_PANEL,
            MultiFieldPanel(
                [EntriesPanel("sectors"), EntriesPanel("jobs")],
                heading=_("For which purchases"),
            ),
            TERRITORIES_PANEL,
            SEARCH_TERMS_PANEL,
        ],
    )

    class Meta:
        verbose_name = _("lever")
        verbose_name_plural = _("levers")

    def leads_to(self) -> dict[str, Iterable[int]]:
        regional = LeverPage.objects.live().filter(national_lever=self.facts.pk)
        return {"regional_terms": regional.values_list("pk", flat=True)}

    @property
    def current_status(self) -> str:
        """The status today: dates win over what was stored."""
        return status_on(
            self.facts.status, self.facts.closes_on, today=timezone.localdate()
        )


def status_on(status: str, closes_on, *, today) -> str:
    """``ouvert``, ``bientot-ferme``, ``ferme``, ``suspendu`` or ``a-verifier``."""
    if closes_on is None or status == LeverStatus.CLOSED:
        return status
    if closes_on < today:
        return LeverStatus.CLOSED
    if status == LeverStatus.OPEN and closes_on - today <= CLOSING_SOON:
        return "bientot-ferme"
    return status


class LeverFunder(FactRow):
    page = ParentalKey(LeverPage, on_delete=models.CASCADE, related_name="funders")
    funder = models.ForeignKey(
        "core.Funder",
        verbose_name=_("funder"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    role = models.CharField(
        _("part"), max_length=10, choices=FunderRole.choices, default=FunderRole.PAYS
    )

    panels = [FieldRowPanel([EntriesPanel("funder"), FieldPanel("role")])]

    class Meta(FactRow.Meta):
        verbose_name = _("funder")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return str(self.funder)


class LeverCombination(FactRow):
    """Whether this lever adds to another one, and who says so."""

    page = ParentalKey(LeverPage, on_delete=models.CASCADE, related_name="combinations")
    lever = models.ForeignKey(
        LeverPage,
        verbose_name=_("other lever"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    verdict = models.CharField(
        _("verdict"),
        max_length=12,
        choices=Verdict.choices,
        default=Verdict.UNVERIFIED,
        help_text=_("Without a source, readers are told that it is not verified."),
    )
    conditions = models.TextField(_("conditions"), blank=True)
    source_label = models.CharField(_("source"), max_length=250, blank=True)
    source_url = models.URLField(_("its address"), blank=True, max_length=500)
    source_date = models.CharField(_("its date"), max_length=40, blank=True)

    translated_texts = ("conditions",)
    panels = [
        FieldRowPanel([PageChooserPanel("lever"), FieldPanel("verdict")]),
        FieldPanel("conditions"),
        FieldRowPanel([FieldPanel("source_label"), FieldPanel("source_date")]),
        FieldPanel("source_url"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("combination of levers")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.lever}: {self.get_verdict_display()}"

    @property
    def shown_verdict(self) -> str:
        """What has no source reads "not verified", whatever was ticked."""
        verdict = self.verdict if self.source_label else Verdict.UNVERIFIED
        return str(Verdict(verdict).label)
