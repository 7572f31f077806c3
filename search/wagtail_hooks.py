"""What the search adds to the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.state_screen import MAY_SEE, retry, show_state


class StateMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("search-state/", show_state, name="search_state"),
        path("search-state/retry/", retry, name="search_state_retry"),
    ]


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    return StateMenuItem(
        _("State of the search"), reverse("search_state"), icon_name="search", order=910
    )


@hooks.register("register_permissions")
def register_permissions() -> "QuerySet[Permission]":
    """To see the screen, and to ask for another try: given apart, to any group."""
    return Permission.objects.filter(
        content_type__app_label="search",
        codename__in=["view_indexbuild", "change_indexbuild"],
    )
