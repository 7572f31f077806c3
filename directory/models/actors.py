from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.search import index

from directory.carriers import CARRIER_OF_KIND, Carrier
from directory.enums import Openness
from directory.panels import ContactsPanel, CoveragesPanel
from directory.validators import validate_siren, validate_siret
from portal.core.enums import StructureKind
from portal.core.fields import ChoicesField
from portal.core.models import ContentPage, IndexPage
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
    legal_name = models.CharField(
        _("registered name"),
        max_length=255,
        blank=True,
        help_text=_("As official registers have it, if the title is another name."),
    )
    siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        db_index=True,
        validators=[validate_siret],
        help_text=_("The number of the place: 14 digits."),
    )
    siren = models.CharField(
        _("SIREN"),
        max_length=9,
        blank=True,
        validators=[validate_siren],
        help_text=_("For an organisation without a SIRET of its own: 9 digits."),
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
    carriers = ChoicesField(
        _("networks of data·inclusion"),
        values=Carrier,
        help_text=_("Those that no page of the directory stands for."),
    )
    open_to_cocontracting = models.CharField(
        _("works with others"), max_length=3, choices=Openness.choices, blank=True
    )
    accessibility = models.TextField(_("access to the place"), blank=True)
    acceslibre_url = models.URLField(
        _("page on Acceslibre"),
        blank=True,
        help_text=_("The address of the place on acceslibre.beta.gouv.fr."),
    )
    opening = models.CharField(
        _("when it is open"),
        max_length=200,
        blank=True,
        help_text=_("For example: Monday to Friday, 9 a.m. to noon."),
    )
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
    counting_method = models.TextField(
        _("how it counts insertion hours"), max_length=600, blank=True
    )
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
        "opening",
        "spaser_targets",
        "counting_method",
        "labels",
        "figures",
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
                        FieldPanel("legal_name"),
                        FieldRowPanel([FieldPanel("siret"), FieldPanel("siren")]),
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
                        FieldPanel("opening"),
                        FieldPanel("accessibility"),
                        FieldPanel("acceslibre_url"),
                    ],
                    heading=_("Where to find it"),
                ),
                ContactsPanel(heading=_("Contacts")),
                CoveragesPanel(heading=_("Territories where it follows clauses")),
                EntriesPanel("networks"),
                MultiFieldPanel(
                    [FieldPanel("carriers")],
                    heading=_("Networks of data·inclusion"),
                    classname="collapsed",
                ),
                FieldRowPanel(
                    [FieldPanel("open_to_cocontracting"), FieldPanel("confirmed_on")]
                ),
                RowsPanel("figures", heading=_("Figures"), label=_("figure")),
                RowsPanel("labels", heading=_("Labels"), label=_("label")),
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
                FieldPanel("counting_method"),
                FieldPanel("followed_by"),
            ],
        ),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self) -> None:
        super().clean()
        if self.siret and self.siren and not self.siret.startswith(self.siren):
            message = _("The SIREN is the first nine digits of the SIRET.")
            raise ValidationError({"siren": message})
        if other := self._other_with_siret():
            message = _(
                "“%(title)s” has this SIRET: add the kind to that page instead."
            )
            raise ValidationError({"siret": message % {"title": other}})

    def _other_with_siret(self) -> str | None:
        if not self.siret:
            return None
        others = ActorPage.objects.filter(siret=self.siret).exclude(
            translation_key=self.translation_key
        )
        return others.values_list("title", flat=True).first()

    @property
    def siren_number(self) -> str:
        """Its SIREN, said or drawn from its SIRET."""
        source = self.facts
        return source.siren or source.siret[:9]

    @property
    def carrier_values(self) -> list[str]:
        """Its « réseaux porteurs » of data·inclusion: said, or meant by its kinds."""
        source = self.facts
        meant = [
            CARRIER_OF_KIND[kind] for kind in source.kinds if kind in CARRIER_OF_KIND
        ]
        return list(dict.fromkeys([*meant, *source.carriers]))

    def leads_to(self) -> dict[str, Iterable[int]]:
        """The networks it belongs to, and the organisations that belong to it."""
        source = self.facts
        members = ActorPage.objects.live().filter(
            networks=source.pk, locale=source.locale_id
        )
        return {
            "networks": source.networks.values_list("id", flat=True),
            "members": members.order_by("title", "pk").values_list("pk", flat=True)
            if source.pk
            else (),
        }

    @property
    def kind_labels(self) -> list[str]:
        return self._meta.get_field("kinds").labels(self.facts.kinds)
