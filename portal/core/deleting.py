"""What content cites is not deleted: asked by every way something is deleted.

Links of the models are restricted too; the guard comes before them, sees what they do
not (many-to-many fields, links in texts) and names the pages.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model, Q, QuerySet, RestrictedError
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from portal.core.citations import citing_pages
from portal.core.facts import source_of
from portal.core.models import (
    FactRow,
    LegalReference,
    PortalDocument,
    PortalImage,
    Territory,
    Vocabulary,
)

GUARDED = (Page, Vocabulary, Territory, LegalReference, PortalDocument, PortalImage)

_deleting: ContextVar[bool] = ContextVar("deleting", default=False)


class DeletionRefused(RestrictedError):
    """Something cannot be deleted: ``citing`` are the pages and entries to change
    first, ``strays`` the pages that would be lost with a translation."""

    def __init__(
        self,
        name: str,
        citing: list[Model],
        strays: list[Page],
    ) -> None:
        self.name, self.citing, self.strays = name, citing, strays
        super().__init__(self.heading, {*citing, *strays})

    @property
    def heading(self) -> str:
        if self.citing:
            return _(
                "“%(name)s” cannot be deleted: it is cited. Change these first, or"
                " unpublish it instead."
            ) % {"name": self.name}
        return _(
            "“%(name)s” cannot be deleted: these pages, which exist in one language"
            " only, would go with its translation. Move them first."
        ) % {"name": self.name}

    def __str__(self) -> str:
        return " ".join([self.heading, *(str(row) for row in self.obstacles)])

    @property
    def obstacles(self) -> list[Model]:
        return [*self.citing, *self.strays]


def refusal_of(error: RestrictedError) -> DeletionRefused:
    """The refusal that says to a person what the database's own says to a developer."""
    if isinstance(error, DeletionRefused):
        return error
    rows = getattr(error, "restricted_objects", None) or error.protected_objects
    citing = {
        holder.pk: holder
        for holder in (row.page if isinstance(row, FactRow) else row for row in rows)
    }
    return DeletionRefused(_("This entry"), list(citing.values()), [])


def check_deletion(targets: Iterable[Model]) -> None:
    """Raise ``DeletionRefused`` when what stays cites one of ``targets``.

    ``targets`` are all that goes in one operation: they may cite each other.
    """
    rows = list(targets)
    gone = {(row._meta.concrete_model, row.pk) for row in rows}
    page_ids = {row.pk for row in rows if isinstance(row, Page)}
    citing: list[Model] = [
        page for page in citing_pages(rows) if page.pk not in page_ids
    ]
    citing += [
        entry
        for entry in _citing_entries(rows)
        if (entry._meta.concrete_model, entry.pk) not in gone
    ]
    if citing:
        raise DeletionRefused(_name(rows), citing, [])


def check_pages_deletion(pages: Iterable[Page]) -> list[Page]:
    """All the pages that go with ``pages``: what is below, and what translates them.

    Raise ``DeletionRefused`` when a page that stays cites one of them.
    """
    roots = list(pages)
    going, strays = _family(roots)
    if strays:
        raise DeletionRefused(_name(roots), [], strays)
    check_deletion(going)
    return going


def delete_pages(pages: PageQuerySet, *args: object, **kwargs: object) -> tuple:
    """Delete ``pages`` and what goes with them; return what Django's ``delete`` does."""
    going = check_pages_deletion(pages.only(*_PAGE_FIELDS))
    chosen = Page.objects.filter(pk__in=[page.pk for page in going])
    with _guard_passed():
        return chosen.delete(*args, **kwargs)


def check_origin(instance: Model, origin: Model | QuerySet | None) -> None:
    """The net below the guard: refuse a deletion that did not ask it first."""
    if _deleting.get() or getattr(origin, "_guard_passed", False):
        return
    rows = list(origin.all()) if isinstance(origin, QuerySet) else [origin or instance]
    if not any(isinstance(row, GUARDED) for row in rows):
        rows = [instance]
    if isinstance(instance, Page):
        going = check_pages_deletion(row for row in rows if isinstance(row, Page))
        left = {page.pk: page for page in going if page.pk not in {r.pk for r in rows}}
        if left:
            raise DeletionRefused(_name(rows), [], list(left.values()))
    else:
        check_deletion(rows)
    if origin is not None:
        origin._guard_passed = True


def is_deleting() -> bool:
    """Whether pages are being deleted, with their translations."""
    return _deleting.get()


@contextmanager
def _guard_passed() -> Iterator[None]:
    token = _deleting.set(True)
    try:
        yield
    finally:
        _deleting.reset(token)


_PAGE_FIELDS = (
    "path",
    "depth",
    "numchild",
    "title",
    "draft_title",
    "translation_key",
    "locale",
    "alias_of",
    "content_type",
)


def _family(roots: list[Page]) -> tuple[list[Page], list[Page]]:
    """The pages that go with ``roots``, and those that should not: pages that
    translate none of them and lie below a translation."""
    chosen = {page.pk: page for page in _with_descendants(roots)}
    keys = _sources_among(chosen.values())
    followers = Page.objects.filter(translation_key__in=keys)
    going = chosen | {page.pk: page for page in _with_descendants(followers)}
    strays = [
        page
        for page in going.values()
        if page.pk not in chosen
        and page.translation_key not in keys
        and page.alias_of_id not in going
    ]
    return list(going.values()), strays


def _with_descendants(pages: Iterable[Page]) -> list[Page]:
    tops = list(pages)
    chosen = Q(pk__in=[page.pk for page in tops])
    for page in tops:
        if not page.is_leaf():
            chosen |= Q(path__startswith=page.path)
    return list(Page.objects.filter(chosen).select_related("locale"))


def _sources_among(pages: Iterable[Page]) -> set[object]:
    """The translation keys of the pages that are their own source."""
    members = [page for page in pages if page.alias_of_id is None]
    by_key: dict[object, list[Page]] = {}
    keys = {page.translation_key for page in members}
    for page in Page.objects.filter(
        translation_key__in=keys, alias_of__isnull=True
    ).select_related("locale"):
        by_key.setdefault(page.translation_key, []).append(page)
    return {
        page.translation_key
        for page in members
        if source_of(page, among=by_key[page.translation_key]).pk == page.pk
    }


def _citing_entries(rows: list[Model]) -> Iterator[Model]:
    """Entries of vocabularies that cite ``rows``: children, jobs of a sector …"""
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        if isinstance(row, (Vocabulary, Territory)):
            by_model.setdefault(type(row), []).append(row)
    for model, targets in by_model.items():
        for relation in model._meta.related_objects:
            holder = relation.related_model
            if issubclass(holder, (Vocabulary, Territory)):
                cited = {f"{relation.field.name}__in": targets}
                yield from holder._default_manager.filter(**cited).distinct()


def _name(rows: list[Model]) -> str:
    return ", ".join(str(row) for row in rows[:3]) + ("…" if len(rows) > 3 else "")
