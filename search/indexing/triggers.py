"""What marks entries: every change, in the writer's transaction.

Handlers hang on the signals of models, which run inside the save; Wagtail's own
publication signals fire after the commit, too late. Deletions mark before rows go,
while it can still be asked what they concern; what is cited is not deleted.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_save,
    pre_delete,
    pre_save,
)
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site

from portal.core.citations import citing_page_ids
from portal.core.models import (
    ContentPage,
    LegalReference,
    Provenance,
    Territory,
    Vocabulary,
)
from portal.core.whole_saves import save_whole
from search.indexing.marks import mark_everything, mark_objects, mark_pages
from search.kinds import Kind, kind_of

# What changes with each draft, and shows nowhere.
OF_EDITORS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)

save_whole(PageViewRestriction, Provenance, Site)


@receiver(pre_save)
def on_saving(sender: type[Model], instance: Model, raw: bool, **kwargs: Any) -> None:
    """Remember what a row was, to see in ``on_saved`` what changes."""
    if raw or instance.pk is None:
        return
    if isinstance(instance, Page) and _shows(kwargs["update_fields"]):
        rows = Page.objects.filter(pk=instance.pk).order_by()
        vars(instance)["_before"] = rows.values_list("title", "url_path").first()
    elif kind := _object_kind(sender):
        of_page = sender._default_manager.filter(pk=instance.pk)
        pages = of_page.values_list(f"{kind.of_page}_id", flat=True)
        vars(instance)["_page_before"] = pages.first()


@receiver(post_save)
def on_saved(
    sender: type[Model], instance: Model, raw: bool, created: bool, **kwargs: Any
) -> None:
    if raw:
        return
    if isinstance(instance, Page):
        if _shows(kwargs["update_fields"]):
            _mark_saved_page(instance)
    elif kind := _object_kind(sender):
        pages = {getattr(instance, "_page_before", None), _page_of(kind, instance)}
        _mark_object(kind, instance, pages)
    elif isinstance(instance, PageViewRestriction):
        mark_pages(_at_or_below([instance.page]))
    elif isinstance(instance, (Vocabulary, Territory, LegalReference)):
        if not created:
            mark_pages(citing_page_ids(_with_children(instance)))
    elif isinstance(instance, Provenance):
        mark_pages([instance.page_id] if instance.page_id else [])
    elif isinstance(instance, Site):
        mark_everything()


@receiver(pre_delete)
def on_deleting(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    if sender is Page:  # each page is also deleted as one
        mark_pages([instance.pk])
    elif kind := _object_kind(sender):
        _mark_object(kind, instance, {_page_of(kind, instance)})
    elif isinstance(instance, PageViewRestriction):
        mark_pages(_at_or_below([instance.page]))
    elif isinstance(instance, Group):
        restricted = Page.objects.filter(view_restrictions__groups=instance)
        mark_pages(_at_or_below(restricted))


@receiver(post_delete, sender=Site)
def on_site_deleted(**kwargs: Any) -> None:
    mark_everything()


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def on_restriction_groups_changed(
    instance: Model, action: str, reverse: bool, **kwargs: Any
) -> None:
    if reverse:  # asked of a group
        restricted = Page.objects.filter(view_restrictions__groups=instance)
        mark_pages(_at_or_below(restricted))
    elif action.startswith("post_") and isinstance(instance, PageViewRestriction):
        mark_pages(_at_or_below([instance.page]))


@receiver(m2m_changed, sender=Territory.communes.through)
def on_communes_changed(
    instance: Territory,
    action: str,
    reverse: bool,
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """Where a page stands changes with the communes of its territories, and with those
    of any other that share the communes that come or go."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    if reverse:  # asked of a commune
        communes = {instance.pk}
    elif pk_set is None:
        communes = set(instance.communes.values_list("pk", flat=True))
    else:
        communes = pk_set
    sharing = Territory.objects.filter(communes__in=communes)
    concerned = Territory.objects.filter(
        pk__in={instance.pk, *communes, *(pk_set or ())}
    )
    mark_pages(citing_page_ids({*concerned, *sharing}))


def _mark_saved_page(page: Page) -> None:
    ids = {page.pk}
    title, url_path = getattr(page, "_before", None) or (page.title, page.url_path)
    if title != page.title and isinstance(page, ContentPage):
        ids |= citing_page_ids([page])
    if url_path != page.url_path:
        ids.update(_at_or_below([page]))
    mark_pages(ids)


def _mark_object(kind: Kind, thing: Model, pages: Iterable[int | None]) -> None:
    key = str(getattr(thing, kind.key))
    mark_objects(kind, [(key, page_id) for page_id in pages if page_id])


def _object_kind(model: type[Model]) -> Kind | None:
    kind = kind_of(model)
    return kind if kind and kind.of_page else None


def _page_of(kind: Kind, thing: Model) -> int | None:
    found: int | None = getattr(thing, f"{kind.of_page}_id")
    return found


def _shows(update_fields: Iterable[str] | None) -> bool:
    """Whether saving these fields changes anything that a reader may see."""
    return update_fields is None or not OF_EDITORS.issuperset(update_fields)


def _with_children(cited: Model) -> list[Model]:
    """An entry of a vocabulary and those under it, whose pages carry it too."""
    children = getattr(cited, "children", None)
    return [cited, *children.all()] if children is not None else [cited]


def _at_or_below(pages: Iterable[Page]) -> Iterable[int]:
    for page in pages:
        found = Page.objects.filter(path__startswith=page.path).order_by()
        yield from found.values_list("pk", flat=True)
