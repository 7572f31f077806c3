"""The fallback: looks through the folded text of the entries, while the engine is down.

It knows who may read, the kind and the language, and says which other conditions it
had to ignore. Words weigh alike wherever they stand; a date sorts as its entry does,
and distance orders nothing. It suggests from titles and relates nothing.
"""

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import add, and_, or_
from typing import ClassVar

from django.db import DatabaseError
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    OrderBy,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models import Count as CountRows
from django.db.models.functions import Cast, NullIf, StrIndex, Substr
from django.db.models.lookups import GreaterThanOrEqual

from search.documents import SearchDocument
from search.engines.base import (
    All,
    Alternative,
    Any,
    Change,
    Condition,
    Count,
    Days,
    Engine,
    EngineAnswer,
    EngineRequest,
    EngineUnavailable,
    Health,
    Not,
    Outcome,
    Slot,
    Terms,
    sorted_out,
)
from search.models import SearchEntry
from search.query import Sort
from search.text.analysis import fold

# What Terms may name, and the column that holds it.
_COLUMNS = {"type": "kind", "kind": "kind", "language": "language", "id": "document_id"}
_LISTS = ("audiences", "readable_in")
# Of each entry found; what is counted is counted here.
_READ = ("document_id", "kind", "language")
# Shorter than this a word is an acronym and stands alone; longer ones may be cut
# down to their stem.
_ALONE = 3
# What may stand between words said to follow each other closely.
_CLOSELY = "(?:[^ ]+ ){0,3}"
_TITLES_READ = 300
_EVERY = Q(pk__isnull=False)

# The title stands first in the folded text.
_BY_TITLE = (Substr("folded_text", 1, 80), "document_id")


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise EngineUnavailable(str(error)) from error


class DatabaseEngine(Engine):
    name: ClassVar[str] = "database"
    fields: ClassVar[frozenset[str] | None] = frozenset({"type", "kind", "language"})

    def search(self, request: EngineRequest) -> EngineAnswer:
        ignored: set[str] = set()
        _condition(All(request.narrowest_first), ignored)
        counts = [wanted for wanted in request.counts if _is_counted(wanted)]
        # Looking through texts is what takes time: once, whatever is asked.
        asked = dict.fromkeys([request.filters, *(each.filters for each in counts)])
        conditions = [_condition(All(one), ignored) or _EVERY for one in asked]
        with _guarded():
            found = _rows().filter(reduce(or_, conditions)).filter(_text(request))
            if request.limit <= 0 and not counts:
                return EngineAnswer((), found.count(), ignored=tuple(sorted(ignored)))
            rows = list(
                _ordered(found, request).values_list(*_READ, *map(_is, conditions))
            )
        held = {
            one: [row for row in rows if row[len(_READ) + number]]
            for number, one in enumerate(asked)
        }
        hits = held[request.filters]
        end = request.offset + max(request.limit, 0)
        return EngineAnswer(
            ids=tuple(row[0] for row in hits[request.offset : end]),
            total=len(hits),
            counts={
                each.name: _counted(each, held[each.filters]) if each in counts else {}
                for each in request.counts
            },
            ignored=tuple(sorted(ignored)),
        )

    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        words = [word for word in words if word]
        if not words or limit < 1:
            return []
        begins = reduce(and_, (_begun(word) for word in words))
        with _guarded():
            rows = (
                _rows()
                .filter(_condition(All(tuple(filters)), set()) or _EVERY)
                .filter(begins)
                .order_by(_first_place(words[0]), *_BY_TITLE)
                .values_list("document_id", "title")[:_TITLES_READ]
            )
            return [
                document_id for document_id, title in rows if _titled(title, words)
            ][:limit]

    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        return []

    def vocabulary(self, language: str) -> dict[str, int]:
        return {}

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        """The entries are the index: nothing is left to do."""
        return [Outcome(change.id, change.version) for change in batch]

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return sum(1 for _ in documents)

    def ids(self) -> Iterable[str]:
        with _guarded():
            rows = SearchEntry.objects.filter(visible=True)
            return list(rows.values_list("document_id", flat=True))

    def generation(self) -> str:
        with _guarded():
            state = SearchEntry.objects.aggregate(n=CountRows("pk"), v=Sum("version"))
        return f"{state['n']}:{state['v']}"

    def health(self) -> Health:
        try:
            with _guarded():
                return Health(True, SearchEntry.objects.filter(visible=True).count())
        except EngineUnavailable as error:
            return Health(False, 0, str(error))


def _rows() -> "QuerySet[SearchEntry]":
    return SearchEntry.objects.filter(visible=True).annotate(
        **{f"{name}_text": Cast(name, TextField()) for name in _LISTS}
    )


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _condition(given: Condition, ignored: set[str], *, held: bool = True) -> Q | None:
    """``given`` for the database; None, noted in ``ignored``, where it cannot tell.

    What cannot be told counts as true, or as false (``held``) inside a ``Not``.
    """
    match given:
        case Terms(name, values) if name in _COLUMNS:
            return Q(**{f"{_COLUMNS[name]}__in": values})
        case Terms(name, values) if name in _LISTS:
            quoted = map(json.dumps, values)
            return _one_of([Q(**{f"{name}_text__contains": text}) for text in quoted])
        case Terms(name) | Days(name):
            ignored.add(name)
            return None
        case Not(inner):
            condition = _condition(inner, ignored, held=not held)
            return None if condition is None else ~condition
        case All(conditions) | Any(conditions):
            parts = [_condition(part, ignored, held=held) for part in conditions]
            known = [part for part in parts if part is not None]
            every = isinstance(given, All)
            if len(known) < len(parts) and (every is not held or not known):
                return None
            return reduce(and_, known, Q()) if every else _one_of(known)


def _one_of(conditions: Sequence[Q]) -> Q:
    """Any of them; nothing at all where there is none."""
    return reduce(or_, conditions, Q(pk__in=[]))


def _text(request: EngineRequest) -> Q:
    groups = [
        _slots(slots, request.at_least)
        for _, slots in ((request.language, request.slots), *request.other_slots)
        if slots
    ]
    return reduce(or_, groups) if groups else Q()


def _slots(slots: Sequence[Slot], at_least: int) -> Q:
    required, others, _ = ([_slot(slot) for slot in part] for part in sorted_out(slots))
    if not required and not others:
        return _one_of(())
    condition = reduce(and_, required, Q())
    wanted = min(max(at_least, 0 if required else 1), len(others))
    if not wanted:
        return condition
    found = reduce(add, (Case(When(other, then=1), default=0) for other in others))
    return condition & Q(GreaterThanOrEqual(found, wanted))


def _slot(slot: Slot) -> Q:
    """Any of the alternatives: one look through the text, however many there are."""
    patterns = [_pattern(given) for given in slot.alternatives if given.terms]
    if not patterns:
        return _one_of(())
    return Q(folded_text__regex=f" (?:{'|'.join(patterns)})")


def _pattern(given: Alternative) -> str:
    """The words as they follow each other, in any of their forms; an acronym as it is.

    Written so that Python, for SQLite, and PostgreSQL read it alike.
    """
    words = [
        re.escape(form) + ("[^ ]* " if len(form) > _ALONE else " ")
        for form in _forms(given)
    ]
    between = [
        f"(?:[^ ]+ ){{{place - before - 1}}}"
        for before, place in pairwise(given.offsets)
    ] or [_CLOSELY] * (len(words) - 1)
    return "".join(map(add, ["", *between], words))


def _forms(given: Alternative) -> list[str]:
    words = given.words if len(given.words) == len(given.terms) else given.terms
    return list(map(_common_beginning, words, given.terms))


def _common_beginning(word: str, stem: str) -> str:
    """What all forms of the word begin with: stems also change last letters."""
    length = next(
        (n for n, (a, b) in enumerate(zip(word, stem, strict=False)) if a != b),
        min(len(word), len(stem)),
    )
    return word[:length] if length > _ALONE else word


def _begun(word: str) -> Q:
    # A space stands before and after each word of the text.
    return Q(folded_text__contains=f" {word}")


def _ordered(
    found: "QuerySet[SearchEntry]", request: EngineRequest
) -> "QuerySet[SearchEntry]":
    if request.sort in (Sort.RECENT, Sort.MODIFIED):
        return found.order_by("-marked_at", *_BY_TITLE)
    word = _first_word(request)
    if request.sort is Sort.RELEVANCE and word:
        # Title, search terms, summary, then body: what comes early weighs more.
        return found.order_by(_first_place(word), *_BY_TITLE)
    return found.order_by(*_BY_TITLE)


def _first_place(word: str) -> OrderBy:
    place = NullIf(StrIndex("folded_text", Value(f" {word}")), Value(0))
    return OrderBy(place, nulls_last=True)


def _first_word(request: EngineRequest) -> str:
    for slot in request.slots:
        for given in slot.alternatives:
            return next(iter(_forms(given)), "")
    return ""


def _is_counted(wanted: Count) -> bool:
    return _COLUMNS.get(wanted.field) in _READ and not wanted.day_ranges


def _counted(
    wanted: Count, rows: Iterable[Sequence[str]]
) -> dict[str | tuple[str, str], int]:
    """Of ``rows`` that hold what ``_READ`` says."""
    place = _READ.index(_COLUMNS[wanted.field])
    counted = Counter(row[place] for row in rows)
    return {
        value: number
        for value, number in counted.items()
        if wanted.values is None or value in wanted.values
    }


def _titled(title: str, words: Sequence[str]) -> bool:
    held = fold(title).split()
    return all(any(part.startswith(word) for part in held) for word in words)
