from django import template
from django.http import HttpRequest

from directory.listing import DirectoryListing, list_directory

register = template.Library()


@register.simple_tag
def directory_listing(request: HttpRequest) -> DirectoryListing:
    """The organisations of the directory; read once for a page."""
    held = vars(request)
    if "_directory_listing" not in held:
        held["_directory_listing"] = list_directory(request)
    listing: DirectoryListing = held["_directory_listing"]
    return listing
