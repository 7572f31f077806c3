"""The page under which an import puts things, named by its address."""

from urllib.parse import unquote, urlsplit

from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from portal.core.imports.refusals import ImportRefused
from portal.core.markup.characters import one_line


def page_at(path: str) -> Page:
    """The page at an address of the site, published or not.

    Raises ``ImportRefused``.
    """
    given = one_line(path)
    try:
        path = unquote(urlsplit(given).path, errors="strict")
    except ValueError:  # no address, or letters that are none
        path = ""
    path = f"/{path.strip('/')}/"
    language = get_language_from_path(path)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    page = None
    if language and site and path.isprintable():
        root = Page.objects.filter(
            translation_key=site.root_page.translation_key,
            locale__language_code=language,
        ).first()
        if root is not None:
            rest = path.removeprefix(f"/{language}/")
            page = Page.objects.filter(url_path=f"{root.url_path}{rest}").first()
    if page is None:
        raise ImportRefused(
            _("No page at the address “%(path)s”. Example: /fr/outils/.")
            % {"path": given}
        )
    return page.specific
