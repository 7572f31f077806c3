"""Files of sessions as people bring them, and what became of them."""

from typing import Any

from django.utils import timezone

from training.models import Session
from training.moments import PARIS

LIST = "/fr/formations/"
YEAR = timezone.localdate().year + 1


def calendar(*events: str, head: str = "") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n"


def event(uid: str = "a", **changes: str) -> str:
    given = {
        "UID": uid,
        "SUMMARY": "Calibrer les heures",
        "DTSTART;TZID=Europe/Paris": f"{YEAR}0302T090000",
        "DTEND;TZID=Europe/Paris": f"{YEAR}0302T123000",
        "LOCATION": "Maison de l’emploi",
        **changes,
    }
    return "\n".join(f"{name}:{value}" for name, value in given.items() if value)


def counts(report: dict[str, Any]) -> tuple[int, ...]:
    names = ("read", "created", "updated", "unchanged")
    return (*(report[name] for name in names), len(report["rejected"]))


def local(session: Session) -> str:
    return f"{session.starts_at.astimezone(PARIS):%m-%d %H:%M}"
