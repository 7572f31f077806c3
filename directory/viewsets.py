"""How editors list organisations."""

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column

from directory.models import ActorPage, DirectoryIndexPage
from portal.core.enums import StructureKind
from portal.core.listing import ContentFilterSet, ContentViewSet, MixedViewSet


class KindFilter(MultipleChoiceFilter):
    """Kinds are kept as a list: each of those chosen is looked for in it."""

    def filter(
        self, pages: QuerySet[ActorPage], value: list[str]
    ) -> QuerySet[ActorPage]:
        if not value:
            return pages
        chosen = [
            pk
            for pk, kinds in ActorPage.objects.values_list("pk", "kinds")
            if set(kinds) & set(value)
        ]
        return pages.filter(pk__in=chosen)


class ConfirmedFilter(ChoiceFilter):
    def filter(self, pages: QuerySet[ActorPage], value: str) -> QuerySet[ActorPage]:
        if value not in {"yes", "no"}:
            return pages
        keys = ActorPage.objects.filter(confirmed_on__isnull=value == "no")
        return pages.filter(pk__in=list(keys.values_list("pk", flat=True)))


class ActorFilterSet(ContentFilterSet):
    kinds = KindFilter(
        label=_("Kinds"), choices=StructureKind.choices, widget=CheckboxSelectMultiple
    )
    confirmed = ConfirmedFilter(
        label=_("Confirmed"),
        empty_label=_("Any"),
        choices=[("yes", _("Confirmed")), ("no", _("To be confirmed"))],
        widget=RadioSelect,
    )

    class Meta(ContentFilterSet.Meta):
        model = ActorPage


class ActorViewSet(ContentViewSet):
    model = ActorPage
    icon = "site"
    menu_order = 70
    filterset_class = ActorFilterSet
    own = (
        Column(
            "kinds", label=_("Kinds"), accessor=lambda page: ", ".join(page.kind_labels)
        ),
        Column("commune", label=_("Commune"), accessor="commune"),
        Column("confirmed_on", label=_("Confirmed on"), sort_key="confirmed_on"),
    )


class DirectoryViewSet(MixedViewSet):
    parents = (DirectoryIndexPage,)


ACTORS = ActorViewSet()
