"""Imports records into pages, each in a transaction of its own.

The same source and identifier again update the same page. What a person changed since
is left as it is, and said; what a person deleted is made again, and said: an import is
asked for, it does not happen by itself.
"""

import hashlib
import json
import logging
from dataclasses import asdict
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from portal.core.imports.report import ImportReport, Outcome
from portal.core.models import ContentPage, Provenance
from portal.core.publishing import gaps_allowed, missing_for_publication
from portal.operations.importing.composing import fill
from portal.operations.importing.filing import Filed, Filing
from portal.operations.importing.places import NoPlace, Places, free_slug, model_of
from portal.operations.importing.records import Record

logger = logging.getLogger(__name__)

# Given by the tree when the page is saved, or not said by an import.
_NOT_CHECKED = ["path", "depth", "url_path", "content_type", "translation_key"]


class _Rejected(Exception):
    def __init__(self, field: str, value: object, message: str) -> None:
        super().__init__(message)
        self.field, self.value, self.message = field, value, message


class PageImporter:
    """Imports one record after the other, and notes in ``report`` what became of it."""

    def __init__(
        self, report: ImportReport, places: Places, *, publish: bool, dry_run: bool
    ) -> None:
        self.report = report
        self.places = places
        self.publish = publish
        self.dry_run = dry_run
        self.filing = Filing()
        self._met: set[int] = set()  # in a dry run, records that would be there

    def take(self, record: Record) -> None:
        try:
            filed, problems = self.filing.file(record)
            for key, value, message in problems:
                self.report.warn(record.line, key, value, message)
            with transaction.atomic():
                outcome = self._take(record, filed)
        except _Rejected as refusal:
            self._reject(record, refusal.field, refusal.value, refusal.message)
        except NoPlace as refusal:
            value = getattr(record, refusal.field)
            self._reject(record, refusal.field, value, str(refusal))
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                name = "" if name == NON_FIELD_ERRORS else name
                for each in messages:
                    self._reject(record, name, "", " ".join(each.messages))
        except Exception as error:
            logger.error("Line %d could not be imported: %r", record.line, error)
            logger.debug("Because", exc_info=True)
            self._reject(record, "", record.id, _("The page could not be written."))
        else:
            self.report.count(outcome, record.line, record.title)

    def _reject(self, record: Record, name: str, value: object, message: str) -> None:
        self.report.reject(record.line, name, value, message)

    def _warn(self, record: Record, message: str) -> None:
        self.report.warn(record.line, "id", record.id, message)

    def _take(self, record: Record, filed: Filed) -> Outcome:
        digest = _digest(record, filed)
        known = Provenance.objects.filter(
            source_label=record.source_label, source_id=record.id
        ).first()
        if known is None or known.page_id is None:
            return self._create(record, filed, digest, known)
        locked = Page.objects.select_for_update(of=("self",)).get(pk=known.page_id)
        return self._update(record, filed, digest, known, locked.specific)

    def _create(
        self, record: Record, filed: Filed, digest: str, known: Provenance | None
    ) -> Outcome:
        parent = self.places.parent_for(record.type, record.language)
        page = model_of(record.type)(
            locale=Locale.objects.get(language_code=record.language), live=False
        )
        page.slug = free_slug(
            parent, record.title, f"{record.source_label} {record.id}"
        )
        if known is not None:
            self._warn(record, _("The page was deleted since: made again."))
        self._fill(page, record, filed)
        if self.dry_run:
            return self._would_create(record, page)
        parent.add_child(instance=page)
        provenance = known or Provenance(
            source_label=record.source_label, source_id=record.id
        )
        self._keep(record, page, provenance, digest)
        return Outcome.CREATED

    def _would_create(self, record: Record, page: ContentPage) -> Outcome:
        page.clean_fields(exclude=_NOT_CHECKED)
        self._gaps(record, page)
        met = hash((record.source_label, record.id))
        outcome = Outcome.UPDATED if met in self._met else Outcome.CREATED
        self._met.add(met)
        return outcome

    def _update(
        self,
        record: Record,
        filed: Filed,
        digest: str,
        known: Provenance,
        page: Page,
    ) -> Outcome:
        untouched = page.latest_revision_id == known.revision_id and not page.locked
        if known.digest == digest and not (untouched and self._is_to_publish(page)):
            return Outcome.UNCHANGED
        if type(page) is not model_of(record.type):
            message = _("This record was imported before as a page of another type.")
            raise _Rejected("type", record.type, message)
        if page.locale.language_code != record.language:
            message = _("This record was imported before in another language.")
            raise _Rejected("language", record.language, message)
        if not untouched:
            message = _("The page was changed or locked by a person: left as it is.")
            self._warn(record, message)
            return Outcome.UNCHANGED
        page = page.get_latest_revision_as_object()
        self._fill(page, record, filed)
        if self.dry_run:
            page.clean_fields(exclude=_NOT_CHECKED)
            self._gaps(record, page)
        else:
            self._keep(record, page, known, digest)
        return Outcome.UPDATED

    def _is_to_publish(self, page: Page) -> bool:
        """Whether a draft of an earlier import is now to go live."""
        if not self.publish or page.live or page.first_published_at is not None:
            return False
        return bool(page.get_latest_revision_as_object().body)

    def _fill(self, page: ContentPage, record: Record, filed: Filed) -> None:
        fill(page, record, filed)
        if record.date and not page.sources and not hasattr(page, "year"):
            message = _("Without a source the date is not kept.")
            self.report.warn(record.line, "date", record.date, message)

    def _keep(
        self, record: Record, page: ContentPage, provenance: Provenance, digest: str
    ) -> None:
        revision = page.save_revision(log_action=True)
        if self._gaps(record, page):
            with gaps_allowed():
                revision.publish()
        provenance.page_id = page.pk
        provenance.digest, provenance.revision_id = digest, revision.pk
        provenance.save()

    def _gaps(self, record: Record, page: ContentPage) -> bool:
        """Say what the page lacks; return whether it is to be published all the same."""
        if not self.publish:
            return False
        if not page.body:
            message = _("Without a text it is not published.")
            self.report.warn(record.line, "body", "", message)
            return False
        if page.first_published_at is not None and not page.live:
            self._warn(record, _("The page was unpublished since: it stays a draft."))
            return False
        for gap in missing_for_publication(page):
            self.report.warn(record.line, gap.field, "", gap.message)
        return True


def _digest(record: Record, filed: Filed) -> str:
    """Changes when the record does, or when one of its values becomes known."""
    content: dict[str, Any] = asdict(record)
    del content["line"], content["values"]
    content["filed"] = {name: [row.pk for row in rows] for name, rows in filed.items()}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
