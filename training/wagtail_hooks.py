from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, Page

from portal.core.imports.screens import ImportScreens
from training.announcing import CANCELLED, MOVED
from training.date_screens import announce_url, sessions_url
from training.importing.kind import SESSIONS as IMPORT
from training.models import TrainingPage
from training.rights import may_change
from training.session_screens import SESSIONS
from training.viewsets import COURSES, TrainingIndexViewSet
from training.wording import week_day


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [COURSES, TrainingIndexViewSet(), SESSIONS, ImportScreens(IMPORT)]


hooks.register("register_contents_menu_item", COURSES.menu_entry)


def session_buttons(
    page: Page, user: AbstractBaseUser, *args: object, **kwargs: object
) -> Iterator[Button]:
    """The way from a course to its sessions."""
    if page.specific_class is TrainingPage:
        course = page.specific.facts
        if course.permissions_for_user(user).can_edit():
            yield Button(
                _("Sessions"),
                url=sessions_url(course.pk),
                icon_name="calendar-alt",
                priority=12,
            )
            if may_change(user, course):
                yield Button(
                    _("Announce dates"),
                    url=announce_url(course.pk),
                    icon_name="plus",
                    priority=11,
                )


hooks.register("register_page_header_buttons", session_buttons)
hooks.register("register_page_listing_more_buttons", session_buttons)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(CANCELLED)
    class Cancelled(LogFormatter):
        label = gettext_lazy("Session cancelled")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            reason = log_entry.data.get("reason", "")
            return _("Session cancelled: %(reason)s") % {"reason": reason}

    @actions.register_action(MOVED)
    class Moved(LogFormatter):
        label = gettext_lazy("Dates changed")

        def format_message(self, log_entry: ModelLogEntry) -> str:
            was = datetime.fromisoformat(log_entry.data["from"])
            words = {"day": week_day(was), "reason": log_entry.data["reason"] or "–"}
            return _("Dates changed, from %(day)s: %(reason)s") % words
