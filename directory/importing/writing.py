"""Writes pages by batches, in a tenth of the time that saving each of them takes.

What saving and publishing a page does is done here for all pages of a batch at once:
its place in the tree, its rows, its revision, its entry in the log, what it cites, the
search of the admin and the marks of our own search. Nothing else listens to them.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from modelsearch.index import get_indexed_models
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from directory.models import Activity, ActorPage
from search.indexing.marks import mark_pages

# Columns of a page that an import changes.
_PAGE = (
    "title",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
)
_LINKS = [
    field.name
    for field in ActorPage._meta.many_to_many
    if isinstance(field, ParentalManyToManyField)
]
_ROWS = [
    relation.get_accessor_name() for relation in get_all_child_relations(ActorPage)
]


def new_page(**values: Any) -> ActorPage:
    """A page in memory whose links and rows are empty, without asking the database."""
    page = ActorPage(live=False, **values)
    for name in (*_LINKS, *_ROWS):
        getattr(page, name).set([])
    return page


def read_pages(keys: Iterable[int]) -> dict[int, ActorPage]:
    """Pages with all that a revision of them holds, in a constant number of queries."""
    pages = ActorPage.objects.filter(pk__in=set(keys)).select_related(
        "locale", "commune", "provenance"
    )
    found = pages.prefetch_related(*_LINKS, *_ROWS, "activities__areas")
    return {page.pk: page for page in found}


def add_pages(
    parent: Page,
    pages: Sequence[ActorPage],
    *,
    user: AbstractBaseUser | None,
    publish: bool,
) -> None:
    """Add ``pages``, made by ``new_page`` with a slug that is free, under ``parent``.

    To be called in a transaction.
    """
    if not pages:
        return
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    content_type = ContentType.objects.get_for_model(ActorPage)
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for page in pages:
        step += 1
        path = Page._get_path(parent.path, parent.depth + 1, step)
        page.path, page.depth = path, parent.depth + 1
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.content_type = content_type
        page.owner = user
    _stamp(pages, publish=publish)
    bare = [_bare(page) for page in pages]
    Page.objects.bulk_create(bare)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))
    for page, row in zip(pages, bare, strict=True):
        page.pk = page.page_ptr_id = page.id = row.pk
    _insert(pages)
    _finish(pages, user=user, actions=_actions(publish, created=True))
    _cite(pages)


def change_pages(
    pages: Sequence[ActorPage], *, user: AbstractBaseUser | None, publish: bool
) -> None:
    """Write ``pages``, read by ``read_pages`` and changed since.

    To be called in a transaction.
    """
    if not pages:
        return
    _stamp(pages, publish=publish)
    Page.objects.bulk_update(pages, _PAGE)
    for page in pages:
        # Raw: the rows of the tables above it are written.
        page.save_base(raw=True, force_update=True)
    _finish(pages, user=user, actions=_actions(publish, created=False))
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)


def _stamp(pages: Sequence[ActorPage], *, publish: bool) -> None:
    now = timezone.now()
    for page in pages:
        page.draft_title = page.title
        page.latest_revision_created_at = now
        if publish:
            page.live = True
            page.first_published_at = page.first_published_at or now
            page.last_published_at = now
        page.has_unpublished_changes = not page.live


def _bare(page: ActorPage) -> Page:
    """The part of a page that all pages have."""
    values = {
        field.attname: getattr(page, field.attname)
        for field in Page._meta.concrete_fields
        if not field.primary_key
    }
    return Page(**values)


def _insert(pages: Sequence[ActorPage]) -> None:
    """The part of new pages that organisations alone have: Django's ``bulk_create``
    refuses models whose rows are in two tables, whose other one is written."""
    fields = ActorPage._meta.local_concrete_fields
    size = connection.ops.bulk_batch_size(fields, pages)
    for start in range(0, len(pages), size):
        some = pages[start : start + size]
        ActorPage._base_manager.all()._insert(
            some, fields=fields, using=connection.alias
        )
    for page in pages:
        page._state.adding, page._state.db = False, connection.alias


def _cite(pages: Sequence[ActorPage]) -> None:
    """What new pages cite, as ``create_or_update_for_object`` notes it page by page."""
    own = ContentType.objects.get_for_model(ActorPage)
    base = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=own,
            base_content_type=base,
            object_id=str(page.pk),
            to_content_type_id=to_type,
            to_object_id=to_key,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for page in pages
        for to_type, to_key, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)
        )
    )


def _finish(
    pages: Sequence[ActorPage], *, user: AbstractBaseUser | None, actions: list[str]
) -> None:
    _write_areas(pages)
    _write_activities(pages)
    _write_revisions(pages, user)
    _log(pages, user, actions)
    for backend in get_search_backends(with_auto_update=True):
        for model in (ActorPage,) if ActorPage in get_indexed_models() else ():
            backend.add_bulk(model, pages)
    mark_pages([page.pk for page in pages])


def _write_areas(pages: Sequence[ActorPage]) -> None:
    """The only links that an import adds to."""
    through = ActorPage.areas.through
    there = set(
        through.objects.filter(actorpage__in=[page.pk for page in pages]).values_list(
            "actorpage_id", "territory_id"
        )
    )
    through.objects.bulk_create(
        through(actorpage_id=page.pk, territory_id=area.pk)
        for page in pages
        for area in page.areas.all()
        if (page.pk, area.pk) not in there
    )


def _write_activities(pages: Sequence[ActorPage]) -> None:
    """The only rows that an import adds."""
    new = []
    for page in pages:
        for row in page.activities.all():
            if row.pk is None:
                row.page_id = page.pk
                new.append(row)
    Activity.objects.bulk_create(new)


def _write_revisions(pages: Sequence[ActorPage], user: AbstractBaseUser | None) -> None:
    own = ContentType.objects.get_for_model(ActorPage)
    base = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=own,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=page.latest_revision_created_at,
            user=user,
            object_str=str(page),
            content=page.serializable_data(),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        if page.live:
            page.live_revision = revision
    Page.objects.bulk_update(pages, ["latest_revision", "live_revision"])


def _actions(publish: bool, *, created: bool) -> list[str]:
    first = "wagtail.create" if created else "wagtail.edit"
    return [first, "wagtail.publish"] if publish else [first]


def _log(
    pages: Sequence[ActorPage], user: AbstractBaseUser | None, actions: list[str]
) -> None:
    content_type = ContentType.objects.get_for_model(ActorPage)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            content_type=content_type,
            page=page,
            label=page.get_admin_display_title(),
            action=action,
            timestamp=page.latest_revision_created_at,
            user=user,
            revision=page.latest_revision if action == "wagtail.publish" else None,
            content_changed=action != "wagtail.publish",
        )
        for page in pages
        for action in actions
    )
