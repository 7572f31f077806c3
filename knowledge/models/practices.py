from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.fields import RichTextField

from knowledge.enums import AmountBand, BuyerKind, ContractKind, Vehicle
from knowledge.models.reuses import Reuse
from portal.core.blocks import RICH_TEXT_FEATURES
from portal.core.enums import StructureKind
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, FactRow, IndexPage
from portal.core.panels import (
    ABOUT_PANEL,
    SEARCH_TERMS_PANEL,
    SUMMARY_PANEL,
    TITLE_PANELS,
    EntriesPanel,
    RowsPanel,
    content_tabs,
)


class PracticeIndexPage(IndexPage):
    """The practices, or the space of one network among them."""

    parent_page_types = ["home.HomePage", "knowledge.PracticeIndexPage"]
    subpage_types = ["knowledge.PracticeIndexPage", "knowledge.PracticePage"]

    class Meta:
        verbose_name = _("practices")
        verbose_name_plural = _("lists of practices")


class PracticePage(ContentPage):
    """What was done, told so that another territory can redo it.

    Eight fields make a sheet; the rest is offered as "to complete later".
    """

    parent_page_types = ["knowledge.PracticeIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "problem", "done")

    problem = models.TextField(_("the problem"), blank=True, max_length=1000)
    done = models.TextField(_("what was done"), blank=True, max_length=2000)
    result = models.TextField(_("the result"), blank=True, max_length=1000)
    buyer = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("buyer"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    buyer_name = models.CharField(
        _("or its name"), max_length=150, blank=True, help_text=_("If not listed.")
    )
    buyer_kind = models.CharField(
        _("kind of buyer"), max_length=12, choices=BuyerKind.choices, blank=True
    )
    vehicles = ChoicesField(_("how the contract carries it"), values=Vehicle)
    contact_organisation = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("who to call"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    contract_object = models.CharField(
        _("object of the contract"), max_length=250, blank=True
    )
    contract_kind = models.CharField(
        _("kind of contract"), max_length=15, choices=ContractKind.choices, blank=True
    )
    amount_band = models.CharField(
        _("amount"), max_length=12, choices=AmountBand.choices, blank=True
    )
    lots = models.PositiveSmallIntegerField(_("lots"), null=True, blank=True)
    contract_start = models.DateField(_("start"), null=True, blank=True)
    contract_months = models.PositiveSmallIntegerField(
        _("length in months"), null=True, blank=True
    )
    reserved_for = ChoicesField(_("reserved for"), values=StructureKind)
    hours_planned = models.PositiveIntegerField(
        _("insertion hours planned"), null=True, blank=True
    )
    hours_done = models.PositiveIntegerField(
        _("insertion hours done"), null=True, blank=True
    )
    people = models.PositiveIntegerField(_("people"), null=True, blank=True)
    positive_exits = models.PositiveIntegerField(
        _("exits to work or training"), null=True, blank=True
    )
    training_paths = RichTextField(
        _("training paths and who paid"), features=RICH_TEXT_FEATURES, blank=True
    )
    funders = ParentalManyToManyField(
        "core.Funder", verbose_name=_("funders"), blank=True
    )
    transfer_conditions = RichTextField(
        _("conditions to transfer"), features=RICH_TEXT_FEATURES, blank=True
    )
    first_steps = RichTextField(
        _("first steps to redo it"), features=RICH_TEXT_FEATURES, blank=True
    )
    difficulties = RichTextField(
        _("what went wrong"), features=RICH_TEXT_FEATURES, blank=True
    )
    difficulties_agreed = models.BooleanField(
        _("those who are named agree"),
        default=False,
        help_text=_("Difficulties are shown only with their agreement."),
    )
    external_url = models.URLField(
        _("told elsewhere"),
        blank=True,
        max_length=500,
        help_text=_("Address of the practice, if another site tells it."),
    )

    translated_texts = (
        *ContentPage.translated_texts,
        "problem",
        "done",
        "result",
        "contract_object",
        "training_paths",
        "transfer_conditions",
        "first_steps",
        "difficulties",
        "organisations",
        "reuses",
    )
    sheet_panels = [
        *TITLE_PANELS,
        MultiFieldPanel(
            [FieldPanel("problem"), FieldPanel("done"), FieldPanel("result")],
            heading=_("In brief"),
            help_text=_("A few sentences each, told to someone who would redo it."),
        ),
        SUMMARY_PANEL,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("buyer"), FieldPanel("buyer_name")]),
                FieldRowPanel([FieldPanel("buyer_kind"), FieldPanel("year")]),
                FieldPanel("vehicles"),
                EntriesPanel("territories"),
                EntriesPanel("sectors"),
                FieldPanel("contact_organisation"),
            ],
            heading=_("Who, where and how"),
        ),
    ]
    later_panels = [
        MultiFieldPanel(
            [
                FieldPanel("contract_object"),
                FieldRowPanel([FieldPanel("contract_kind"), FieldPanel("amount_band")]),
                FieldRowPanel([FieldPanel("lots"), FieldPanel("contract_months")]),
                FieldPanel("contract_start"),
                FieldPanel("reserved_for"),
            ],
            heading=_("The contract"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("hours_planned"), FieldPanel("hours_done")]),
                FieldRowPanel([FieldPanel("people"), FieldPanel("positive_exits")]),
            ],
            heading=_("Figures"),
            help_text=_(
                "Only what was counted. Fewer than five people are shown as such."
            ),
        ),
        MultiFieldPanel(
            [
                EntriesPanel("publics"),
                FieldPanel("training_paths"),
                EntriesPanel("funders"),
            ],
            heading=_("For whom, trained how"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("transfer_conditions"),
                FieldPanel("first_steps"),
                FieldPanel("difficulties"),
                FieldPanel("difficulties_agreed"),
            ],
            heading=_("To redo it"),
        ),
        RowsPanel(
            "organisations",
            heading=_("Organisations involved"),
            label=_("organisation"),
        ),
        RowsPanel("reuses", heading=_("Also reused by"), label=_("reuse")),
        FieldPanel("body"),
        FieldPanel("external_url"),
    ]
    edit_handler = content_tabs(
        (_("The sheet"), sheet_panels),
        (_("To complete later"), later_panels),
        filing=[ABOUT_PANEL, EntriesPanel("jobs"), SEARCH_TERMS_PANEL],
    )

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")


class PracticeOrganisation(FactRow):
    page = ParentalKey(
        PracticePage, on_delete=models.CASCADE, related_name="organisations"
    )
    actor = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    name = models.CharField(_("or its name"), max_length=150, blank=True)
    role = models.CharField(_("its part"), max_length=200, blank=True)

    translated_texts = ("role",)
    panels = [
        FieldRowPanel([FieldPanel("actor"), FieldPanel("name")]),
        FieldPanel("role"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("organisation involved")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.name or str(self.actor or "")


class PracticeReuse(Reuse):
    page = ParentalKey(PracticePage, on_delete=models.CASCADE, related_name="reuses")

    class Meta(Reuse.Meta):
        unique_together = [("translation_key", "locale")]
