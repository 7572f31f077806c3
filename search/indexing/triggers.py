"""What marks entries: every change, in the writer's transaction.

Handlers hang on the model signals, which run inside the save; Wagtail's own
publication signals fire after the commit, too late.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction

from portal.core.citations import citing_page_ids
from portal.core.models import ContentPage, LegalReference, Territory, Vocabulary
from search.documents import object_document_id, page_document_id
from search.indexing import drain
from search.kinds import Kind, all_kinds, kind_of
from search.models import SearchEntry

CITED = (Vocabulary, Territory, LegalReference, ContentPage)


def mark_pages(pages: Iterable[Page]) -> None:
    """Mark the entries of these pages, of their translations and of what hangs on
    them (the sessions of a course)."""
    keys = {page.translation_key for page in pages}
    marks: list[SearchEntry] = []
    of_model: dict[type[Model], list[int]] = {}
    family = Page.objects.filter(translation_key__in=keys).select_related(
        "locale", "content_type"
    )
    for page in {p.pk: p for p in (*pages, *family)}.values():
        model = page.specific_class
        kind = kind_of(model) if model else None
        if kind is None or model is None:
            continue
        of_model.setdefault(model, []).append(page.pk)
        marks.append(
            SearchEntry(
                document_id=page_document_id(page.pk),
                kind=kind.value,
                object_id=str(page.pk),
                language=page.locale.language_code,
            )
        )
    for kind in all_kinds().values():
        if not kind.of_page:
            continue
        page_model = kind.model._meta.get_field(kind.of_page).related_model
        if ids := of_model.get(page_model, []):
            things = kind.model._default_manager.filter(**{f"{kind.of_page}__in": ids})
            marks += _object_marks(kind, things)
    write_marks(marks)


def mark_page_ids(ids: Iterable[int]) -> None:
    chosen = set(ids)
    if chosen:
        mark_pages(
            Page.objects.filter(pk__in=chosen).select_related("locale", "content_type")
        )


def write_marks(marks: list[SearchEntry]) -> None:
    """Add one to the version of each entry, making those that are new."""
    if not marks:
        return
    by_id = {mark.document_id: mark for mark in marks}
    with transaction.atomic():
        known = set(
            SearchEntry.objects.filter(document_id__in=by_id).values_list(
                "document_id", flat=True
            )
        )
        if known:
            SearchEntry.objects.filter(document_id__in=known).update(
                version=F("version") + 1, attempts=0, retry_after=None, last_error=""
            )
        new = [mark for key, mark in by_id.items() if key not in known]
        # Another writer may have made it meanwhile: its mark stands for ours, since
        # both are read after the commit of the later one.
        SearchEntry.objects.bulk_create(new, ignore_conflicts=True)
    drain.request_drain()


def _object_marks(kind: Kind, things: Iterable[Any]) -> list[SearchEntry]:
    languages = list(Locale.objects.values_list("language_code", flat=True))
    return [
        SearchEntry(
            document_id=object_document_id(
                kind, str(getattr(thing, kind.key)), language
            ),
            kind=kind.value,
            object_id=str(getattr(thing, kind.key)),
            language=language,
        )
        for thing in things
        for language in languages
    ]


@receiver(pre_save)
def on_page_saving(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Remember the address of a page with descendants, to see whether it changes."""
    if isinstance(instance, Page) and instance.pk and instance.numchild:
        instance._url_path_before = (
            Page.objects.filter(pk=instance.pk)
            .values_list("url_path", flat=True)
            .first()
        )


@receiver([post_save, post_delete])
def on_changed(
    sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any
) -> None:
    if raw:
        return
    if isinstance(instance, Page):
        mark_pages([instance])
        before = getattr(instance, "_url_path_before", None)
        if before is not None and before != instance.url_path:
            _mark_descendants(instance)
    elif isinstance(instance, PageViewRestriction):
        mark_pages([instance.page])
        _mark_descendants(instance.page)
    elif (kind := kind_of(sender)) is not None and kind.of_page:
        write_marks(_object_marks(kind, [instance]))
        mark_page_ids([getattr(instance, f"{kind.of_page}_id")])
    if isinstance(instance, CITED):
        mark_page_ids(citing_page_ids([instance]))


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def on_restriction_groups_changed(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        mark_pages([instance.page])
        _mark_descendants(instance.page)


@receiver(m2m_changed, sender=Territory.communes.through)
def on_communes_changed(instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Territory):
        mark_page_ids(citing_page_ids([instance]))


def _mark_descendants(page: Page) -> None:
    below = Page.objects.descendant_of(page).select_related("locale", "content_type")
    mark_pages(list(below))
