"""Writes sessions as files tell them, each in a transaction of its own."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.core.imports.report import ImportReport, Outcome
from training.enums import Modality, SessionStatus
from training.importing.courses import Courses, NoCourse
from training.importing.places import Places
from training.importing.records import SessionRecord
from training.models import Session, TrainingPage
from training.moments import faults
from training.rights import may_change
from training.wording import when

logger = logging.getLogger(__name__)

_DATES = ("starts_at", "ends_at", "half_days", "all_day")


class _Rejected(Exception):
    def __init__(self, field: str, value: object, message: str) -> None:
        super().__init__(message)
        self.field, self.value = field, value


@dataclass
class SessionImporter:
    """Takes the sessions of one record after the other, and notes in ``report`` what
    became of it. Without ``user``, all is allowed."""

    report: ImportReport
    courses: Courses
    dry_run: bool = False
    user: AbstractBaseUser | None = None

    def __post_init__(self) -> None:
        self._places = Places()
        self._met: dict[object, Session] = {}  # in a dry run, what would be there

    def take(self, records: Sequence[SessionRecord]) -> None:
        """The sessions that one record of the file makes: several in a recurrence."""
        outcomes = [found for record in records if (found := self._take_one(record))]
        if not outcomes:
            return
        first, (name, detail) = records[0], outcomes[0][1]
        kinds = {outcome for outcome, _said in outcomes}
        for outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED):
            if outcome in kinds:
                if len(records) > 1:
                    words = {"name": name, "count": len(records)}
                    name = _("%(name)s and others: %(count)d dates") % words
                self.report.count(outcome, first.line, name, detail)
                self._count_half_days(outcome, first.lines - 1)
                return

    def _count_half_days(self, outcome: Outcome, more: int) -> None:
        """Other records of the file that are half-days of the same session."""
        setattr(self.report, outcome, getattr(self.report, outcome) + more)

    def _take_one(
        self, record: SessionRecord
    ) -> tuple[Outcome, tuple[str, str]] | None:
        try:
            with transaction.atomic():
                return self._write(record)
        except _Rejected as refusal:
            self.report.reject(record.line, refusal.field, refusal.value, str(refusal))
        except NoCourse as refusal:
            self.report.reject(record.line, "formation", record.course, str(refusal))
        except ValidationError as error:
            for name, messages in error.update_error_dict({}).items():
                field = "" if name == NON_FIELD_ERRORS else name
                for each in messages:
                    text = " ".join(each.messages)
                    self.report.reject(record.line, field, "", text)
        except Exception as error:
            logger.error("Line %d could not be imported: %r", record.line, error)
            logger.debug("Because", exc_info=True)
            message = _("The session could not be written.")
            self.report.reject(record.line, "", record.uid, message)
        return None

    def _write(self, record: SessionRecord) -> tuple[Outcome, tuple[str, str]]:
        known = self._by_uid(record)
        course = known.course if known else self.courses.of(record)
        if self.user and not may_change(self.user, course):
            message = _(
                "Sessions of this course are changed by those who may publish it."
            )
            raise _Rejected("formation", course.title, message)
        session = known or self._alike(record, course) or _new(record, course)
        before = _state(session) if session.pk else {}
        was = session.starts_at if session.pk else None
        self._fill(session, record, course)
        changed = [
            name for name, value in _state(session).items() if before.get(name) != value
        ]
        name = f"{course.title}, {when(session.parts, all_day=session.all_day)}"
        if session.pk and not changed:
            return Outcome.UNCHANGED, (name, "")
        if was is not None and was > timezone.now() and "starts_at" in changed:
            self._tell_move(session, record, was)
        for fault in faults(session.parts):
            raise _Rejected("debut", name, fault)
        session.clean_fields(exclude=["course", "uid"])
        outcome = Outcome.UPDATED if session.pk else Outcome.CREATED
        if self.dry_run:
            outcome = self._would(record, session, outcome)
        else:
            session.save()
            action = "wagtail.create" if outcome is Outcome.CREATED else "wagtail.edit"
            log(instance=session, action=action, user=self.user)
        detail = _labels(changed) if outcome is Outcome.UPDATED else ""
        return outcome, (name, detail)

    def _by_uid(self, record: SessionRecord) -> Session | None:
        if not record.uid:
            return None
        found = Session.objects.select_related("course", "territory")
        return found.filter(uid=record.uid).first()

    def _alike(self, record: SessionRecord, course: TrainingPage) -> Session | None:
        """Known by its course, its start and its place, where it has no identifier of
        its own."""
        if course.pk is None or record.uid:
            return None
        found = course.sessions.filter(starts_at=record.parts[0].start)
        if record.place:
            found = found.filter(place=record.place)
        return found.select_related("territory").first()

    def _would(
        self, record: SessionRecord, session: Session, outcome: Outcome
    ) -> Outcome:
        """What a record met again in the same file would be."""
        key = record.uid or (session.course.title, session.starts_at, session.place)
        if outcome is Outcome.CREATED and key in self._met:
            same = _state(self._met[key]) == _state(session)
            outcome = Outcome.UNCHANGED if same else Outcome.UPDATED
        self._met[key] = session
        return outcome

    def _fill(
        self, session: Session, record: SessionRecord, course: TrainingPage
    ) -> None:
        session.set_parts(record.parts)
        session.all_day = record.all_day
        session.sequence = max(session.sequence, record.sequence)
        for name, value in record.fields.items():
            setattr(session, name, value)
        if value := self._places.territory_of(record, self.report):
            session.territory = value
        if session.pk is None and "modality" not in record.fields:
            session.modality = self._modality(record, session, course)
        if session.modality != Modality.REMOTE and not (
            session.place or session.territory
        ):
            message = _("The place is not said: readers are told that it will be.")
            self.report.warn(record.line, "lieu", "", message)

    def _modality(
        self, record: SessionRecord, session: Session, course: TrainingPage
    ) -> str:
        """What a file does not say: remote where there is a room and no place."""
        here = bool(session.place or session.territory)
        if session.remote_url:
            return Modality.HYBRID if here else Modality.REMOTE
        only_remote = course.modalities == [Modality.REMOTE.value]
        return Modality.REMOTE if only_remote and not here else Modality.ON_SITE

    def _tell_move(self, session: Session, record: SessionRecord, was: Any) -> None:
        session.moved_from = session.moved_from or was
        if "status" not in record.fields and session.takes_place:
            session.status = SessionStatus.MOVED


def _new(record: SessionRecord, course: TrainingPage) -> Session:
    session = Session(course=course)
    if record.uid:
        session.uid = record.uid
    return session


def _state(session: Session) -> dict[str, Any]:
    names = [
        *_DATES,
        "modality",
        "place",
        "territory_id",
        "remote_url",
        "seats",
        "seat_state",
        "registration_url",
        "registration_deadline",
        "status",
        "reason",
    ]
    found = {name: getattr(session, name) for name in names}
    if session.status == SessionStatus.FULL:
        found["seat_state"] = "full"
    return found


def _labels(names: Iterable[str]) -> str:
    """« début, fin, lieu »."""
    fields = {field.attname: field for field in Session._meta.concrete_fields}
    return ", ".join(str(fields[name].verbose_name) for name in names)
