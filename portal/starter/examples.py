"""Example sessions, marked so everywhere: what a calendar looks like once filled."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.core.models import Provenance, Territory
from portal.starter.loading.files import CONTENT, read_yaml
from portal.starter.loading.pages import SOURCE
from training.enums import SessionStatus
from training.models import Session

PARIS = ZoneInfo("Europe/Paris")


def load_examples() -> int:
    """Make the example sessions that are missing; return how many.

    Their dates count from today, so that the examples stay in the future; an example
    that a person changed or cancelled is left as it is.
    """
    made = 0
    for entry in read_yaml(CONTENT / "example_sessions.yaml"):
        record = Provenance.objects.filter(
            source_label=SOURCE,
            source_id=f"formation/{entry['course']}",
            page__isnull=False,
        ).first()
        uid = f"exemple-{entry['key']}"
        if record is None or Session.objects.filter(uid=uid).exists():
            continue
        day = _weekday_from(entry["in_days"])
        territory = entry.get("territory")
        Session.objects.create(
            uid=uid,
            course_id=record.page_id,
            starts_at=_at(day, entry["from"]),
            ends_at=_at(day, entry["to"]),
            modality=entry["modality"],
            place=entry.get("place", ""),
            territory=Territory.objects.get(value=territory) if territory else None,
            seat_state=entry.get("seat_state", "unknown"),
            status=entry.get("status", SessionStatus.OPEN),
            example=True,
        )
        made += 1
    return made


def _weekday_from(in_days: int) -> datetime:
    day = timezone.localtime() + timedelta(days=in_days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def _at(day: datetime, clock: str) -> datetime:
    return datetime.combine(day.date(), time.fromisoformat(clock), tzinfo=PARIS)
