"""How editors list courses."""

from django.forms import RadioSelect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from portal.core.listing import (
    ContentFilterSet,
    ContentViewSet,
    MixedViewSet,
    OwnChoice,
    OwnChoices,
)
from training.enums import ForWhom
from training.models import TrainingIndexPage, TrainingPage


class TrainingFilterSet(ContentFilterSet):
    for_whom = OwnChoices(label=_("For whom"), choices=ForWhom.choices)
    proposal = OwnChoice(
        label=_("Proposal"),
        empty_label=_("Any"),
        choices=[(True, _("Proposal")), (False, _("Existing course"))],
        widget=RadioSelect,
    )

    class Meta(ContentFilterSet.Meta):
        model = TrainingPage


class TrainingViewSet(ContentViewSet):
    model = TrainingPage
    icon = "calendar-alt"
    menu_order = 60
    filterset_class = TrainingFilterSet
    own = (
        Column("for_whom", label=_("For whom"), accessor="get_for_whom_display"),
        Column(
            "provider",
            label=_("Provider"),
            accessor=lambda page: page.provider or page.provider_name,
        ),
    )


class TrainingIndexViewSet(MixedViewSet):
    parents = (TrainingIndexPage,)


COURSES = TrainingViewSet()
