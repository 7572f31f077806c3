"""What leads from page to page: menu, breadcrumb, languages, foot of page."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site, get_page_models

from portal.core.models import IndexPage
from portal.home.models import HomePage, StandardPage

# Found by their address: editors may rename these pages, not move them.
ACCESSIBILITY = "accessibilite"
ABOUT = "a-propos"
MY_FACILITATOR = "mon-facilitateur"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    language: str = ""
    current: bool = False


class Navigation:
    """The links around one page, for one request; each list costs one query."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.language = get_language() or settings.LANGUAGE_CODE

    @cached_property
    def homes(self) -> dict[str, Page]:
        """The live home page of each language."""
        site = Site.find_for_request(self.request)
        if site is None:
            return {}
        pages = (
            HomePage.objects.live()
            .filter(translation_key=site.root_page.translation_key)
            .select_related("locale")
        )
        return {page.locale.language_code: page for page in pages}

    @cached_property
    def home(self) -> Page | None:
        return self.homes.get(self.language) or self.homes.get(settings.LANGUAGE_CODE)

    @cached_property
    def sections(self) -> list[Page]:
        """The live pages right under the home page, in the order of the tree.

        The French ones stand in for those that are not translated.
        """
        homes = (self.homes.get(settings.LANGUAGE_CODE), self.homes.get(self.language))
        paths = tuple(home.path for home in homes if home)
        # By type, which is indexed: a tree of 100,000 pages is not read for a menu.
        types = ContentType.objects.get_for_models(*section_models()).values()
        pages = [
            page
            for page in Page.objects.live()
            .public()
            .filter(content_type__in=types, depth=3)
            .select_related("locale", "content_type")
            .order_by("path")
            if page.path.startswith(paths)
        ]
        translated = {
            page.translation_key: page
            for page in pages
            if page.locale.language_code == self.language
        }
        french = [p for p in pages if p.locale.language_code == settings.LANGUAGE_CODE]
        shown = [translated.pop(p.translation_key, p) for p in french]
        return shown + list(translated.values())

    def link_to(self, page: Page) -> Link:
        url = page.get_url(self.request) or ""
        code = page.locale.language_code
        return Link(
            label=page.title,
            url=url,
            language="" if code == self.language else code,
            current=bool(url) and self.request.path.startswith(url),
        )

    @cached_property
    def menu(self) -> list[Link]:
        return [self.link_to(page) for page in self.sections if page.show_in_menus]

    @cached_property
    def standard_pages(self) -> dict[str, Link]:
        """The standing pages by the address of their French version."""
        french = {
            page.translation_key: page.slug for page in self._french_standard_pages
        }
        return {
            french.get(page.translation_key, page.slug): self.link_to(page)
            for page in self.sections
            if page.content_type.model_class() is StandardPage
        }

    @cached_property
    def _french_standard_pages(self) -> list[Page]:
        home = self.homes.get(settings.LANGUAGE_CODE)
        return list(StandardPage.objects.child_of(home)) if home else []

    def languages(self, page: Page | None) -> list[Link]:
        """Where the same thing can be read, the reader's language first."""
        if page is None or not page.pk:
            found = {code: self._same_in(code) for code in self.homes}
        else:
            versions = (
                page.get_translations(inclusive=True)
                .live()
                .public()
                .filter(alias_of__isnull=True)
                .select_related("locale")
            )
            found = {
                version.locale.language_code: version.get_url(self.request) or ""
                for version in versions
            }
        codes = [code for code, _ in settings.LANGUAGES if found.get(code)]
        return [
            Link(
                label=get_language_info(code)["name_local"],
                url=found[code],
                language=code,
                current=code == self.language,
            )
            for code in codes
        ]

    def _same_in(self, code: str) -> str:
        """The address of this view in another language, the home page for lack of it."""
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            return self.homes[code].get_url(self.request) or ""
        return translate_url(self.request.get_full_path(), code)

    def trail(self, page: Page) -> list[Link]:
        """The pages above ``page``, the home page first."""
        if not page.path:
            return []
        above = page.get_ancestors().filter(depth__gte=2).select_related("locale")
        return [self.link_to(ancestor) for ancestor in above]


def section_models() -> list[type[Page]]:
    """The types of page that stand right under the home page."""
    indexes = [model for model in get_page_models() if issubclass(model, IndexPage)]
    return [*indexes, StandardPage]


def navigation_of(request: HttpRequest) -> Navigation:
    """The navigation of this request, made once."""
    if not hasattr(request, "_portal_navigation"):
        request._portal_navigation = Navigation(request)
    return request._portal_navigation
