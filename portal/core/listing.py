"""How editors list and filter content: who answers for it, trust, review date, state."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (
    ChoiceFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    PageTypeColumn,
)
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet, page_viewset_registry
from wagtail.models import Page, Revision

from portal.core.enums import Trust
from portal.core.models import ContentPage

SOON = timedelta(days=90)

contents_menu = Menu(register_hook_name="register_contents_menu_item")


def content_models() -> list[type[ContentPage]]:
    return [model for model in apps.get_models() if issubclass(model, ContentPage)]


def _narrow(pages: QuerySet[Page], condition: Q) -> QuerySet[Page]:
    """``pages`` whose content meets ``condition``, of one type or of several."""
    one = issubclass(pages.model, ContentPage)
    keys: list[int] = []
    for model in [pages.model] if one else content_models():
        keys += model.objects.filter(condition).values_list("pk", flat=True)
    return pages.filter(pk__in=keys)


class KeysMixin:
    """Filters by key: the admin's search refuses conditions on fields that it has not
    indexed."""

    def filter(self, pages: QuerySet[Page], value: Any) -> QuerySet[Page]:
        every = pages.model.objects.all()
        narrowed = super().filter(every, value)
        if narrowed is every:
            return pages
        return pages.filter(pk__in=list(narrowed.values_list("pk", flat=True)))


class OwnChoice(KeysMixin, ChoiceFilter):
    """A choice on a field of one type of content."""


class OwnChoices(KeysMixin, MultipleChoiceFilter):
    """Several choices on a field of one type of content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)


def _organisations(request: Any) -> QuerySet[Model]:
    owners = apps.get_model("directory", "ActorPage").objects
    named: set[int | None] = set()
    for model in content_models():
        named.update(model.objects.values_list("answers_for", flat=True).distinct())
    return owners.filter(pk__in=named - {None}).order_by("title")


class StateFilter(ChoiceFilter):
    """The state of a page in words: draft, live, changed since, due to go live."""

    CONDITIONS: ClassVar[dict[str, Q]] = {
        "draft": Q(live=False),
        "live": Q(live=True),
        "changed": Q(live=True, has_unpublished_changes=True),
    }

    def filter(self, pages: QuerySet[Page], value: str) -> QuerySet[Page]:
        if value == "scheduled":
            due = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
            keys = [int(key) for key in due.values_list("object_id", flat=True)]
        elif condition := self.CONDITIONS.get(value):
            keys = list(Page.objects.filter(condition).values_list("pk", flat=True))
        else:
            return pages
        return pages.filter(pk__in=keys)


class ReviewFilter(ChoiceFilter):
    def filter(self, pages: QuerySet[Page], value: str) -> QuerySet[Page]:
        today = timezone.localdate()
        conditions = {
            "past": Q(review_by__lt=today),
            "soon": Q(review_by__gte=today, review_by__lte=today + SOON),
            "none": Q(review_by__isnull=True),
        }
        return _narrow(pages, conditions[value]) if value in conditions else pages


class TrustFilter(MultipleChoiceFilter):
    def filter(self, pages: QuerySet[Page], value: Iterable[str]) -> QuerySet[Page]:
        return _narrow(pages, Q(trust__in=list(value))) if value else pages


class OrganisationFilter(ModelMultipleChoiceFilter):
    def filter(self, pages: QuerySet[Page], value: Iterable[Page]) -> QuerySet[Page]:
        keys = [page.pk for page in value]
        return _narrow(pages, Q(answers_for__in=keys)) if keys else pages


class ContentFilterSet(PageFilterSet):
    """The filters that content of every type shares."""

    state = StateFilter(
        label=_("State of the page"),
        empty_label=_("Any"),
        choices=[
            ("draft", _("Draft")),
            ("live", _("Live")),
            ("changed", _("Live, with changes to publish")),
            ("scheduled", _("To go live at a date")),
        ],
        widget=RadioSelect,
    )
    trust = TrustFilter(
        label=_("Trust"), choices=Trust.choices, widget=CheckboxSelectMultiple
    )
    review = ReviewFilter(
        label=_("Review"),
        empty_label=_("Any"),
        choices=[
            ("past", _("Past its date")),
            ("soon", _("Within three months")),
            ("none", _("No date")),
        ],
        widget=RadioSelect,
    )
    answers_for = OrganisationFilter(
        label=_("Organisation that answers for it"),
        queryset=_organisations,
        widget=CheckboxSelectMultiple,
    )
    # What tells nothing here: one site, and types without pages below them.
    site = None
    has_child_pages = None

    class Meta(PageFilterSet.Meta):
        pass


def _fact(name: str) -> Any:
    """Reads a fact of a page, or nothing where the type has no such fact."""

    def read(page: Page) -> Any:
        return getattr(getattr(page, "facts", page), name, "") or ""

    return read


BEFORE: list[BaseColumn] = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn(
        "title",
        label=_("Title"),
        sort_key="title",
        classname="title",
        width="30%",
    ),
]
AFTER: list[BaseColumn] = [
    Column("trust", label=_("Trust"), accessor=_fact("get_trust_display"), width="12%"),
    Column("answers_for", label=_("Who answers"), accessor=_fact("answers_for")),
    Column("review_by", label=_("Review by"), accessor=_fact("review_by")),
    PageStatusColumn("status", label=_("State of the page"), sort_key="live"),
]


class ContentViewSet(PageViewSet):
    """The list of one type of content; ``own`` are the columns that it adds."""

    filterset_class = ContentFilterSet
    own: tuple[BaseColumn, ...] = ()
    menu_order = 100

    @property
    def columns(self) -> list[BaseColumn]:
        return [*BEFORE, *self.own, *AFTER]

    def menu_entry(self) -> MenuItem:
        """Its entry in the menu of contents: pages of that type, wherever they are."""
        options = self.model._meta
        return MenuItem(
            capfirst(str(options.verbose_name_plural)),
            reverse(
                "wagtailadmin_pages:type_use",
                args=[options.app_label, options.model_name],
            ),
            name=f"contents-{options.model_name}",
            icon_name=self.icon,
            order=self.menu_order,
        )


class MixedViewSet(PageViewSet):
    """The explorer below index pages that hold several types."""

    model = Page
    filterset_class = ContentFilterSet
    parents: tuple[type[Page], ...] = ()

    @property
    def columns(self) -> list[BaseColumn]:
        kind = PageTypeColumn(
            "type", label=_("Type"), accessor="page_type_display_name"
        )
        return [*BEFORE, kind, *AFTER]

    @property
    def parent_models(self) -> list[type[Page]]:
        return list(self.parents)

    def on_register(self) -> None:
        # Pages of other types keep Wagtail's own lists.
        for parent in self.parents:
            page_viewset_registry.values_by_parent_model[parent] = self


def contents_menu_item() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        _("Contents"), contents_menu, name="contents", icon_name="list-ul", order=150
    )
