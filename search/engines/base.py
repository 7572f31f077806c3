"""The contract of every engine: what it is asked, what it answers.

An engine compiles a request and reads an answer. Text is already analysed, filters
already mean fields and values: no query syntax of a visitor or of an engine crosses
this border. Totals are exact, and so are counts of fields that hold up to
``MAX_DISTINCT`` values. The order is total: documents that are equal in what is sorted
on stand by title, then by identifier, so that pages never repeat nor skip one.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from search.documents import SearchDocument
from search.query import PAGE_SIZE, Sort

MAX_DISTINCT = 50_000
Point = tuple[float, float]  # latitude, longitude in degrees
# The generation where there is no index.
NO_INDEX = "none"


class EngineUnavailable(Exception):
    """The engine did not answer, or not wholly: nothing can be said of its index."""


class EngineBusy(EngineUnavailable):
    """Another process is writing; it will find what is left to write."""


class NoIndex(EngineUnavailable):
    """There is no index: none was ever made, or it is gone."""


@dataclass(frozen=True)
class Terms:
    """``field`` holds one of ``values``; none does when there is none.

    Fields: ``id``, ``kind`` (or ``type``), ``language``, ``readable_in``,
    ``audiences``, ``territories``, ``within``, ``within_communes``, ``archived``
    (``"true"`` or ``"false"``), and each key of ``SearchDocument.facets``.
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Days:
    """A date field lies between two days, both included; ``None`` leaves it open.

    What has no date lies nowhere, but what never closes closes after the last day.
    """

    field: Literal["starts_on", "next_on", "closes_on"]
    first: int | None = None  # date.toordinal()
    last: int | None = None


@dataclass(frozen=True)
class All:
    """Every condition holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Any:
    """One of the conditions holds; none holds when there is none."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    condition: "Condition"


Condition = Terms | Days | All | Any | Not


@dataclass(frozen=True)
class Alternative:
    """One way to say a slot: analysed terms that follow each other.

    ``offsets`` are their positions relative to the first (stop words leave gaps);
    without them the terms follow each other closely.
    """

    terms: tuple[str, ...]
    offsets: tuple[int, ...] = ()
    weight: float = 1.0  # synonyms and corrections weigh less than what was typed
    fuzzy: bool = False  # one typing error tolerated, on a single term
    words: tuple[str, ...] = ()  # folded, unstemmed: for an engine without stems


@dataclass(frozen=True)
class Slot:
    """One thing asked for: any of its alternatives, in any text field.

    It weighs as much as the alternative and field that answer it best, and a tenth of
    the others: title 3.5, search terms 3, summary 2, body 1. A ``bonus`` only adds to
    relevance, whatever ``required`` says, and is none of those that must hold.
    """

    alternatives: tuple[Alternative, ...]
    required: bool = True
    bonus: bool = False


def sorted_out(slots: Iterable[Slot]) -> tuple[list[Slot], list[Slot], list[Slot]]:
    """Those that must hold, those of which some must, and those that only add."""
    needed: list[Slot] = []
    others: list[Slot] = []
    bonuses: list[Slot] = []
    for slot in slots:
        kept = bonuses if slot.bonus else needed if slot.required else others
        kept.append(slot)
    return needed, others, bonuses


@dataclass(frozen=True)
class Count:
    """How many documents hold each value of ``field``, under ``filters``.

    ``values`` limits what is counted (``None``: all values). With ``day_ranges``,
    counts by range of a date field instead, keyed by the range's name; with
    ``split_by`` each range is counted per value of that field, keyed
    ``(value, range)``.
    """

    name: str
    field: str
    filters: tuple[Condition, ...]
    values: tuple[str, ...] | None = None
    day_ranges: tuple[tuple[str, int | None, int | None], ...] = ()
    split_by: str = ""


@dataclass(frozen=True)
class EngineRequest:
    """``filters`` restrict the hits; each count carries its own filters.

    A document matches through the ``slots`` of ``language`` or, where its text is in
    another language that ``other_slots`` names, through those: all required ones hold,
    and at least ``at_least`` of the others (one where none is required, and never more
    than there are). Where some of these may miss, documents that hold all but one weigh
    twice as much, and those that hold all three or four times. Bonuses alone find
    nothing.

    With ``near`` the nearest to that point stand first, to a metre or so, then what has
    no position; tiers, boosts and sort are left out.
    """

    language: str  # whose text fields are read
    filters: tuple[Condition, ...]
    slots: tuple[Slot, ...] = ()  # none: everything
    at_least: int = 0
    other_slots: tuple[tuple[str, tuple[Slot, ...]], ...] = ()  # (language, slots)
    boosts: tuple[tuple[Condition, float], ...] = ()
    sort: Sort = Sort.RELEVANCE
    narrowest_first: tuple[Condition, ...] = ()
    near: Point | None = None
    offset: int = 0
    limit: int = PAGE_SIZE
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True)
class EngineAnswer:
    """``ids`` in order; ``counts`` by the name of the count, then value, none of 0.

    ``ignored`` names the fields of conditions that the engine does not know: it
    answered as if each of those held. Never ``audiences`` nor ``readable_in``.
    """

    ids: tuple[str, ...]
    total: int
    counts: dict[str, dict[str | tuple[str, str], int]] = field(default_factory=dict)
    calls: int = 1
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A document to index, or (``document`` is None) an identifier to forget.

    One that is older than what the index holds is left out, and counts as done.
    """

    id: str
    version: int
    document: SearchDocument | None


@dataclass(frozen=True)
class Outcome:
    """What became of one change; ``error`` when the engine refused that document."""

    id: str
    version: int
    error: str = ""


@dataclass(frozen=True)
class Health:
    ok: bool
    documents: int = 0
    detail: str = ""
    needs_rebuild: bool = False
    size_bytes: int = 0


class Engine(ABC):
    """A search engine. Every method may raise ``EngineUnavailable``."""

    name: ClassVar[str]
    # Fields that it counts and filters on besides who may read; None for all.
    fields: ClassVar[frozenset[str] | None] = None

    @abstractmethod
    def search(self, request: EngineRequest) -> EngineAnswer:
        """Raises ``NoIndex`` rather than find nothing where there is no index."""

    @abstractmethod
    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        """Identifiers of documents whose title holds words that start as ``words``
        (folded, unstemmed), in any order; titles that start so first."""

    @abstractmethod
    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        """Identifiers of the nearest documents in its language, never itself."""

    @abstractmethod
    def vocabulary(self, language: str) -> dict[str, int]:
        """Words of all texts, in small letters with their accents, with about how many
        documents hold them: what spelling is corrected with. A large index takes
        seconds to tell: not while a visitor waits."""

    def writing(self) -> AbstractContextManager[None]:
        """Alone to write, if the engine has one writer at a time: hold it while
        reading what to write, so that nothing newer is written in between, and over
        several batches. Raises ``EngineBusy`` while another one writes."""
        return nullcontext()

    @abstractmethod
    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        """Index and forget; findable when this returns. Applying again is harmless.

        Outcomes in the order of the batch. Raises ``EngineBusy`` while another one
        writes, unless called inside ``writing``.
        """

    @abstractmethod
    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Fill a new index beside the one that serves, then swap; how many it holds.

        A document that comes twice replaces itself. Killed at any point, the old one
        still serves; so it does when ``documents`` raises.
        """

    @abstractmethod
    def ids(self) -> Iterable[str]:
        """Every identifier in the index."""

    @abstractmethod
    def generation(self) -> str:
        """Changes whenever what is indexed may have changed: a key for caches, alike
        in all processes; ``NO_INDEX`` where there is no index."""

    def answers(self, seconds: float) -> bool:
        """Whether it answers a question that costs nothing, in so many seconds."""
        return self.health().ok

    @abstractmethod
    def health(self) -> Health:
        """``ok`` when it answers; ``needs_rebuild`` when there is no index, or one
        made by other rules (never served), or one never filled from the database."""
