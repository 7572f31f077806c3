"""What a visitor asks, once read and cleaned; everything that searches speaks it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

PAGE_SIZE = 20
MAX_PAGE_SIZE = 50
MAX_RANK = 10_000
MAX_QUERY_LENGTH = 512
MAX_VALUES = 100  # of all facets together


class Sort(StrEnum):
    RELEVANCE = "pertinence"
    RECENT = "recent"
    MODIFIED = "modifie"
    NEXT_DATE = "prochaine-date"
    TITLE = "titre"


class Without(StrEnum):
    """What the search does by itself and a visitor can undo (parameter ``sans``)."""

    SYNONYMS = "synonymes"
    CORRECTION = "correction"
    WIDER = "plus-large"
    FALLBACK = "repli"


@dataclass(frozen=True)
class Calendar:
    """Sessions alone, by date: those that take place from ``first`` on, in one month
    ("2027-03") or in any."""

    first: date
    month: str = ""


@dataclass(frozen=True)
class SearchQuery:
    """A search: text, filters, language and place in the results.

    ``filters`` maps facet keys to chosen values, in the registry's order; values of
    one facet are alternatives, facets add up. ``audiences`` says who is asking.
    """

    today: date
    q: str = ""
    language: str = "fr"
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = PAGE_SIZE
    without: frozenset[Without] = frozenset()
    archived: bool = False  # also what is kept for memory
    audiences: tuple[str, ...] = ("public",)
    calendar: Calendar | None = None
    near: str = ""  # a territory: by relevance, the nearest to it come first

    def chosen(self, key: str) -> tuple[str, ...]:
        """The values chosen in the facet ``key``."""
        return dict(self.filters).get(key, ())


@dataclass(frozen=True)
class ReadQuery:
    """A query and what had to be left out of what was asked, to say it to visitors."""

    query: SearchQuery
    ignored: tuple[tuple[str, str], ...] = field(default=())  # (key, value)
    merged: tuple[tuple[str, str, str], ...] = ()  # (key, parent, child) → the parent
    sessions_meant: bool = False  # courses at a date were asked for
    truncated: bool = False
    beyond_limit: bool = False
    place: str = ""  # what was typed to name a territory …
    places: tuple[str, ...] = ()  # … and the territories that it may mean
    near: str = ""  # what was typed to be near to, …
    near_places: tuple[str, ...] = ()  # … and what it may mean
