"""Who may see each page of a batch, from the page, its ancestors and its source."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from portal.core.facts import source_of
from search.documents import Visibility

PUBLIC: tuple[str, ...] = ("public",)
LOGIN: tuple[str, ...] = ("login",)
NOBODY: tuple[str, ...] = ()


class VisibilityReader:
    """Reads the restrictions once, then answers for each page of a batch."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._restrictions = [
            (
                restriction.page.path,
                restriction.restriction_type,
                frozenset(group.pk for group in restriction.groups.all()),
            )
            for restriction in PageViewRestriction.objects.select_related(
                "page"
            ).prefetch_related("groups")
        ]
        keys = {page.translation_key for page in pages}
        self._translations: dict[object, list[Page]] = {}
        for page in Page.objects.filter(translation_key__in=keys).select_related(
            "locale"
        ):
            self._translations.setdefault(page.translation_key, []).append(page)

    def source(self, page: Page) -> Page:
        """The bare source page of ``page``, without a query."""
        return source_of(page, among=self.translations(page))

    def translations(self, page: Page) -> list[Page]:
        """``page`` and its translations, aliases left out."""
        found = self._translations.get(page.translation_key, [])
        return [other for other in found if other.alias_of_id is None]

    def of(self, page: Page) -> Visibility:
        """Who may see ``page``; nobody: it is not to be indexed."""
        audiences = self._audiences(page)
        source = self.source(page)
        if source.pk != page.pk:
            audiences = narrowed(audiences, self._audiences(source))
        if not audiences:
            return Visibility()
        language = page.locale.language_code
        if source.pk != page.pk:
            return Visibility(audiences, (language,))
        translated = {
            other.locale.language_code
            for other in self.translations(page)
            if other.pk != page.pk
            and narrowed(self._audiences(other), audiences) == audiences
        }
        readable = [
            code
            for code, _name in settings.LANGUAGES
            if code == language or code not in translated
        ]
        return Visibility(audiences, tuple(readable))

    def _audiences(self, page: Page) -> tuple[str, ...]:
        if not page.live or page.alias_of_id is not None:
            return NOBODY
        if page.expire_at is not None and page.expire_at <= timezone.now():
            return NOBODY
        audiences = PUBLIC
        for path, kind, groups in self._restrictions:
            if page.path.startswith(path):
                audiences = narrowed(audiences, _allowed(kind, groups))
        return audiences


def _allowed(kind: str, groups: frozenset[int]) -> tuple[str, ...]:
    if kind == PageViewRestriction.LOGIN:
        return LOGIN
    if kind == PageViewRestriction.GROUPS:
        return tuple(f"group:{group}" for group in sorted(groups))
    return NOBODY  # a password belongs to nobody in particular


def narrowed(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Who is surely in both audiences: the public is everyone, a login every group,
    and nobody knows who is in two groups at once."""
    for wide in (PUBLIC, LOGIN):
        if one == wide:
            return other
        if other == wide:
            return one
    return tuple(group for group in one if group in other)
