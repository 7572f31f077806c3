"""Need: somebody to call about a social clause."""

from collections.abc import Sequence

from directory.following import Following
from directory.geography.bits import union
from directory.zones.supply import Confirmation, Help, Supply


def facilitators(rows: Sequence[Following]) -> Supply:
    """A commune is covered by whoever follows clauses there on all themes; a body that
    only follows some of them is said apart."""
    there = [row for row in rows if not row.nobody]
    helps = tuple(
        Help(row.actor, row.communes, (row.territory,))
        for row in there
        if not row.themes
    )
    return Supply(
        helps=helps,
        confirmations=tuple(
            Confirmation(
                row.communes,
                row.actor,
                row.checked_on,
                row.worked_on_by,
                row.worked_on_until,
            )
            for row in rows
            if row.nobody
        ),
        limited=union(row.communes for row in there if row.themes),
        unchecked=_served(there, checked=False) & ~_served(there, checked=True),
        as_of=max((row.checked_on for row in rows if row.checked_on), default=None),
    )


def _served(rows: Sequence[Following], *, checked: bool) -> int:
    """Communes served on all themes by bodies that somebody asked, or nobody."""
    return union(
        row.communes
        for row in rows
        if not row.themes and (row.checked_on is not None) is checked
    )
