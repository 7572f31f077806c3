"""How courses and their sessions are found."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.templatetags.wording import day
from search.kinds import Drawing, Fact, Kind, register
from search.periods import month_of
from search.words import lines, rich_text
from training.enums import NOT_TAKING_PLACE, ForWhom, Modality, SeatState, SessionStatus
from training.models import Session, TrainingPage
from training.moments import as_texts, from_texts
from training.wording import change_in_words, when

SHOWN_DATES = 3
# More than are shown: some pass before the page is indexed again.
KEPT_DATES = 8


def _course_facets(source: TrainingPage) -> dict[str, Iterable[str]]:
    return {"offre": [source.for_whom], "modalite": source.modalities}


def _course_text(page: TrainingPage) -> str:
    return lines(
        [
            rich_text(page.objectives),
            rich_text(page.programme),
            page.prerequisites,
            page.funding,
            _provider(page.facts),
        ]
    )


def _provider(source: TrainingPage) -> str:
    return source.provider.title if source.provider else source.provider_name


def _upcoming(source: TrainingPage) -> list[Session]:
    now = timezone.now()
    found = [
        session
        for session in source.sessions.all()
        if session.ends_at >= now and session.takes_place
    ]
    return sorted(found, key=lambda session: (session.starts_at, session.pk))


def _course_card(source: TrainingPage) -> dict[str, Any]:
    return {
        "for_whom": source.for_whom,
        "provider": _provider(source),
        "hours": None if source.hours is None else str(source.hours),
        "modalities": list(source.modalities),
        "proposal": source.nobody_gives_it,
        "next_dates": [
            {
                "starts_at": session.starts_at.isoformat(),
                "ends_at": session.ends_at.isoformat(),
                "place": session.territory.name if session.territory else session.place,
                "modality": session.modality,
                "full": session.is_full,
                "example": session.example,
            }
            for session in _upcoming(source)[:KEPT_DATES]
        ],
    }


def _course_facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    yield from _for_whom(card)
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
        if _day(entry["ends_at"]) >= to.today
    ][:SHOWN_DATES]
    if coming:
        dates = " · ".join(_date_and_place(entry, to) for entry in coming)
        yield Fact("dates", _("Next dates"), dates)


def _for_whom(card: dict[str, Any]) -> Iterator[Fact]:
    """Said first, so that nobody takes one offer for the other."""
    if (value := card.get("for_whom")) in ForWhom.values:
        tone = "info" if value == ForWhom.PEOPLE else ""
        yield Fact("for-whom", _("For whom"), str(ForWhom(value).label), tone)


def _day(text: str) -> date:
    return timezone.localdate(datetime.fromisoformat(text))


def _date_and_place(entry: dict[str, Any], to: Drawing) -> str:
    remote = entry["modality"] == Modality.REMOTE
    place = to.label("modalite", entry["modality"]) if remote else entry["place"]
    words = {"day": day(_day(entry["starts_at"])), "place": place}
    if entry["example"]:
        return _("%(day)s (example)") % words
    if entry["full"]:
        return _("%(day)s (full)") % words
    return _("%(day)s, %(place)s") % words if place else words["day"]


def _course_dates(source: TrainingPage) -> dict[str, date | None]:
    days = [_next_day(session) for session in _upcoming(source)]
    return {"next_on": min(days, default=None)}


def _next_day(session: Session) -> date:
    """The next day on which it takes place; its last one once all are gone by."""
    days, today = session.days, timezone.localdate()
    return next((day for day in days if day >= today), days[-1])


def _session_facets(session: Session) -> dict[str, Iterable[str]]:
    days = session.days
    return {
        "offre": [session.course.for_whom],
        "modalite": [session.modality],
        "annee": [str(day.year) for day in days],
        "periode": [month_of(day) for day in days],
    }


def _session_territories(session: Session) -> list[str]:
    """Where it takes place; a remote session is for the whole country."""
    if session.modality == Modality.REMOTE or session.territory is None:
        return []
    return [session.territory.value]


def _session_card(session: Session) -> dict[str, Any]:
    deadline, moved_from = session.registration_deadline, session.moved_from
    return {
        "of_page": session.course_id,
        "uid": session.uid,
        "for_whom": session.course.for_whom,
        "parts": as_texts(session.parts),
        "all_day": session.all_day,
        "place": session.place,
        "territories": [session.territory.value] if session.territory else [],
        "modality": session.modality,
        "remote_url": session.remote_url,
        "seat_state": session.seat_state,
        "status": session.status,
        "reason": session.reason,
        "moved_from": moved_from.isoformat() if moved_from else None,
        "registration_url": session.registration_url,
        "registration_deadline": deadline.isoformat() if deadline else None,
        "example": session.example,
        "sequence": session.sequence,
        "changed_at": session.changed_at.isoformat(),
    }


def _session_facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("example"):
        yield Fact("example", _("State"), _("Example"), "new")
    yield from _for_whom(card)
    parts = from_texts(card["parts"])
    yield Fact("date", _("Date"), when(parts, all_day=card["all_day"]))
    places = to.labels("territoire", card.get("territories", ()))
    if place := card.get("place") or places:
        yield Fact("place", _("Place"), place)
    yield Fact("modality", _("How"), to.label("modalite", card["modality"]))
    change = change_in_words(card)
    if change:
        cancelled = card["status"] == SessionStatus.CANCELLED
        yield Fact("status", _("State"), change, "error" if cancelled else "warning")
    seats = str(SeatState(card["seat_state"]).label)
    known = card["seat_state"] != SeatState.UNKNOWN
    if known and change != seats and card["status"] not in NOT_TAKING_PLACE:
        yield Fact("seats", _("Seats"), seats)


def _session_dates(session: Session) -> dict[str, date | None]:
    return {"starts_on": session.days[0], "next_on": _next_day(session)}


register(
    Kind(
        value="formation",
        label=gettext_lazy("Course"),
        plural=gettext_lazy("Courses"),
        model=TrainingPage,
        prefetch=("sessions__territory", "provider"),
        facets=_course_facets,
        text=_course_text,
        card=_course_card,
        facts=_course_facts,
        dates=_course_dates,
        choices={"modalite": Modality.choices, "offre": ForWhom.choices},
    )
)
register(
    Kind(
        value="session",
        label=gettext_lazy("Session"),
        plural=gettext_lazy("Sessions"),
        model=Session,
        prefetch=("territory", "course"),
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
