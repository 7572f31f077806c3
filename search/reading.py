"""What was asked in an address or a command → a clean query, and what was left out."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from search import places
from search.addresses import ARCHIVES, NEAR, PAGE, PLACE, SORT, WITHOUT, YES, Q
from search.facets import COURSE, FACETS, PERIOD, SESSION, TERRITORY, TYPE, Shape
from search.labels import Memory
from search.query import (
    MAX_PAGE_SIZE,
    MAX_QUERY_LENGTH,
    MAX_RANK,
    MAX_VALUES,
    PAGE_SIZE,
    ReadQuery,
    SearchQuery,
    Sort,
    Without,
)
from search.text.query_text import parse

# What is left out is said, but not at any length.
_SHOWN = 60
_MAX_IGNORED = 20
_NUMBER = re.compile(r"[0-9]{1,9}")

E = TypeVar("E", Sort, Without)


@dataclass
class _Reader:
    """Reads the parameters one by one and notes what it leaves out."""

    parameters: Mapping[str, Sequence[str]]
    memory: Memory
    ignored: list[tuple[str, str]] = field(default_factory=list)

    def ignore(self, key: str, value: str) -> None:
        if len(self.ignored) < _MAX_IGNORED:
            self.ignored.append((printable(key), printable(value)))

    def last(self, key: str) -> str:
        values = self.parameters.get(key) or [""]
        return values[-1]

    def number(self, key: str, default: int, most: int) -> int:
        typed = self.last(key)
        if not typed:
            return default
        if not _NUMBER.fullmatch(typed) or not 0 < int(typed) <= most:
            self.ignore(key, typed)
            return default
        return int(typed)

    def choice(self, key: str, choices: type[E], default: E) -> E:
        typed = self.last(key)
        if typed and typed not in set(choices):
            self.ignore(key, typed)
        return choices(typed) if typed in set(choices) else default

    def all_of(self, key: str, choices: type[E]) -> frozenset[E]:
        found = set()
        for typed in list(self.parameters.get(key, ()))[:MAX_VALUES]:
            if typed in set(choices):
                found.add(choices(typed))
            elif typed:
                self.ignore(key, typed)
        return frozenset(found)

    def flag(self, key: str) -> bool:
        typed = self.last(key)
        if typed not in ("", YES):
            self.ignore(key, typed)
        return typed == YES

    def filters(self) -> dict[str, list[str]]:
        """Known values of every facet, in the registry's order, without repeats."""
        chosen: dict[str, list[str]] = {}
        left = MAX_VALUES
        for key, facet in FACETS.items():
            values: dict[str, None] = {}
            for value in dict.fromkeys(self.parameters.get(key, ())):
                if not value:
                    continue
                if left and facet.values.known(value, self.memory):
                    values[value] = None
                    left -= 1
                else:
                    self.ignore(key, value)
            if values:
                chosen[key] = list(values)
        return chosen

    def unknown_keys(self, known: Iterable[str]) -> None:
        kept = set(known)
        for key, values in self.parameters.items():
            if key not in kept:
                self.ignore(key, values[-1] if values else "")


def read(
    parameters: Mapping[str, Sequence[str]],
    memory: Memory,
    *,
    language: str,
    today: date,
    audiences: tuple[str, ...] = ("public",),
    size: int = PAGE_SIZE,
) -> ReadQuery:
    """Read the parameters of a search; nothing in them makes it fail.

    A key or value that is not known is left out and noted, and so is what goes beyond
    the limits.
    """
    reader = _Reader(parameters, memory)
    reader.unknown_keys([Q, SORT, PAGE, WITHOUT, ARCHIVES, PLACE, NEAR, *FACETS])
    typed = reader.last(Q)
    parsed = parse(typed, language)
    chosen = reader.filters()
    typed_place, found_places = _read_place(reader, chosen)
    near, typed_near, found_near = _read_near(reader)
    merged = _merge_children(chosen, memory)
    sessions_meant = _read_sessions(chosen)
    size = min(max(size, 1), MAX_PAGE_SIZE)
    page = reader.number(PAGE, 1, 10**9)
    query = SearchQuery(
        q=parsed.text,
        language=language,
        filters=tuple((key, tuple(values)) for key, values in chosen.items()),
        sort=reader.choice(SORT, Sort, Sort.RELEVANCE),
        page=page,
        size=size,
        without=reader.all_of(WITHOUT, Without),
        archived=reader.flag(ARCHIVES),
        audiences=audiences,
        today=today,
        near=near,
    )
    return ReadQuery(
        query,
        ignored=tuple(reader.ignored),
        merged=merged,
        sessions_meant=sessions_meant,
        truncated=parsed.truncated or len(typed) > MAX_QUERY_LENGTH,
        beyond_limit=page * size > MAX_RANK,
        place=typed_place,
        places=found_places,
        near=typed_near,
        near_places=found_near,
    )


def _read_place(
    reader: _Reader, chosen: dict[str, list[str]]
) -> tuple[str, tuple[str, ...]]:
    """A place in words: chosen when it names one territory, else the candidates."""
    typed = printable(reader.last(PLACE)).strip()
    if not typed:
        return "", ()
    relations = reader.memory.relations
    if one := places.named(typed, relations):
        picked = chosen.setdefault(TERRITORY, [])
        if one not in picked:
            picked.append(one)
        # The registry's order, whichever facet came last.
        for key in [key for key in FACETS if key in chosen]:
            chosen[key] = chosen.pop(key)
        return "", ()
    return typed, tuple(places.matching(typed, relations))


def _read_near(reader: _Reader) -> tuple[str, str, tuple[str, ...]]:
    """What to be near to: one territory, else the words; and what else they may mean."""
    typed = printable(reader.last(NEAR)).strip()
    if not typed:
        return "", "", ()
    one, others = places.point_named(typed, reader.memory.relations)
    return one, "" if one else typed, others


def _merge_children(
    chosen: dict[str, list[str]], memory: Memory
) -> tuple[tuple[str, str, str], ...]:
    """A parent and its child together mean the parent."""
    merged: list[tuple[str, str, str]] = []
    for key, values in chosen.items():
        for value in list(values):
            parent = _chosen_parent(key, value, values, memory)
            if parent:
                values.remove(value)
                merged.append((key, parent, value))
    return tuple(merged)


def _chosen_parent(key: str, value: str, values: list[str], memory: Memory) -> str:
    facet = FACETS[key]
    if facet.shape is Shape.NESTED:
        parent = facet.values.parent(value, memory)
        return parent if parent in values else ""
    if facet.shape is Shape.TERRITORY:
        within = memory.relations.within(value)
        return next((v for v in values if v != value and v in within), "")
    return ""


def _read_sessions(chosen: dict[str, list[str]]) -> bool:
    """Courses at a date are sessions."""
    types = chosen.get(TYPE, [])
    if PERIOD not in chosen or COURSE not in types:
        return False
    chosen[TYPE] = list(
        dict.fromkeys(SESSION if value == COURSE else value for value in types)
    )
    return True


def printable(text: str) -> str:
    """A short text that can be shown, whatever was sent."""
    cleaned = "".join(
        char if unicodedata.category(char)[0] not in "CZ" else " "
        for char in text[: 2 * _SHOWN]
    ).strip()
    return cleaned if len(cleaned) <= _SHOWN else cleaned[:_SHOWN] + "…"
