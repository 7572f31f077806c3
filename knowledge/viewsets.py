"""How editors list practices, levers, tools, guidance and roles."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from knowledge import models
from knowledge.enums import (
    BuyerKind,
    GuidanceFormat,
    LeverNature,
    LeverStatus,
    ToolKind,
)
from portal.core.listing import (
    ContentFilterSet,
    ContentViewSet,
    MixedViewSet,
    OwnChoices,
)


class PracticeFilterSet(ContentFilterSet):
    buyer_kind = OwnChoices(label=_("Kind of buyer"), choices=BuyerKind.choices)

    class Meta(ContentFilterSet.Meta):
        model = models.PracticePage


class PracticeViewSet(ContentViewSet):
    model = models.PracticePage
    icon = "clipboard-list"
    menu_order = 10
    filterset_class = PracticeFilterSet
    own = (
        Column(
            "buyer",
            label=_("Buyer"),
            accessor=lambda page: page.buyer or page.buyer_name,
        ),
        Column("year", label=_("Year"), sort_key="year"),
    )


class LeverFilterSet(ContentFilterSet):
    status = OwnChoices(label=_("Status of the lever"), choices=LeverStatus.choices)
    nature = OwnChoices(label=_("Nature"), choices=LeverNature.choices)

    class Meta(ContentFilterSet.Meta):
        model = models.LeverPage


class LeverViewSet(ContentViewSet):
    model = models.LeverPage
    icon = "key"
    menu_order = 20
    filterset_class = LeverFilterSet
    own = (
        Column("nature", label=_("Nature"), accessor="get_nature_display"),
        Column("lever_status", label=_("Status"), accessor="get_status_display"),
        Column("closes_on", label=_("Closes on"), sort_key="closes_on"),
    )


class ToolFilterSet(ContentFilterSet):
    kind = OwnChoices(label=_("Kind"), choices=ToolKind.choices)

    class Meta(ContentFilterSet.Meta):
        model = models.ToolPage


class ToolViewSet(ContentViewSet):
    model = models.ToolPage
    icon = "cogs"
    menu_order = 30
    filterset_class = ToolFilterSet
    own = (
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        Column("version_date", label=_("Version"), sort_key="version_date"),
    )


class GuidanceFilterSet(ContentFilterSet):
    format = OwnChoices(label=_("Format"), choices=GuidanceFormat.choices)

    class Meta(ContentFilterSet.Meta):
        model = models.GuidancePage


class GuidanceViewSet(ContentViewSet):
    model = models.GuidancePage
    icon = "help"
    menu_order = 40
    filterset_class = GuidanceFilterSet
    own = (
        Column("format", label=_("Format"), accessor="get_format_display"),
        Column("law_checked_on", label=_("Law checked on"), sort_key="law_checked_on"),
    )


class RoleViewSet(ContentViewSet):
    model = models.RolePage
    icon = "group"
    menu_order = 50
    own = (Column("role", label=_("Kind of actor"), accessor="get_role_display"),)


class FrameworkViewSet(MixedViewSet):
    parents = (models.FrameworkIndexPage, models.PracticeIndexPage)


CONTENT = (
    PracticeViewSet(),
    LeverViewSet(),
    ToolViewSet(),
    GuidanceViewSet(),
    RoleViewSet(),
)
