"""Sessions of courses, wherever the portal announces them."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.core.visits import PageLink, Visit
from training.enums import ForWhom
from training.models import Session, TrainingPage
from training.querysets import SessionQuerySet


@dataclass(frozen=True)
class Date:
    """A session and the page of its course that the reader can read."""

    session: Session
    course: PageLink


def sessions_to_come(visit: Visit) -> SessionQuerySet:
    """Those that take place, of the courses for professionals that all may see."""
    courses = visit.public(TrainingPage.objects.all())
    meant = courses.filter(for_whom=ForWhom.PROFESSIONALS)
    return Session.objects.upcoming().filter(course__in=meant.values("pk"))


def dates_of(sessions: Iterable[Session], visit: Visit) -> list[Date]:
    """Those of ``sessions`` whose course can be read."""
    held = list(sessions)
    links = visit.links_to(session.course_id for session in held)
    return [
        Date(session, link)
        for session in held
        if (link := links.get(session.course_id)) and link.url
    ]
