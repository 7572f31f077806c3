"""Where the admin asks us: what is refused, what a visitor of a translation sees."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page, PageLogEntry
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.wagtail_hooks import check_view_restrictions

from portal.core import choosing, scheduling
from portal.core.bulk_actions import DeletePages, PublishPages
from portal.core.dashboard import WaitingPanel
from portal.core.deleting import (
    DeletionRefused,
    check_deletion,
    check_pages_deletion,
)
from portal.core.listing import contents_menu_item
from portal.core.models import BasePage
from portal.core.personal_data_screen import show_register
from portal.core.publishing import is_visible
from portal.core.refusals import tell
from portal.core.rich_links import DocumentLinks, PageLinks
from portal.core.translating import (
    UpdateTranslations,
    refusal_of_translation,
    translation_of,
)
from portal.core.viewsets import ReferenceGroup, VocabularyGroup
from portal.core.visits import visit_of

Serve = Callable[[Page, HttpRequest, list[Any], dict[str, Any]], HttpResponse]

register_snippet(VocabularyGroup)
register_snippet(ReferenceGroup)

hooks.register("register_admin_menu_item", contents_menu_item)

# After Wagtail's own, which they replace.
hooks.register("register_bulk_action", PublishPages, order=1)
hooks.register("register_bulk_action", DeletePages, order=1)


@hooks.register("register_rich_text_features", order=1)
def read_links_together(features: FeatureRegistry) -> None:
    """After Wagtail's own handlers, which they replace."""
    features.register_link_type(PageLinks)
    features.register_link_type(DocumentLinks)


@hooks.register("on_serve_page")
def follow_the_source(serve: Serve) -> Serve:
    """A translation is seen by those who may see its source, while it is live."""

    def follow(
        page: Page, request: HttpRequest, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse:
        source = page.facts if isinstance(page, BasePage) else page
        if not is_visible(page) or not is_visible(source):
            raise Http404
        if source.pk == page.pk or not visit_of(request).is_private(source):
            return serve(page, request, args, kwargs)

        def translation(*ignored: Any) -> HttpResponse:
            return serve(page, request, args, kwargs)

        return check_view_restrictions(translation)(source, request, args, kwargs)

    return follow


@hooks.register("before_delete_page")
def refuse_cited_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    try:
        check_pages_deletion([page])
    except DeletionRefused as refusal:
        tell(request, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_delete_snippet")
def refuse_cited_entries(
    request: HttpRequest, instances: list[Model]
) -> HttpResponse | None:
    try:
        check_deletion(instances)
    except DeletionRefused as refusal:
        tell(request, refusal)
        viewset = instances[0].snippet_viewset
        return redirect(viewset.get_url_name("list"))
    return None


@hooks.register("before_edit_page", order=-1)
def refuse_incomplete_translation(
    request: HttpRequest, page: Page
) -> HttpResponse | None:
    """Before wagtail-localize, which would publish the source's words instead."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = translation_of(page)
    refusal = refusal_of_translation(translation) if translation else None
    if refusal is None:
        return None
    tell(request, refusal)
    return redirect(request.path)


@hooks.register("before_edit_page", order=-1)
def recall_refusal(request: HttpRequest, page: Page) -> None:
    """Say why the page did not go live at its date."""
    if request.method != "GET":
        return
    if missing := scheduling.standing_refusal(page):
        listed = format_html_join("", "<li>{}</li>", ((line,) for line in missing))
        heading = _("This page did not go live at its date:")
        messages.warning(request, format_html("{} <ul>{}</ul>", heading, listed))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    @actions.register_action(scheduling.REFUSED)
    class Refused(LogFormatter):
        label = gettext_lazy("Not published at its date")

        def format_message(self, log_entry: PageLogEntry) -> str:
            missing = log_entry.data.get("messages", [])
            return " ".join([_("Not published at its date:"), *missing])


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(WaitingPanel())


@hooks.register("insert_global_admin_css")
def editor_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/editor.css"))


@hooks.register("insert_global_admin_js")
def calendar_fields() -> str:
    return format_html('<script src="{}"></script>', static("admin/dates.js"))


@hooks.register("register_admin_urls", order=-1)
def register_urls() -> list[URLPattern]:
    """Before wagtail-localize, whose address it answers."""
    return [
        path(
            "localize/update/<int:translation_source_id>/",
            UpdateTranslations.as_view(),
        ),
        path(
            "choices/<slug:app_label>/<slug:model_name>/",
            choosing.answer,
            name="portal_choices",
        ),
        path("personal-data/", show_register, name="portal_personal_data"),
    ]


@hooks.register("register_reports_menu_item")
def register_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Personal data"),
        reverse("portal_personal_data"),
        icon_name="user",
        order=900,
    )
