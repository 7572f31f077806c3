"""What a browser sends when it saves the form of a page."""

from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.users.models import User


def form_data(page: Page, user: User, **changes: Any) -> dict[str, Any]:
    """The fields of the edit form of ``page`` as they stand, with ``changes``."""
    page = latest(page)
    return _data(page, page.get_parent(), user, changes)


def latest(page: Page) -> Page:
    """The last version of ``page`` that was saved, as the editor opens it."""
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def creation_data(page: Page, parent: Page, user: User, **changes: Any) -> dict:
    """The fields of the form that makes ``page`` (not saved) below ``parent``."""
    page.locale = parent.locale
    return _data(page, parent, user, changes)


def _data(page: Page, parent: Page, user: User, changes: dict[str, Any]) -> dict:
    handler = type(page).get_edit_handler()
    form = handler.get_form_class()(instance=page, for_user=user, parent_page=parent)
    request = RequestFactory().get("/")
    request.user = user
    bound = handler.get_bound_panel(instance=page, request=request, form=form)
    streams = {
        field.name: _stream(getattr(page, field.name))
        for field in page._meta.fields
        if isinstance(field, StreamField) and field.name in form.fields
    }
    fields = fields_of(bound.render_form_content())
    return {**fields, **nested_form_data(streams), **changes}


def _stream(value: Any) -> dict[str, Any]:
    """Blocks of rich text, the only ones that the factories make."""
    return streamfield(
        [(block.block_type, rich_text(block.value.source)) for block in value]
    )


def fields_of(html: str) -> dict[str, Any]:
    """The fields of a form as a browser would send them."""
    data: dict[str, Any] = {}
    tree = BeautifulSoup(html, "html.parser")
    for template in tree.find_all("template"):
        template.decompose()
    for field in tree.find_all(["input", "textarea", "select"]):
        name = field.get("name")
        if not name:
            continue
        if field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = [o["value"] for o in field.find_all("option", selected=True)]
            if field.has_attr("multiple"):
                data[name] = chosen
            else:
                data[name] = chosen[0] if chosen else ""
        elif field.get("type") in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        else:
            data[name] = field.get("value", "")
    return data


def save(client: Client, page: Page, data: dict[str, Any], button: str) -> HttpResponse:
    """Press ``button`` (empty: save the draft) in the edit form of ``page``."""
    pressed = {f"action-{button}": "1"} if button else {}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**data, **pressed})
