"""What is answered to a SearchQuery; frozen, ready to be drawn or written as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from search.addresses import adding, taking_away
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


@dataclass(slots=True)
class FacetValue:
    """``count`` is what choosing it would give. Its links are written when read: a
    page draws hundreds of values, nearly all of them as boxes."""

    value: str
    label: str
    count: int
    selected: bool
    key: str  # of its facet
    query: SearchQuery
    children: tuple["FacetValue", ...] = ()
    instead_of: tuple[str, ...] = ()  # the values chosen that it narrows or holds

    @property
    def add(self) -> str:
        """The query string that chooses it, in place of what it narrows or holds."""
        if self.selected:
            return ""
        return adding(self.query, self.key, self.value, self.instead_of)

    @property
    def remove(self) -> str:
        """The query string that takes it away."""
        return taking_away(self.query, self.key, self.value) if self.selected else ""


class Drawer(Protocol):
    """Makes the values of one facet out of their counts."""

    def values(self) -> tuple[FacetValue, ...]: ...

    def some(self, values: Iterable[str]) -> tuple[FacetValue, ...]: ...


@dataclass(frozen=True)
class FacetResult:
    """``counts`` has every value that finds something; all of them are drawn when
    ``values`` is first read, some of them by ``some``, without what lies below."""

    key: str
    label: str
    counts: Mapping[str, int]
    chosen: tuple[str, ...]
    drawer: Drawer
    nested: bool = False

    @cached_property
    def values(self) -> tuple[FacetValue, ...]:
        return self.drawer.values()

    def some(self, values: Iterable[str]) -> tuple[FacetValue, ...]:
        return self.drawer.some(values)


@dataclass(frozen=True)
class Hit:
    """``highlights`` are escaped HTML with ``<mark>`` only; ``card`` holds raw values
    (slugs, ISO dates, numbers) that templates draw in the reader's language;
    ``kilometres`` is the distance from the place asked for, where both are known."""

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
    kilometres: float | None = None


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
    """``by_distance`` when the nearest stand first."""

    query: SearchQuery
    total: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetResult, ...]
    engine: str
    notes: tuple[Note, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    nearby: tuple[str, ...] = ()  # other wordings worth trying
    pages: int = 1
    by_distance: bool = False
    engine_ms: float = 0.0
    total_ms: float = 0.0
