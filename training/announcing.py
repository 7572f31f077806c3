"""What trainers do with sessions: announce, move, cancel. Each is logged, with who and
why, and told to readers at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from training.enums import SessionStatus
from training.models import Session, TrainingPage
from training.moments import Part

CANCELLED = "training.session.cancel"
MOVED = "training.session.move"

# What a new session takes over from the last one of its course.
TAKEN_OVER = (
    "modality",
    "place",
    "territory",
    "remote_url",
    "seats",
    "registration_url",
)


@transaction.atomic
def announce(
    course: TrainingPage,
    dates: Iterable[Sequence[Part]],
    details: Mapping[str, Any],
    *,
    all_day: bool = False,
    register_days_before: int | None = None,
    user: AbstractBaseUser | None = None,
) -> list[Session]:
    """Make one session for each of ``dates``, or none at all."""
    made = []
    for parts in dates:
        session = Session(course=course, all_day=all_day, **details)
        session.set_parts(parts)
        if register_days_before is not None:
            first = timezone.localdate(session.starts_at)
            session.registration_deadline = first - timedelta(days=register_days_before)
        session.full_clean(exclude=["course"])
        session.save()
        log(instance=session, action="wagtail.create", user=user)
        made.append(session)
    return made


@transaction.atomic
def move(
    session: Session,
    parts: Sequence[Part],
    reason: str,
    *,
    all_day: bool = False,
    told: bool = True,
    user: AbstractBaseUser | None = None,
) -> Session:
    """Give ``session`` other dates. Readers are told the first date and why, unless
    it was but a mistake to put right (``told``)."""
    if told:
        session.moved_from = session.moved_from or session.starts_at
        session.status, session.reason = SessionStatus.MOVED, reason
    before = session.starts_at
    session.set_parts(parts)
    session.all_day = all_day
    deadline = session.registration_deadline
    if deadline and deadline > timezone.localdate(session.starts_at):
        session.registration_deadline = timezone.localdate(session.starts_at)
    session.save()
    data = {"reason": reason, "from": before.isoformat()}
    log(instance=session, action=MOVED, user=user, data=data)
    return session


@transaction.atomic
def cancel(
    session: Session, reason: str, *, user: AbstractBaseUser | None = None
) -> Session:
    """The session stays, so that those who counted on it know."""
    session.status, session.reason = SessionStatus.CANCELLED, reason
    session.save()
    log(instance=session, action=CANCELLED, user=user, data={"reason": reason})
    return session


def last_session(course: TrainingPage) -> Session | None:
    """The one announced last, which the next is likely to be like."""
    return course.sessions.order_by("-pk").first()


def like_the_last(course: TrainingPage) -> dict[str, Any]:
    """What a new session of ``course`` starts from."""
    last = last_session(course)
    if last is None:
        return {"modality": course.modalities[0]} if course.modalities else {}
    return {name: getattr(last, name) for name in TAKEN_OVER}
