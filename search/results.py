"""What is answered to a SearchQuery; frozen, ready to be drawn or written as JSON."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from search.query import SearchQuery


class NoteKind(StrEnum):
    SYNONYM = "synonym"
    SPELLING = "spelling"
    TERRITORY = "territory"
    LANGUAGE = "language"
    IGNORED = "ignored"
    TRUNCATED = "truncated"
    LIMIT = "limit"
    DEGRADED = "degraded"


@dataclass(frozen=True)
class Note:
    """What the search did by itself, said to the visitor.

    ``undo`` is a query string ("?q=…&sans=synonymes") that searches without it, or
    empty where there is nothing to undo.
    """

    kind: NoteKind
    text: str
    undo: str = ""


@dataclass(frozen=True)
class FacetValue:
    """``count`` is what choosing it would give; ``add`` and ``remove`` are query
    strings that choose it (in place of its parent) or take it away."""

    value: str
    label: str
    count: int
    selected: bool = False
    children: tuple["FacetValue", ...] = ()
    add: str = ""
    remove: str = ""


@dataclass(frozen=True)
class FacetResult:
    key: str
    label: str
    values: tuple[FacetValue, ...]
    nested: bool = False
    extra: str = ""  # one stated extra, such as "37 valables plus largement"

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        every = [v for value in self.values for v in (value, *value.children)]
        return tuple(value for value in every if value.selected)


@dataclass(frozen=True)
class Hit:
    """``highlights`` are escaped HTML with ``<mark>`` only; ``card`` holds raw values
    (slugs, ISO dates, numbers) that templates draw in the reader's language."""

    id: str
    kind: str
    language: str
    title: str
    url: str
    summary: str
    import_id: str = ""
    title_html: str = ""
    highlights: tuple[str, ...] = ()
    card: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Relaxation:
    """One filter to drop, and how many results that would give."""

    key: str
    values: tuple[str, ...]
    label: str
    total: int
    link: str


@dataclass(frozen=True)
class SearchResults:
    query: SearchQuery
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]
    engine: str
    notes: tuple[Note, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    nearby: tuple[str, ...] = ()  # other wordings worth trying
    pages: int = 1
    engine_ms: float = 0.0
    total_ms: float = 0.0
