from collections.abc import Iterable

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail_localize.fields import TranslatableField

from portal.core import facts
from portal.core.blocks import SourcesBlock, StoryBlock
from portal.core.enums import Trust
from portal.core.forms import BasePageForm, ContentPageForm
from portal.core.panels import (
    SUMMARY_PANEL,
    TITLE_PANELS,
    content_tabs,
    page_tabs,
)
from portal.core.publishing import check_publication
from portal.core.querysets import GuardedPageManager
from portal.core.revisions import without_dangling
from portal.core.surroundings import Surroundings
from portal.core.visits import Visit, visit_of


class BasePage(Page):
    """Every page of the site: its facts are those of its source-language page."""

    translated_texts: tuple[str, ...] = ("title", "slug", "seo_title")

    base_form_class = BasePageForm
    objects = GuardedPageManager()

    class Meta:
        abstract = True

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        return super().from_serializable_data(
            without_dangling(cls, data), check_fks, strict_fks
        )

    @classproperty
    def translatable_fields(cls) -> list[TranslatableField]:
        """What wagtail-localize translates; facts are read from the source instead."""
        return [TranslatableField(name) for name in cls.translated_texts]

    @cached_property
    def visit(self) -> Visit:
        """The visit that this page is drawn for, as its address was followed."""
        return Visit()

    @cached_property
    def family(self) -> list[Page]:
        """The versions of this page in all languages, this one included."""
        versions = Page.objects.filter(translation_key=self.translation_key)
        return list(versions.select_related("locale").order_by("pk"))

    @cached_property
    def facts(self) -> "BasePage":
        if not facts.may_translate(self) or self.alias_of_id is not None:
            return facts.source_of(self)
        versions = (page for page in self.family if page.alias_of_id is None)
        return facts.source_of(self, among=versions).specific

    @cached_property
    def lineage(self) -> list[Page]:
        """The pages above this one, the home page first."""
        if not self.path:
            return []
        above = self.get_ancestors().filter(depth__gte=2)
        return list(above.select_related("locale"))

    def get_view_restrictions(self):
        """As Wagtail does, without a query for a page that is open to everyone."""
        if not self.visit.is_private(self):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @property
    def is_translation(self) -> bool:
        return self.facts.pk != self.pk


class IndexPage(BasePage):
    """A place in the tree; with an organisation, the space of that organisation."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=600)
    organisation = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text=_("The organisation that publishes here, for a space of its own."),
    )

    translated_texts = (*BasePage.translated_texts, "introduction")
    edit_handler = page_tabs(
        (
            _("Content"),
            [*TITLE_PANELS, FieldPanel("introduction"), FieldPanel("organisation")],
        )
    )

    class Meta:
        abstract = True


class ContentPage(BasePage):
    """What every page that a visitor searches for shares."""

    base_form_class = ContentPageForm
    # Asked by the publishing service; a draft needs a title only.
    required_to_publish: tuple[str, ...] = ("summary", "body")

    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=400,
        help_text=_(
            "40 to 400 characters, read in results and feeds: the answer first."
        ),
    )
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)
    themes = ParentalManyToManyField("core.Theme", verbose_name=_("themes"), blank=True)
    stages = ParentalManyToManyField(
        "core.Stage", verbose_name=_("stages of a contract"), blank=True
    )
    audiences = ParentalManyToManyField(
        "core.Audience", verbose_name=_("for whom"), blank=True
    )
    sectors = ParentalManyToManyField(
        "core.Sector", verbose_name=_("purchasing sectors"), blank=True
    )
    jobs = ParentalManyToManyField("core.Job", verbose_name=_("jobs"), blank=True)
    publics = ParentalManyToManyField(
        "core.Public", verbose_name=_("publics"), blank=True
    )
    territories = ParentalManyToManyField(
        "core.Territory",
        verbose_name=_("territories"),
        blank=True,
        help_text=_("Leave empty when it holds everywhere."),
    )
    answers_for = models.ForeignKey(
        "directory.ActorPage",
        verbose_name=_("organisation that answers for it"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    trust = models.CharField(
        _("trust"), max_length=10, choices=Trust.choices, default=Trust.UNREAD
    )
    trust_on = models.DateField(_("read on"), null=True, blank=True)
    archived = models.BooleanField(
        _("kept for memory"),
        default=False,
        help_text=_("Out of the results unless asked for."),
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("Past this date readers are told, and the page sinks in results."),
    )
    legal_references = ParentalManyToManyField(
        "core.LegalReference", verbose_name=_("legal references"), blank=True
    )
    search_terms = models.TextField(
        _("words to be found by"),
        blank=True,
        max_length=500,
        help_text=_("Words that readers type and that the text does not hold."),
    )
    sources = StreamField(SourcesBlock(), verbose_name=_("sources"), blank=True)

    translated_texts = (
        *BasePage.translated_texts,
        "summary",
        "body",
        "search_terms",
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("search_terms"),
        index.FilterField("trust"),
        index.FilterField("review_by"),
        index.FilterField("archived"),
    ]
    content_panels = [*TITLE_PANELS, SUMMARY_PANEL, FieldPanel("body")]
    edit_handler = content_tabs((_("Content"), content_panels))

    class Meta:
        abstract = True

    def publish(self, revision, *args, **kwargs):
        """Publish, now or at its date; raise ``PublicationRefused`` if texts miss."""
        check_publication(revision.as_object())
        return super().publish(revision, *args, **kwargs)

    def save(self, *args, **kwargs):
        # Some ways to go live never call ``publish``: copies, actions, plain code.
        if self._is_going_live(kwargs.get("update_fields")):
            check_publication(self)
        return super().save(*args, **kwargs)

    def _is_going_live(self, update_fields: list[str] | None) -> bool:
        if not self.live or self.alias_of_id is not None:
            return False  # an alias shows what its original shows
        if update_fields is not None and "live" not in update_fields:
            return False
        was = Page.objects.filter(pk=self.pk).values_list("live", "live_revision_id")
        return (True, self.live_revision_id) not in was

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["around"] = Surroundings(self, visit_of(request))
        return context

    def rows(self, relation: str) -> list:
        """The inline rows of the source, in the words of this page."""
        return facts.rows_of(self, relation)

    def drawn_rows(self) -> Iterable[str]:
        """The relations of inline rows that the sheet shows."""
        return facts.row_relations(type(self))

    def leads_to(self) -> dict[str, Iterable[int]]:
        """Lists of pages that the sheet shows and that no field nor row names."""
        return {}

    @property
    def past_review(self) -> bool:
        due = self.facts.review_by
        return due is not None and due < timezone.localdate()
