"""Who follows social clauses where: the rows of coverage that hold today, read at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction

from directory.enums import CoverageRole, CoverageState
from directory.geography import Geography
from directory.models import Coverage


@dataclass(frozen=True)
class Following:
    """What a body says of a territory; organisations and contacts are keys of rows.

    ``themes`` are slugs, none for all of them; ``nobody`` when the body follows none
    there: it confirms on ``checked_on`` that nobody does or, without that day, only
    says that it is not known; ``worked_on_by`` works on it.
    """

    actor: int
    territory: str
    communes: int
    nobody: bool = False
    lead: bool = False
    themes: tuple[str, ...] = ()
    contact: int | None = None
    checked_on: date | None = None
    source_label: str = ""
    source_url: str = ""
    worked_on_by: int | None = None
    worked_on_until: date | None = None

    @property
    def breadth(self) -> int:
        return self.communes.bit_count()


def read_following(geography: Geography, today: date) -> list[Following]:
    """Every row that holds on ``today`` and whose organisation anyone may see."""
    themes: dict[int, list[str]] = {}
    for key, slug in Coverage.themes.through.objects.order_by(
        "theme__sort_order", "theme__slug"
    ).values_list("coverage_id", "theme__slug"):
        themes.setdefault(key, []).append(slug)
    hidden = hidden_paths()
    sets: dict[str, int] = {}
    found = []
    for (
        key,
        path,
        actor,
        territory,
        state,
        role,
        contact,
        checked_on,
        label,
        url,
        worked_on_by,
        until,
    ) in _current(today):
        if path.startswith(hidden) or territory not in geography.relations.known:
            continue
        if territory not in sets:
            sets[territory] = geography.communes(territory)
        found.append(
            Following(
                actor=actor,
                territory=territory,
                communes=sets[territory],
                nobody=state != CoverageState.COVERED,
                lead=role == CoverageRole.LEAD,
                themes=tuple(themes.get(key, ())),
                contact=contact,
                checked_on=checked_on,
                source_label=label,
                source_url=url,
                worked_on_by=worked_on_by,
                worked_on_until=until,
            )
        )
    return found


def _current(today: date) -> QuerySet[Coverage]:
    rows = Coverage.objects.current(today).filter(actor__live=True).order_by("pk")
    return rows.values_list(
        "pk",
        "actor__path",
        "actor_id",
        "territory__value",
        "state",
        "role",
        "contact_id",
        "checked_on",
        "source_label",
        "source_url",
        "worked_on_by_id",
        "worked_on_until",
    )


def hidden_paths() -> tuple[str, ...]:
    """Where pages that not everybody may see begin: ``path.startswith`` tells them.

    In memory and not in SQL, which would take a condition for each restriction.
    """
    return tuple(
        PageViewRestriction.objects.order_by().values_list("page__path", flat=True)
    )


def best_first(rows: Iterable[Following], communes: int) -> list[Following]:
    """As a visitor asking about ``communes`` should call: the lead first, then who
    serves all of them, the one who knows the place closest before the others; then who
    serves the largest part."""

    def order(row: Following) -> tuple[bool, bool, int, int]:
        part = (row.communes & communes).bit_count()
        all_of_it = part == communes.bit_count()
        return (
            not row.lead,
            not all_of_it,
            row.breadth if all_of_it else -part,
            row.actor,
        )

    return sorted(rows, key=order)
