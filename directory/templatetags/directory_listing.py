from django import template
from django.http import HttpRequest

from directory.listing import DirectoryListing, list_directory

register = template.Library()


@register.simple_tag
def directory_listing(request: HttpRequest) -> DirectoryListing:
    """The organisations of the directory; read once for a page."""
    held = getattr(request, "_directory_listing", None)
    if held is None:
        held = list_directory(request)
        request._directory_listing = held  # type: ignore[attr-defined]
    return held
