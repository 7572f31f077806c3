"""What editors find when they sign in: the content that waits for them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from portal.core.listing import SOON, content_models
from portal.core.models import ContentPage

WAITING = (
    ("past", _("Past their review date"), {"review": "past", "state": "live"}),
    ("soon", _("To review within three months"), {"review": "soon", "state": "live"}),
    ("draft", _("Drafts"), {"state": "draft"}),
    ("changed", _("Changes to publish"), {"state": "changed"}),
)


@dataclass(frozen=True)
class Cell:
    count: int
    url: str  # of the list that holds just these pages


@dataclass(frozen=True)
class Row:
    label: str
    url: str
    cells: tuple[Cell, ...]


def waiting(user: AbstractBaseUser) -> list[Row]:
    """What waits in each type of content, among the pages that ``user`` may open.

    One query a type; types where nothing waits are left out.
    """
    rows = [_row(model, user) for model in content_models()]
    return [row for row in rows if any(cell.count for cell in row.cells)]


def _row(model: type[ContentPage], user: AbstractBaseUser) -> Row:
    today = timezone.localdate()
    conditions = {
        "past": Q(live=True, review_by__lt=today),
        "soon": Q(live=True, review_by__gte=today, review_by__lte=today + SOON),
        "draft": Q(live=False),
        "changed": Q(live=True, has_unpublished_changes=True),
    }
    allowed = PagePermissionPolicy().explorable_instances(user).values("pk")
    counts = model.objects.filter(pk__in=allowed).aggregate(
        **{name: Count("pk", filter=one) for name, one in conditions.items()}
    )
    options = model._meta
    url = reverse(
        "wagtailadmin_pages:type_use", args=[options.app_label, options.model_name]
    )
    cells = tuple(
        Cell(counts[name], f"{url}?{urlencode(chosen)}") for name, _, chosen in WAITING
    )
    return Row(capfirst(str(options.verbose_name_plural)), url, cells)


class WaitingPanel(Component):
    name = "waiting"
    template_name = "core/admin/waiting_panel.html"
    order = 50  # before Wagtail's own panels

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {
            "headings": [label for name, label, chosen in WAITING],
            "rows": waiting(parent_context["request"].user),
        }
