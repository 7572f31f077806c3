from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.contact import contact_url
from portal.home.navigation import (
    ABOUT,
    ACCESSIBILITY,
    LEGAL_NOTICE,
    Link,
    navigation_of,
)

register = template.Library()


@register.simple_tag
def main_menu(request: HttpRequest) -> list[Link]:
    return navigation_of(request).menu


@register.simple_tag
def home_link(request: HttpRequest) -> Link | None:
    navigation = navigation_of(request)
    return navigation.link_to(navigation.home) if navigation.home else None


@register.simple_tag
def accessibility_link(request: HttpRequest) -> Link | None:
    return navigation_of(request).standard_pages.get(ACCESSIBILITY)


@register.simple_tag
def about_link(request: HttpRequest) -> Link | None:
    return navigation_of(request).standard_pages.get(ABOUT)


@register.simple_tag
def legal_link(request: HttpRequest) -> Link | None:
    return navigation_of(request).standard_pages.get(LEGAL_NOTICE)


@register.simple_tag
def report_address(request: HttpRequest, page: Page) -> str:
    """Where to report an error: the mail already names the page."""
    subject = _("Error on the page “%(title)s”") % {"title": page.title}
    return contact_url(subject, request.build_absolute_uri(request.path))


@register.simple_tag
def foot_links(request: HttpRequest) -> list[Link]:
    """The standing pages but the statement on accessibility, worded apart."""
    pages = navigation_of(request).standard_pages
    return [link for slug, link in pages.items() if slug != ACCESSIBILITY]


@register.simple_tag
def languages_of(request: HttpRequest, page: Page | None = None) -> list[Link]:
    return navigation_of(request).languages(page)


@register.simple_tag
def trail_to(request: HttpRequest, page: Page) -> list[Link]:
    return navigation_of(request).trail(page)
