"""The screens where a body says what it confirmed to be missing, and who works on it."""

from typing import Any

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters.filters import MultipleChoiceFilter
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput

from directory import rights
from directory.enums import GapKind
from directory.forms import RowForm
from directory.models import ActorPage, Gap
from directory.row_screens import RowFilterSet
from portal.core.models import Sector, Territory
from portal.core.row_screens import RowIndex, RowViewSet
from portal.core.widgets import SearchOne


class GapForm(RowForm):
    class Meta(WagtailAdminModelForm.Meta):
        model = Gap
        fields = [
            "actor",
            "territory",
            "kind",
            "sector",
            "checked_on",
            "worked_on_by",
            "worked_on_until",
        ]
        widgets = {
            "actor": SearchOne(ActorPage),
            "territory": SearchOne(Territory),
            "sector": SearchOne(Sector),
            "worked_on_by": SearchOne(ActorPage),
            "checked_on": AdminDateInput,
            "worked_on_until": AdminDateInput,
        }


class GapFilterSet(RowFilterSet):
    kind = MultipleChoiceFilter(
        label=_("What is missing"),
        choices=GapKind.choices,
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Gap
        fields = ["actor", "kind"]


class GapIndex(RowIndex):
    add_item_label = _("Confirm or mark a white zone")

    def get_base_queryset(self) -> QuerySet[Gap]:
        rows = super().get_base_queryset()
        return rows.select_related("territory", "sector", "worked_on_by")


class GapViewSet(RowViewSet):
    model = Gap
    name = "directory_gaps"
    url_prefix = "white-zones"
    icon = "warning"
    menu_label = _("White zones")
    menu_order = 190
    index_view_class = GapIndex
    filterset_class = GapFilterSet
    form = GapForm

    @property
    def permission_policy(self) -> Any:
        return rights.GAPS

    @property
    def list_display(self) -> list[Any]:
        return [
            "territory",
            Column("kind", label=_("What is missing"), accessor="summary_line"),
            Column("actor", label=_("Organisation"), accessor="actor"),
            Column("checked_on", label=_("Confirmed on"), sort_key="checked_on"),
            Column(
                "worked_on_by", label=_("Being worked on by"), accessor="worked_on_by"
            ),
            Column(
                "worked_on_until",
                label=_("Answer expected by"),
                sort_key="worked_on_until",
            ),
        ]


GAPS = GapViewSet()
