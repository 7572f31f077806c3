"""The reference framework: guidance sheets and roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField

from knowledge.enums import GuidanceFormat, RoleKind
from portal.core.blocks import RICH_TEXT_FEATURES, LineListBlock
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, FactRow, IndexPage
from portal.core.panels import (
    SUMMARY_PANEL,
    TITLE_PANELS,
    EntriesPanel,
    RowsPanel,
    content_tabs,
)


class FrameworkIndexPage(IndexPage):
    """Who does what, at each stage of a contract."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["knowledge.GuidancePage", "knowledge.RolePage"]

    class Meta:
        verbose_name = _("reference framework")
        verbose_name_plural = _("reference frameworks")


class GuidancePage(ContentPage):
    """An answer first, then the proof, then what to do next."""

    parent_page_types = ["knowledge.FrameworkIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "short_answer", "body")

    question = models.CharField(_("question it answers"), max_length=250, blank=True)
    short_answer = models.TextField(_("short answer"), blank=True, max_length=600)
    format = models.CharField(
        _("format"),
        max_length=12,
        choices=GuidanceFormat.choices,
        default=GuidanceFormat.SHEET,
    )
    law_checked_on = models.DateField(_("law checked on"), null=True, blank=True)
    what_to_write = RichTextField(
        _("what to write"), features=RICH_TEXT_FEATURES, blank=True
    )
    mistakes = StreamField(
        LineListBlock(), verbose_name=_("common mistakes"), blank=True
    )

    translated_texts = (
        *ContentPage.translated_texts,
        "question",
        "short_answer",
        "what_to_write",
        "mistakes",
        "decision_steps",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldPanel(
                    "question",
                    help_text=_("As a reader would ask it, in plain words."),
                ),
                FieldPanel(
                    "short_answer",
                    help_text=_(
                        "600 characters at most: what to do, before any reason."
                    ),
                ),
                SUMMARY_PANEL,
                RowsPanel(
                    "decision_steps",
                    heading=_("Does it apply to me?"),
                    label=_("question"),
                    help_text=_("Questions answered by yes or no, the first first."),
                ),
                FieldPanel("body"),
                FieldPanel(
                    "what_to_write",
                    help_text=_("Words that can be copied into a contract."),
                ),
                FieldPanel("mistakes"),
                FieldRowPanel(
                    [FieldPanel("format"), FieldPanel("law_checked_on")],
                    help_text=_("Readers are told on which day the law was checked."),
                ),
            ],
        )
    )

    class Meta:
        verbose_name = _("guidance sheet")
        verbose_name_plural = _("guidance sheets")


class DecisionStep(FactRow):
    """One question of the path that says whether a rule applies."""

    page = ParentalKey(
        GuidancePage, on_delete=models.CASCADE, related_name="decision_steps"
    )
    question = models.CharField(_("question"), max_length=250)
    if_yes = models.CharField(_("if yes"), max_length=300)
    if_no = models.CharField(_("if no"), max_length=300)

    translated_texts = ("question", "if_yes", "if_no")
    panels = [
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("if_yes"), FieldPanel("if_no")]),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("decision step")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return self.question


class RolePage(ContentPage):
    """One kind of actor: its mission, and what it does at each stage."""

    parent_page_types = ["knowledge.FrameworkIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "mission", "role")

    role = models.CharField(
        _("kind of actor"), max_length=20, choices=RoleKind.choices, blank=True
    )
    mission = models.TextField(_("mission"), blank=True, max_length=600)
    not_mine = RichTextField(
        _("what it does not do"), features=RICH_TEXT_FEATURES, blank=True
    )
    first_day = RichTextField(
        _("first day kit"), features=RICH_TEXT_FEATURES, blank=True
    )

    translated_texts = (
        *ContentPage.translated_texts,
        "mission",
        "not_mine",
        "first_day",
        "steps",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldPanel(
                    "role",
                    help_text=_("Its column in the table of who does what."),
                ),
                FieldPanel("mission"),
                SUMMARY_PANEL,
                RowsPanel(
                    "steps",
                    heading=_("Stage by stage"),
                    label=_("step"),
                    help_text=_("Each row is a cell of the table of who does what."),
                ),
                FieldPanel("not_mine"),
                FieldPanel("first_day"),
                FieldPanel("body"),
            ],
        )
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def drawn_rows(self) -> tuple[str, ...]:
        """None: the table of who does what reads the steps of all the roles."""
        return ()


class RoleStep(FactRow):
    """What a role does at one stage: with whom, with what, which document passes."""

    page = ParentalKey(RolePage, on_delete=models.CASCADE, related_name="steps")
    stage = models.ForeignKey(
        "core.Stage",
        verbose_name=_("stage"),
        on_delete=models.RESTRICT,
        related_name="+",
    )
    what = models.TextField(_("what it does"), max_length=500)
    with_roles = ChoicesField(_("with whom"), values=RoleKind)
    tool = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("tool"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    tool_text = models.CharField(_("or with what"), max_length=200, blank=True)
    document = models.CharField(_("document that passes"), max_length=200, blank=True)
    document_to = models.CharField(
        _("to whom"), max_length=20, choices=RoleKind.choices, blank=True
    )
    delay = models.CharField(_("within what delay"), max_length=150, blank=True)

    translated_texts = ("what", "tool_text", "document", "delay")
    panels = [
        EntriesPanel("stage"),
        FieldPanel("what"),
        FieldPanel("with_roles"),
        FieldRowPanel(
            [
                PageChooserPanel("tool", "knowledge.ToolPage"),
                FieldPanel("tool_text"),
            ]
        ),
        FieldRowPanel([FieldPanel("document"), FieldPanel("document_to")]),
        FieldPanel("delay"),
    ]

    class Meta(FactRow.Meta):
        verbose_name = _("step of a role")
        unique_together = [("translation_key", "locale")]

    def __str__(self) -> str:
        return f"{self.stage}: {self.what[:60]}"
