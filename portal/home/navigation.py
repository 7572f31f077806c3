"""What leads from page to page: menu, breadcrumb, languages, foot of page."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from wagtail.models import Page, Site, get_page_models

from portal.core.models import BasePage, IndexPage
from portal.core.visits import Families, visit_of
from portal.home.models import HomePage, StandardPage

# Found by their address: editors may rename these pages, not move them.
ACCESSIBILITY = "accessibilite"
ABOUT = "a-propos"
LEGAL_NOTICE = "mentions-legales"
MY_FACILITATOR = "mon-facilitateur"


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    language: str = ""
    current: bool = False


class Navigation:
    """The links around one page, for one request: one query, and one for its
    translations."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.visit = visit_of(request)
        self.language = self.visit.language
        self._languages: dict[int | None, list[Link]] = {}

    @cached_property
    def _tops(self) -> list[Page]:
        """Home pages and what stands right under them, in the order of the tree; drafts
        too, which hide their translations."""
        # By type, which is indexed: a tree of 100,000 pages is not read for a menu.
        types = ContentType.objects.get_for_models(HomePage, *section_models())
        pages = Page.objects.filter(content_type__in=types.values(), depth__in=(2, 3))
        return list(pages.select_related("locale", "content_type").order_by("path"))

    @cached_property
    def homes(self) -> dict[str, Page]:
        """The live home page of each language."""
        site = Site.find_for_request(self.request)
        if site is None:
            return {}
        return {
            page.locale.language_code: page
            for page in self._tops
            if page.translation_key == site.root_page.translation_key and page.live
        }

    @cached_property
    def home(self) -> Page | None:
        return self.homes.get(self.language) or self.homes.get(settings.LANGUAGE_CODE)

    @cached_property
    def sections(self) -> list[Page]:
        """The pages right under the home page that a reader may open, French order.

        The French ones stand in for those that are not translated.
        """
        paths = tuple(home.path for home in self.homes.values())
        below = [p for p in self._tops if p.depth == 3 and p.path.startswith(paths)]
        french_first = sorted(
            below, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE
        )
        families = Families(self.visit, below)
        read = (families.reading(page.translation_key) for page in french_first)
        languages = {self.language, settings.LANGUAGE_CODE}
        return list(
            {
                page.pk: page
                for page in read
                if page is not None and page.locale.language_code in languages
            }.values()
        )

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
            page.translation_key: page.slug
            for page in self._tops
            if page.locale.language_code == settings.LANGUAGE_CODE
        }
        return {
            french.get(page.translation_key, page.slug): self.link_to(page)
            for page in self.sections
            if page.content_type.model_class() is StandardPage
        }

    def languages(self, page: BasePage | None) -> list[Link]:
        """Where the same thing can be read, in the order of the settings."""
        key = page.pk if page else None
        if key not in self._languages:
            found = self._addresses(page if key else None)
            self._languages[key] = [
                Link(
                    label=get_language_info(code)["name_local"],
                    url=found[code],
                    language=code,
                    current=code == self.language,
                )
                for code, _name in settings.LANGUAGES
                if found.get(code)
            ]
        return self._languages[key]

    def _addresses(self, page: BasePage | None) -> dict[str, str]:
        if page is None:
            return {code: self._same_in(code) for code in self.homes}
        family = Families(self.visit, page.family)
        return {
            version.locale.language_code: version.get_url(self.request) or ""
            for version in family.readable(page.translation_key)
        }

    def _same_in(self, code: str) -> str:
        """The address of this view in another language, the home page for lack of it."""
        match = self.request.resolver_match
        if match is None or match.url_name == "wagtail_serve":
            return self.homes[code].get_url(self.request) or ""
        return translate_url(self.request.get_full_path(), code)

    def trail(self, page: BasePage) -> list[Link]:
        """The pages above ``page``, the home page first."""
        return [self.link_to(above) for above in page.lineage]


def section_models() -> list[type[Page]]:
    """The types of page that stand right under the home page."""
    indexes = [model for model in get_page_models() if issubclass(model, IndexPage)]
    return [*indexes, StandardPage]


def navigation_of(request: HttpRequest) -> Navigation:
    """The navigation of this request, made once."""
    if not hasattr(request, "_portal_navigation"):
        request._portal_navigation = Navigation(request)
    return request._portal_navigation
