"""What there is for one need, as sets of communes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from directory.geography.bits import union


@dataclass(frozen=True)
class Help:
    """Who serves a set of communes: the key of a page. ``places`` are the territories
    that it says so of, if it names any."""

    page: int
    communes: int
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Confirmation:
    """A body confirmed, on a day, that nobody is there, or without a day only says who
    works on what is not known; ``worked_on_by`` works on it."""

    communes: int
    by: int
    on: date | None
    worked_on_by: int | None = None
    worked_on_until: date | None = None

    def is_worked_on(self, today: date) -> bool:
        late = self.worked_on_until is not None and self.worked_on_until < today
        return self.worked_on_by is not None and not late


@dataclass(frozen=True)
class Supply:
    """``reaches_all``: one place serves the whole zone where it lies (a course date),
    while elsewhere each commune counts. ``hints`` are communes where something is known
    that does not count, such as an address without an area; ``as_of`` is the day of
    the most recent fact that counted; ``unchecked`` are communes served by those alone
    whom nobody has asked yet."""

    helps: tuple[Help, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    reaches_all: bool = False
    limited: int = 0  # covered for some themes only
    unchecked: int = 0
    hints: tuple[int, ...] = ()
    as_of: date | None = None
    left_out: int = 0  # what is known and does not count: examples

    @cached_property
    def covered(self) -> int:
        return union(help.communes for help in self.helps)

    @cached_property
    def nobody(self) -> int:
        """Communes where somebody confirmed that nobody is, and indeed nobody is."""
        confirmed = union(row.communes for row in self.confirmations if row.on)
        return confirmed & ~self.covered

    def pages(self) -> Iterable[int]:
        """Every page that a confirmation names."""
        for row in self.confirmations:
            yield row.by
            if row.worked_on_by is not None:
                yield row.worked_on_by
