"""How courses and their sessions are found."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.rich_text import get_text_for_indexing

from search.kinds import Drawing, Fact, Kind, register
from search.periods import month_of
from training.enums import Modality, SeatState, SessionStatus
from training.models import Session, TrainingPage

SHOWN_DATES = 3
# More than are shown: some pass before the page is indexed again.
KEPT_DATES = 8
NOT_TAKING_PLACE = {SessionStatus.CANCELLED.value, SessionStatus.HELD.value}
STATUS_TONES = {
    SessionStatus.OPEN.value: "success",
    SessionStatus.FULL.value: "warning",
    SessionStatus.MOVED.value: "warning",
    SessionStatus.CANCELLED.value: "error",
}


def _course_facets(source: TrainingPage) -> dict[str, Iterable[str]]:
    return {"modalite": source.modalities}


def _course_text(page: TrainingPage) -> str:
    parts = [
        get_text_for_indexing(page.objectives),
        get_text_for_indexing(page.programme),
        page.prerequisites,
        page.funding,
        _provider(page.facts),
    ]
    return "\n".join(part for part in parts if part)


def _provider(source: TrainingPage) -> str:
    return source.provider.title if source.provider else source.provider_name


def _upcoming(source: TrainingPage) -> list[Session]:
    now = timezone.now()
    found = [
        session
        for session in source.sessions.all()
        if session.ends_at >= now and session.status not in NOT_TAKING_PLACE
    ]
    return sorted(found, key=lambda session: (session.starts_at, session.pk))


def _course_card(source: TrainingPage) -> dict[str, Any]:
    return {
        "for_whom": source.for_whom,
        "provider": _provider(source),
        "hours": None if source.hours is None else str(source.hours),
        "modalities": list(source.modalities),
        "proposal": source.proposal,
        "next_dates": [
            {
                "starts_at": session.starts_at.isoformat(),
                "place": session.place,
                "example": session.example,
            }
            for session in _upcoming(source)[:KEPT_DATES]
        ],
    }


def _course_facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("proposal"):
        yield Fact("proposal", _("State"), _("Proposal: nobody gives it yet"), "info")
    if card.get("provider"):
        yield Fact("provider", _("Given by"), card["provider"])
    if card.get("hours"):
        hours = number_format(card["hours"].removesuffix(".0"))
        yield Fact("length", _("Length"), _("%(hours)s hours") % {"hours": hours})
    if card.get("modalities"):
        how = to.labels("modalite", card["modalities"])
        yield Fact("modality", _("How"), how)
    coming = [
        entry
        for entry in card.get("next_dates", ())
        if _day(entry["starts_at"]) >= to.today
    ][:SHOWN_DATES]
    if coming:
        dates = " · ".join(_date_and_place(entry) for entry in coming)
        yield Fact("dates", _("Next dates"), dates)


def _date_and_place(entry: dict[str, Any]) -> str:
    words = {
        "day": date_format(_day(entry["starts_at"]), "DATE_FORMAT"),
        "place": entry.get("place"),
    }
    if entry.get("example"):
        return _("%(day)s (example)") % words
    return _("%(day)s, %(place)s") % words if entry.get("place") else words["day"]


def _course_dates(source: TrainingPage) -> dict[str, date | None]:
    coming = _upcoming(source)
    return {
        "next_on": timezone.localdate(coming[0].starts_at) if coming else None,
    }


def _session_facets(session: Session) -> dict[str, Iterable[str]]:
    day = timezone.localdate(session.starts_at)
    return {
        "modalite": [session.modality],
        "annee": [str(day.year)],
        "periode": [month_of(day)],
    }


def _session_territories(session: Session) -> list[str]:
    """Where it takes place; a remote session is for the whole country."""
    if session.modality == Modality.REMOTE or session.territory is None:
        return []
    return [session.territory.value]


def _session_card(session: Session) -> dict[str, Any]:
    deadline = session.registration_deadline
    return {
        "of_page": session.course_id,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.ends_at.isoformat(),
        "place": session.place,
        "territories": [session.territory.value] if session.territory else [],
        "modality": session.modality,
        "seat_state": session.seat_state,
        "status": session.status,
        "reason": session.reason,
        "registration_url": session.registration_url,
        "registration_deadline": deadline.isoformat() if deadline else None,
        "example": session.example,
    }


def _session_facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("example"):
        yield Fact("example", _("State"), _("Example"), "new")
    yield Fact("date", _("Date"), dates_in_words(card["starts_at"], card["ends_at"]))
    places = to.labels("territoire", card.get("territories", ()))
    if place := card.get("place") or places:
        yield Fact("place", _("Place"), place)
    yield Fact("modality", _("How"), to.label("modalite", card["modality"]))
    status = card.get("status")
    if status in NOT_TAKING_PLACE or status in STATUS_TONES:
        label = str(SessionStatus(status).label)
        yield Fact("status", _("Registration"), label, STATUS_TONES.get(status, ""))
    if card.get("seat_state") in (SeatState.OPEN, SeatState.FEW, SeatState.FULL):
        yield Fact("seats", _("Seats"), str(SeatState(card["seat_state"]).label))


def dates_in_words(starts_at: str, ends_at: str) -> str:
    """ "2 March 2027, 9 a.m. to 5 p.m." or the two days, in Paris time."""
    start, end = _moment(starts_at), _moment(ends_at)
    if start.date() == end.date():
        return _("%(day)s, %(start)s to %(end)s") % {
            "day": date_format(start, "DATE_FORMAT"),
            "start": date_format(start, "TIME_FORMAT"),
            "end": date_format(end, "TIME_FORMAT"),
        }
    return _("%(first)s to %(last)s") % {
        "first": date_format(start, "DATE_FORMAT"),
        "last": date_format(end, "DATE_FORMAT"),
    }


def _moment(text: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(text))


def _day(text: str) -> date:
    return _moment(text).date()


def _session_dates(session: Session) -> dict[str, date | None]:
    day = timezone.localdate(session.starts_at)
    return {"starts_on": day, "next_on": day}


register(
    Kind(
        value="formation",
        label=gettext_lazy("Course"),
        plural=gettext_lazy("Courses"),
        model=TrainingPage,
        prefetch=("sessions", "provider"),
        facets=_course_facets,
        text=_course_text,
        card=_course_card,
        facts=_course_facts,
        dates=_course_dates,
        choices={"modalite": Modality.choices},
    )
)
register(
    Kind(
        value="session",
        label=gettext_lazy("Session"),
        plural=gettext_lazy("Sessions"),
        model=Session,
        prefetch=("territory",),
        facets=_session_facets,
        territories=_session_territories,
        text=lambda session: session.place,
        card=_session_card,
        facts=_session_facts,
        dates=_session_dates,
        of_page="course",
        key="uid",
    )
)
