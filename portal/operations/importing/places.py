"""Where a page is put: under which page, at which address."""

import secrets
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.core.imports.refusals import ImportRefused
from portal.core.models import ContentPage

LONGEST_SLUG = 90
MODELS: dict[str, str] = {
    "pratique": "knowledge.PracticePage",
    "outil": "knowledge.ToolPage",
    "levier": "knowledge.LeverPage",
    "fiche": "knowledge.GuidancePage",
    "page": "home.StandardPage",
}
_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": " ", "'": " "}
)


class NoPlace(Exception):
    """The page cannot be put anywhere; ``field`` says what to change in its record."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def model_of(kind: str) -> type[ContentPage]:
    return apps.get_model(MODELS[kind])


def free_slug(parent: Page, *candidates: str) -> str:
    """An address under ``parent`` that nothing has, made from the first candidate that
    has letters."""
    slugs = (slugify(text.translate(_LETTERS)) for text in candidates)
    base = next(filter(None, slugs), "page")[:LONGEST_SLUG].strip("-_")
    choices = [base, *(f"{base}-{number}" for number in range(2, 20))]
    taken = set(
        Page.objects.child_of(parent)
        .filter(slug__in=choices)
        .values_list("slug", flat=True)
    )
    free = (one for one in choices if one not in taken and not _is_ours(parent, one))
    return next(free, f"{base}-{secrets.token_hex(4)}")


def _is_ours(parent: Page, slug: str) -> bool:
    """Whether a view of the portal, such as the search, answers at that address."""
    try:
        match = resolve(f"{urlsplit(parent.get_url() or '/').path}{slug}/")
    except Resolver404:
        return False
    return match.url_name != "wagtail_serve"


class Places:
    """Finds the parent of each page: the one given, or the index of its type."""

    def __init__(self, parent: Page | None = None) -> None:
        self._given = parent
        self._defaults: dict[tuple[str, str], int | None] = {}
        if parent is not None and not any(
            model_of(kind).can_exist_under(parent) for kind in MODELS
        ):
            raise ImportRefused(
                _("No imported page can be put under “%(title)s”.")
                % {"title": parent.title}
            )

    def parent_for(self, kind: str, language: str) -> Page:
        """The parent of a page of type ``kind``, read again. Raises ``NoPlace``."""
        if self._given is not None:
            return self._under_given(self._given, kind, language)
        key = kind, language
        if key not in self._defaults:
            self._defaults[key] = self._index(kind, language)
        parent = Page.objects.filter(pk=self._defaults[key]).first()
        if parent is None:
            raise NoPlace("language", _no_index(kind, language))
        return parent.specific

    def _under_given(self, given: Page, kind: str, language: str) -> Page:
        parent = Page.objects.filter(pk=given.pk).first()
        if parent is None or not model_of(kind).can_exist_under(parent.specific):
            message = _("A page of this type cannot be put under “%(title)s”.")
            raise NoPlace("type", message % {"title": given.title})
        if parent.locale.language_code != language:
            message = _("“%(title)s” is not in the language of this page.")
            raise NoPlace("language", message % {"title": given.title})
        return parent.specific

    def _index(self, kind: str, language: str) -> int | None:
        models = model_of(kind).allowed_parent_page_models()
        pages = Page.objects.type(*models).filter(locale__language_code=language)
        return pages.order_by("depth", "path").values_list("pk", flat=True).first()


def _no_index(kind: str, language: str) -> str:
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        return _("Unknown language; known: %(codes)s.") % {"codes": ", ".join(known)}
    return _("No index page for the type “%(type)s” in this language.") % {"type": kind}
