"""Sessions as calendars show them: read from what the search found, and from nowhere
else, so that a calendar never shows what the search would not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from search.labels import Memory
from search.results import Hit
from training.enums import NOT_TAKING_PLACE, Modality, SeatState, SessionStatus
from training.moments import PARIS, Part, from_texts
from training.wording import change_in_words, when, where


@dataclass(frozen=True)
class Meeting:
    """A session in one language; ``url`` is that of its course, at its place there."""

    uid: str
    title: str
    url: str
    language: str
    parts: tuple[Part, ...]
    all_day: bool
    where: str  # in words; empty while it is not known, or only remote
    modality: str
    remote_url: str
    for_whom: str
    seat_state: str
    status: str
    change: str  # what happened since it was announced, in words, or empty
    registration_url: str
    registration_deadline: date | None
    example: bool
    sequence: int
    changed_at: datetime

    @property
    def words(self) -> str:
        return when(self.parts, all_day=self.all_day)

    @property
    def starts_at(self) -> datetime:
        return self.parts[0].start

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(PARIS)

    @property
    def days(self) -> list[date]:
        return [day for part in self.parts for day in part.days]

    @property
    def is_remote(self) -> bool:
        return self.modality == Modality.REMOTE

    @property
    def is_hybrid(self) -> bool:
        return self.modality == Modality.HYBRID

    @property
    def takes_place(self) -> bool:
        return self.status not in NOT_TAKING_PLACE

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED

    @property
    def seats(self) -> str:
        """The state of the seats in words, where it is known and worth saying."""
        known = self.seat_state in (SeatState.OPEN, SeatState.FEW)
        return str(SeatState(self.seat_state).label) if known else ""

    def next_day(self, today: date) -> date:
        """The next day on which it takes place; its last once all are gone by."""
        days = self.days
        return next((day for day in days if day >= today), days[-1])

    @property
    def may_register(self) -> bool:
        """Whether registration is still open, as far as is known."""
        deadline, full = self.registration_deadline, self.seat_state == SeatState.FULL
        late = deadline is not None and deadline < timezone.localdate()
        return self.takes_place and not (full or late)

    @property
    def mark(self) -> str:
        """What a small place has to say of it: "Cancelled", "Full · Example"."""
        marks = []
        if self.status in (SessionStatus.CANCELLED, SessionStatus.MOVED):
            marks.append(str(SessionStatus(self.status).label))
        elif self.seat_state == SeatState.FULL:
            marks.append(str(SeatState.FULL.label))
        if self.example:
            marks.append(_("Example"))
        return " · ".join(marks)


def meetings_of(hits: Iterable[Hit], memory: Memory) -> list[Meeting]:
    """The sessions among ``hits``, each in the words of the active language."""
    return [_meeting(hit, memory) for hit in hits if "parts" in hit.card]


def _meeting(hit: Hit, memory: Memory) -> Meeting:
    card = hit.card
    deadline = card["registration_deadline"]
    return Meeting(
        uid=card["uid"],
        title=hit.title,
        url=hit.url,
        language=hit.language,
        parts=from_texts(card["parts"]),
        all_day=card["all_day"],
        where=""
        if card["modality"] == Modality.REMOTE
        else where(card["place"], memory.relations.names(card["territories"])),
        modality=card["modality"],
        remote_url=card["remote_url"],
        for_whom=card["for_whom"],
        seat_state=card["seat_state"],
        status=card["status"],
        change=change_in_words(card),
        registration_url=card["registration_url"],
        registration_deadline=date.fromisoformat(deadline) if deadline else None,
        example=card["example"],
        sequence=card["sequence"],
        changed_at=datetime.fromisoformat(card["changed_at"]),
    )
