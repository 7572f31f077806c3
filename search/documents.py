"""One object and its Kind → SearchDocument, the same for every engine."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class SearchDocument:
    """What is indexed of one page or session in one language.

    ``facets`` maps facet keys to values, parents included (a document filed under a
    child theme carries the parent too). ``territories`` are the values as filed,
    ``within`` all the values that the document lies at or below, communes apart in
    ``within_communes``. Dates are raw: what depends on today is derived when asked.
    ``weight`` multiplies relevance (bounded, 0.5 to 1.5; 1.0 for actors).
    """

    id: str  # "page-57", "session-<uid>-fr"
    kind: str  # a value of the facet `type`
    language: str  # of the text: fr, en, nl or fr-x-falc
    title: str
    summary: str = ""
    search_terms: str = ""
    body: str = ""
    readable_in: tuple[str, ...] = ("fr",)
    audiences: tuple[str, ...] = ("public",)
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    territories: tuple[str, ...] = ("pays",)
    within: tuple[str, ...] = ("pays",)
    within_communes: tuple[str, ...] = ()
    breadth: int = 0  # communes covered, 0 for the whole country: narrowest first
    archived: bool = False
    weight: float = 1.0
    published_at: datetime | None = None
    modified_at: datetime | None = None
    starts_on: date | None = None  # of a session
    next_on: date | None = None  # the next date of a course, the date of a session
    closes_on: date | None = None  # of a lever
    sort_title: str = ""  # folded
    card: dict[str, Any] = field(default_factory=dict)  # raw values for the result page
    url: str = ""  # path on the site, as of indexing
