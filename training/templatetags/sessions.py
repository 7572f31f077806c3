"""How templates write sessions in words."""

from dataclasses import dataclass

from django import template

from training import wording
from training.models import Session, TrainingPage

register = template.Library()

PAST_SHOWN = 20


@dataclass(frozen=True)
class Dates:
    """Sessions of one course: those not over yet, soonest first; the latest past."""

    coming: list[Session]
    past: list[Session]


@register.simple_tag
def sessions_of(course: TrainingPage) -> Dates:
    sessions = Session.objects.of_course(course).select_related("territory")
    return Dates(list(sessions.not_over()), list(sessions.past()[:PAST_SHOWN]))


@register.filter
def when_of(session: Session) -> str:
    """« mardi 2 mars 2027, de 9 h à 12 h 30 »."""
    return wording.when(session.parts, all_day=session.all_day)


@register.filter
def where_of(session: Session) -> str:
    """« Maison de l’emploi, Laon »; the commune once, nothing while it is not known."""
    return wording.where(
        session.place, [session.territory.name] if session.territory else []
    )


@register.filter
def change_of(session: Session) -> str:
    """« Annulée : trop peu de personnes inscrites »; nothing while all is as planned."""
    moved_from = session.moved_from
    return wording.change_in_words(
        {
            "status": session.status,
            "seat_state": session.seat_state,
            "reason": session.reason,
            "moved_from": moved_from.isoformat() if moved_from else None,
        }
    )
