"""What becomes of each organisation: written whole or not at all, and said."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from directory.importing import writing
from directory.importing.contacting import Contacts
from directory.importing.filling import add_kinds, field_labels, fill
from directory.importing.known import SOURCE, Entry, source_id
from directory.importing.records import ActorRecord
from directory.models import ActorPage
from directory.rights import may_change
from portal.core.imports.report import Entry as Note
from portal.core.imports.report import ImportReport, Outcome
from portal.core.models import Provenance
from portal.core.publishing import gaps_allowed, missing_for_publication

logger = logging.getLogger(__name__)

LONGEST_SLUG = 80
# Given by the tree and the database, or checked when the record was read.
_NOT_CHECKED = [
    *("path", "depth", "url_path", "content_type", "translation_key", "locale"),
    *("commune", "owner", "latest_revision", "live_revision", "page_ptr"),
]


@dataclass
class Change:
    """What a file tells of one organisation: ``record`` its facts, unless they were
    written before, and ``more`` rows that tell other kinds of it."""

    entry: Entry
    record: ActorRecord | None = None
    more: list[ActorRecord] = field(default_factory=list)

    @property
    def records(self) -> list[ActorRecord]:
        return [*([self.record] if self.record else []), *self.more]


@dataclass
class _Result:
    """A page as it is to be, and what changes of it by each record."""

    change: Change
    page: ActorPage
    is_new: bool = False
    is_ours: bool = True  # nobody but an import wrote it
    by_itself: bool = False  # as a version beside others, not in a batch
    goes_live: bool = False
    changed: dict[int, list[str]] = field(default_factory=dict)  # by line
    warnings: list[Note] = field(default_factory=list)
    refusals: list[Note] = field(default_factory=list)

    @property
    def is_to_write(self) -> bool:
        changed = any({*names} - {"contacts"} for names in self.changed.values())
        return (self.is_new or self.goes_live or changed) and not self.refusals

    def warn(self, name: str, value: str, message: str) -> None:
        line = self.change.records[0].line
        self.warnings.append(Note(line, name, value, message))

    def refuse(self, name: str, message: str) -> None:
        for record in self.change.records:
            value = record.siret or record.title
            self.refusals.append(Note(record.line, name, value, message))


class Writer:
    """Writes changes and notes in ``report`` what became of each record."""

    def __init__(
        self,
        report: ImportReport,
        parent: Page,
        user: AbstractBaseUser | None,
        *,
        publish: bool,
        dry: bool,
    ) -> None:
        self.report = report
        self.parent = parent
        self.user = user
        self.dry = dry
        self.publish = publish and self._may_publish()
        self._slugs: set[str] = set()

    def _may_publish(self) -> bool:
        if self.user is None:
            return True
        return self.parent.permissions_for_user(self.user).can_publish_subpage()

    def write(self, changes: Sequence[Change]) -> None:
        """Write all ``changes`` in one transaction or, where one fails, each alone."""
        if not changes:
            return
        try:
            with transaction.atomic():
                contacts = Contacts()
                results = self._results(changes, contacts)
                if not self.dry:
                    self._write([one for one in results if one.is_to_write])
                    contacts.write()
        except Exception as error:
            logger.warning("Lines could not be imported: %r", error, exc_info=True)
            if len(changes) > 1:
                for change in changes:
                    self.write([change])
                return
            for record in changes[0].records:
                message = _("The page could not be written.")
                self.report.reject(record.line, "", record.title, message)
            return
        for one in results:
            one.change.entry.pk = one.page.pk if one.is_new else one.change.entry.pk
            self._tell(one)

    def _results(self, changes: Sequence[Change], contacts: Contacts) -> list[_Result]:
        pages = writing.read_pages(c.entry.pk for c in changes if c.entry.pk)
        contacts.read(pages.values())
        locale = Locale.objects.get(pk=self.parent.locale_id)
        results = []
        for change in changes:
            page = pages.get(change.entry.pk or 0)
            one = self._existing(change, page) if page else self._new(change, locale)
            results.append(one)
            if change.record and not one.refusals and not one.page.locked:
                contacts.take(one.page, change.record, one)
        return results

    def _new(self, change: Change, locale: Locale) -> _Result:
        page = writing.new_page(locale=locale)
        one = _Result(change, page, is_new=change.record is not None)
        if change.record is None:  # made by an earlier line, in a dry run
            for record in change.more:
                one.changed[record.line] = ["kinds"]
            return one
        fill(page, change.record, only_empty=False)
        self._add_more(one)
        page.slug = "x"
        self._check(one)
        return one

    def _existing(self, change: Change, page: ActorPage) -> _Result:
        provenance = getattr(page, "provenance", None)
        is_ours = (
            provenance is not None
            and provenance.source_label == SOURCE
            and provenance.revision_id == page.latest_revision_id
        )
        one = _Result(change, page, is_ours=is_ours)
        if page.locked:
            one.warn("", page.title, _("The page is locked: left as it is."))
            return one
        if self.user is not None and not may_change(self.user, page):
            one.refuse("", _("This organisation has a page that you may not change."))
            return one
        never_live = page.first_published_at is None
        if not is_ours or (page.live and not self.publish) or _has_draft(page):
            one.page = page = page.get_latest_revision_as_object()
            one.by_itself = True
        if self.publish and not page.live and not never_live:
            one.warn("", page.title, _("Unpublished by a person: stays a draft."))
        if change.record:
            changed = fill(page, change.record, only_empty=not is_ours)
            one.changed[change.record.line] = changed
        self._add_more(one)
        self._check(one)
        one.goes_live = self.publish and is_ours and never_live
        return one

    def _add_more(self, one: _Result) -> None:
        for record in one.change.more:
            one.changed[record.line] = add_kinds(one.page, record)

    def _check(self, one: _Result) -> None:
        try:
            one.page.clean_fields(exclude=_NOT_CHECKED)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                one.refuse(name, " ".join(messages))
            return
        if self.publish:
            for gap in missing_for_publication(one.page):
                one.warn(gap.field, "", gap.message)

    def _write(self, results: Sequence[_Result]) -> None:
        new = [one for one in results if one.is_new]
        for one in new:
            one.page.slug = self._free_slug(one.page.title)
        pages = [one.page for one in new]
        writing.add_pages(self.parent, pages, user=self.user, publish=self.publish)
        batch = [one for one in results if not one.by_itself and not one.is_new]
        for live in (True, False):
            changed = [one.page for one in batch if live is self._is_live(one)]
            writing.change_pages(changed, user=self.user, publish=live)
        for one in results:
            if one.by_itself:
                self._write_by_itself(one)
        self._remember([one for one in results if one.is_ours])

    def _is_live(self, one: _Result) -> bool:
        """Whether a page of ours is shown once it is written."""
        return one.goes_live or (self.publish and one.page.live)

    def _write_by_itself(self, one: _Result) -> None:
        """A new version beside those of people, whose drafts stay drafts."""
        page = one.page
        shown = page.live and (one.is_ours or not _has_draft(page))
        revision = page.save_revision(user=self.user, log_action=True)
        if shown and self.publish:
            with gaps_allowed():
                revision.publish(user=self.user)

    def _remember(self, results: Sequence[_Result]) -> None:
        """Note which pages are ours, and as of which version."""
        named = {source_id(one.change.records[0]): one.page for one in results}
        known = {
            row.source_id: row
            for row in Provenance.objects.filter(
                source_label=SOURCE, source_id__in=named
            )
        }
        by_page = {
            row.page_id: row
            for row in Provenance.objects.filter(
                source_label=SOURCE, page__in=[page.pk for page in named.values()]
            )
        }
        new, changed = [], []
        for name, page in named.items():
            row = by_page.get(page.pk) or known.get(name)
            if row is None or row.page_id not in {None, page.pk}:
                row = Provenance(source_label=SOURCE, source_id=name)
                new.append(row)
            else:
                changed.append(row)
            row.page_id, row.revision_id = page.pk, page.latest_revision_id
        Provenance.objects.bulk_create(new)
        Provenance.objects.bulk_update(changed, ["page", "revision_id"])

    def _free_slug(self, title: str) -> str:
        if not self._slugs:
            taken = Page.objects.child_of(self.parent).values_list("slug", flat=True)
            self._slugs = {*taken, "x"}
        base = slugify(anyascii(title))[:LONGEST_SLUG].strip("-") or "organisme"
        slug, number = base, 2
        while slug in self._slugs:
            slug, number = f"{base}-{number}", number + 1
        self._slugs.add(slug)
        return slug

    def _tell(self, one: _Result) -> None:
        for note in one.refusals:
            self.report.reject(note.line, note.field, note.value, note.message)
        for note in one.warnings:
            self.report.warn(note.line, note.field, note.value, note.message)
        if one.refusals:
            return
        for record in one.change.records:
            changed = one.changed.get(record.line, [])
            if one.is_new and record is one.change.record:
                self._count(Outcome.CREATED, record, _what_it_is(one.page))
            elif changed or one.goes_live:
                message = field_labels(changed)
                self._count(Outcome.UPDATED, record, message or _("published"))
            else:
                self._count(Outcome.UNCHANGED, record, "")

    def _count(self, outcome: Outcome, record: ActorRecord, message: str) -> None:
        self.report.count(outcome, record.line, record.title, message)


def _has_draft(page: ActorPage) -> bool:
    """Whether a live page, or one that was, has a version that is not shown."""
    return page.first_published_at is not None and page.has_unpublished_changes


def _what_it_is(page: ActorPage) -> str:
    kinds = page._meta.get_field("kinds").labels(page.kinds)
    place: Iterable[str] = [page.commune.name] if page.commune else []
    return ", ".join([*kinds, *place])
