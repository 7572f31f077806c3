from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.fields import RichTextField

from portal.core.blocks import RICH_TEXT_FEATURES
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, IndexPage
from portal.core.panels import SUMMARY_PANEL, TITLE_PANELS, content_tabs
from training.enums import ForWhom, Level, Modality
from training.panels import SessionsPanel


class TrainingIndexPage(IndexPage):
    """The courses, or the space of one provider among them."""

    parent_page_types = ["home.HomePage", "training.TrainingIndexPage"]
    subpage_types = ["training.TrainingIndexPage", "training.TrainingPage"]

    class Meta:
        verbose_name = _("courses")
        verbose_name_plural = _("lists of courses")


class TrainingPage(ContentPage):
    """A course; its sessions are a plain table that no old draft can undo."""

    parent_page_types = ["training.TrainingIndexPage"]
    subpage_types: list[str] = []
    required_to_publish = ("summary", "objectives")

    for_whom = models.CharField(
        _("for whom"),
        max_length=15,
        choices=ForWhom.choices,
        default=ForWhom.PROFESSIONALS,
    )
    objectives = RichTextField(
        _("what one will be able to do"), features=RICH_TEXT_FEATURES, blank=True
    )
    programme = RichTextField(_("programme"), features=RICH_TEXT_FEATURES, blank=True)
    prerequisites = models.CharField(_("prerequisites"), max_length=250, blank=True)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, blank=True
    )
    hours = models.DecimalField(
        _("length in hours"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    modalities = ChoicesField(_("modalities"), values=Modality)
    price = models.CharField(_("price"), max_length=150, blank=True)
    funding = models.CharField(_("who can pay"), max_length=250, blank=True)
    provider = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("provider"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    provider_name = models.CharField(_("or its name"), max_length=150, blank=True)
    web_address = models.URLField(_("web address"), blank=True, max_length=500)
    proposal = models.BooleanField(
        _("proposal"),
        default=False,
        help_text=_("A course that nobody gives yet: readers are told."),
    )

    translated_texts = (
        *ContentPage.translated_texts,
        "objectives",
        "programme",
        "prerequisites",
        "price",
        "funding",
    )
    edit_handler = content_tabs(
        (
            _("Content"),
            [
                *TITLE_PANELS,
                FieldRowPanel([FieldPanel("for_whom"), FieldPanel("level")]),
                FieldPanel("objectives"),
                SUMMARY_PANEL,
                FieldPanel("programme"),
                FieldPanel("prerequisites"),
                MultiFieldPanel(
                    [
                        FieldPanel("hours"),
                        FieldPanel("modalities"),
                        FieldRowPanel([FieldPanel("price"), FieldPanel("funding")]),
                    ],
                    heading=_("How long, how, for how much"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel(
                            [FieldPanel("provider"), FieldPanel("provider_name")]
                        ),
                        FieldPanel("web_address"),
                        FieldPanel("proposal"),
                    ],
                    heading=_("Who gives it"),
                ),
                FieldPanel("body"),
                SessionsPanel(heading=_("Sessions")),
            ],
        )
    )

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @cached_property
    def nobody_gives_it(self) -> bool:
        """A proposal for which no date but examples was ever announced."""
        if not self.proposal or self.pk is None:
            return self.proposal
        return all(session.example for session in self.sessions.all())
