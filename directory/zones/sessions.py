"""Need: a date of a course within reach, in the months to come.

Courses belong to another app: their dates are asked of the search, which knows what
visitors may see of them.
"""

from calendar import monthrange
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from directory.enums import GapKind
from directory.geography import Geography
from directory.zones.gaps import confirmations
from directory.zones.supply import Help, Supply
from search import service
from search.facets import SESSION

# As the cards of sessions write them.
NOT_TAKING_PLACE = frozenset({"cancelled", "held"})
REMOTE = "distance"


def sessions(
    months: int, geography: Geography, *, language: str, today: date
) -> Supply:
    """Dates that bring people somewhere: what is remote serves everybody and fills no
    gap, what is cancelled or an example serves nobody."""
    last = months_later(today, months)
    helps = []
    left_out = 0
    for card in service.cards(SESSION, language=language, by=last):
        reach = geography.spread(card.get("territories") or ())
        if not reach or not _takes_place(card, today, last):
            continue
        if card.get("example"):
            left_out += 1
        else:
            helps.append(Help(int(card["of_page"]), reach))
    said = confirmations(GapKind.SESSIONS, geography)
    return Supply(
        helps=tuple(helps),
        confirmations=said,
        reaches_all=True,
        as_of=today,
        left_out=left_out,
    )


def _takes_place(card: dict[str, Any], first: date, last: date) -> bool:
    if card.get("status") in NOT_TAKING_PLACE or card.get("modality") == REMOTE:
        return False
    days = [_day(start) for start, _end in card.get("parts") or ()]
    return any(first <= day <= last for day in days)


def _day(moment: str) -> date:
    return timezone.localdate(datetime.fromisoformat(moment))


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
