from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from directory.gap_screens import GAPS
from directory.models import ActorPage
from directory.row_screens import CONTACTS, COVERAGES, WITHDRAWN
from directory.viewsets import ACTORS, DirectoryViewSet


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [ACTORS, DirectoryViewSet(), CONTACTS, COVERAGES, GAPS]


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


hooks.register("register_page_header_buttons", row_buttons)
hooks.register("register_page_listing_more_buttons", row_buttons)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        WITHDRAWN, gettext_lazy("Contact withdrawn"), gettext_lazy("Contact withdrawn")
    )
