from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from directory.contacts import WITHDRAWN
from directory.gap_screens import GAPS
from directory.importing.screens import SCREENS, may_import
from directory.models import ActorPage, DirectoryIndexPage
from directory.row_screens import CONTACTS, COVERAGES
from directory.viewsets import ACTORS, DirectoryViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [ACTORS, DirectoryViewSet(), CONTACTS, COVERAGES, GAPS, SCREENS]


hooks.register("register_contents_menu_item", ACTORS.menu_entry)


def row_buttons(
    page: Page, user: AbstractBaseUser, *args: object, **kwargs: object
) -> Iterator[Button]:
    """The ways from an organisation to its contacts and the territories it covers."""
    if page.specific_class is not ActorPage:
        return
    actor = page.specific.facts
    if not actor.permissions_for_user(user).can_edit():
        return
    for label, screens, icon, priority in (
        (_("Contacts"), CONTACTS, "mail", 12),
        (_("Territories covered"), COVERAGES, "globe", 13),
        (_("White zones confirmed"), GAPS, "warning", 14),
    ):
        url = f"{reverse(screens.get_url_name('index'))}?actor={actor.pk}"
        yield Button(label, url=url, icon_name=icon, priority=priority)


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_contents_menu_item")
def import_entry() -> MenuItem:
    url = reverse(SCREENS.get_url_name("index"))
    return ImportMenuItem(
        gettext_lazy("Import organisations"), url, icon_name="upload", order=71
    )


@hooks.register("register_page_header_buttons")
def import_button(
    page: Page, user: AbstractBaseUser, *args: object, **kwargs: object
) -> Iterator[Button]:
    if page.specific_class is DirectoryIndexPage and may_import(user):
        url = reverse(SCREENS.get_url_name("index"))
        label = _("Import organisations")
        yield Button(label, url=url, icon_name="upload", priority=14)


hooks.register("register_page_header_buttons", row_buttons)
hooks.register("register_page_listing_more_buttons", row_buttons)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        WITHDRAWN, gettext_lazy("Contact withdrawn"), gettext_lazy("Contact withdrawn")
    )
