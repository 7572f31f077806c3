"""Where the values of a facet come from: which exist, in what order, called what.

Vocabularies and territories are held in memory, until their stamp changes; ``Memory``
is what one request sees of them, so that all its labels cost one query.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language

from portal.core import models
from portal.core.stamps import VOCABULARIES, Remembered, read_stamps
from search import periods
from search.kinds import all_kinds
from search.territories import Relations, current_relations

LANGUAGES = ("fr", "en", "nl")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a vocabulary; a language without a label reads the French one."""

    labels: Mapping[str, str]
    parent: str = ""


class Table(dict[str, Entry]):
    """A vocabulary by slug, in the editors' order; its labels are read once."""

    def __init__(self, entries: Iterable[tuple[str, Entry]] = ()) -> None:
        super().__init__(entries)
        self._labels: dict[str, dict[str, str]] = {}
        # What has no parent, in order, each with what lies under it.
        self.trees: dict[str, list[str]] = {
            value: [] for value, entry in self.items() if not entry.parent
        }
        for value, entry in self.items():
            if entry.parent in self.trees:
                self.trees[entry.parent].append(value)

    def labels(self, language: str) -> dict[str, str]:
        if language not in self._labels:
            self._labels[language] = {
                value: _in(language, entry, value) for value, entry in self.items()
            }
        return self._labels[language]


VOCABULARY_MODELS: dict[str, type[Model]] = {
    "theme": models.Theme,
    "etape": models.Stage,
    "audience": models.Audience,
    "secteur": models.Sector,
    "metier": models.Job,
    "public": models.Public,
    "financeur": models.Funder,
}


def _read_vocabularies() -> dict[str, Table]:
    return {key: _read_table(model) for key, model in VOCABULARY_MODELS.items()}


def _read_table(model: type[Model]) -> Table:
    nested = any(f.name == "parent" for f in model._meta.get_fields())
    rows = model._default_manager.order_by("sort_order", "slug").values_list(
        "slug",
        *(f"label_{language}" for language in LANGUAGES),
        *(["parent__slug"] if nested else []),
    )
    return Table(
        (
            slug,
            Entry(
                dict(zip(LANGUAGES, rest[: len(LANGUAGES)], strict=True)),
                (rest[len(LANGUAGES)] or "") if nested else "",
            ),
        )
        for slug, *rest in rows
    )


_vocabularies = Remembered(VOCABULARIES, _read_vocabularies)


@dataclass(frozen=True)
class Memory:
    """The vocabularies and territories as one request sees them."""

    tables: Mapping[str, Table]
    relations: Relations
    stamps: Mapping[str, str] = field(default_factory=dict)


def current_memory(stamps: dict[str, str] | None = None) -> Memory:
    """What is remembered now; one query, unless the stamps were already read."""
    stamps = read_stamps() if stamps is None else stamps
    return Memory(_vocabularies.get(stamps), current_relations(stamps), stamps)


def label_language() -> str:
    """The language of labels for the reader: easy-to-read French reads French."""
    language = (get_language() or "fr").split("-")[0]
    return language if language in LANGUAGES else "fr"


class Values:
    """The values of one facet."""

    nested = False

    def known(self, value: str, memory: Memory) -> bool:
        raise NotImplementedError

    def label(self, value: str, memory: Memory) -> str:
        raise NotImplementedError

    def labelled(self, memory: Memory) -> dict[str, str]:
        """Every value in its order with its label; empty for facets without a list."""
        return {}

    def parent(self, value: str, memory: Memory) -> str:
        return ""

    def trees(self, memory: Memory) -> Mapping[str, Sequence[str]]:
        """The values without parent in their order, each with those under it."""
        return dict.fromkeys(self.labelled(memory), ())


class VocabularyValues(Values):
    """Rows of a vocabulary, in the editors' order; parents before their children."""

    def __init__(self, key: str, *, nested: bool = False) -> None:
        self.key = key
        self.nested = nested

    def known(self, value: str, memory: Memory) -> bool:
        return value in memory.tables[self.key]

    def label(self, value: str, memory: Memory) -> str:
        return self.labelled(memory).get(value, value)

    def labelled(self, memory: Memory) -> dict[str, str]:
        return memory.tables[self.key].labels(label_language())

    def parent(self, value: str, memory: Memory) -> str:
        entry = memory.tables[self.key].get(value)
        return entry.parent if entry else ""

    def trees(self, memory: Memory) -> Mapping[str, Sequence[str]]:
        return memory.tables[self.key].trees


def _in(language: str, entry: Entry, value: str) -> str:
    return entry.labels.get(language) or entry.labels.get("fr") or value


class FixedValues(Values):
    """Values that code declares; their labels are translated once per language."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str | None, int], dict[str, str]] = {}

    def choices(self) -> dict[str, "str | Promise"]:
        raise NotImplementedError

    def known(self, value: str, memory: Memory) -> bool:
        return value in self.labelled(memory)

    def label(self, value: str, memory: Memory) -> str:
        return self.labelled(memory).get(value, value)

    def labelled(self, memory: Memory) -> dict[str, str]:
        # Kinds register while Django starts: until then the list may grow.
        key = get_language(), len(all_kinds())
        if key not in self._labels:
            self._labels[key] = {
                value: str(label) for value, label in self.choices().items()
            }
        return self._labels[key]


class ListedValues(FixedValues):
    """A list, or what the kinds declare under ``key``."""

    def __init__(
        self, key: str, choices: Iterable[tuple[str, "str | Promise"]] = ()
    ) -> None:
        super().__init__()
        self.key = key
        self._choices = tuple(choices)

    def choices(self) -> dict[str, "str | Promise"]:
        found = dict(self._choices)
        for kind in all_kinds().values():
            found.update(kind.choices.get(self.key, ()))
        return found


class KindValues(FixedValues):
    """The kinds that content apps registered, in the order visitors know."""

    ORDER = (
        "pratique",
        "outil",
        "levier",
        "fiche",
        "role",
        "clause",
        "methode",
        "formation",
        "session",
        "acteur",
        "page",
    )

    def choices(self) -> dict[str, "str | Promise"]:
        kinds = all_kinds()
        ordered = [value for value in self.ORDER if value in kinds]
        ordered += [value for value in kinds if value not in self.ORDER]
        return {value: kinds[value].plural for value in ordered}


class YearValues(Values):
    """Years, the latest first."""

    _YEAR = re.compile(r"(?:19|20)[0-9]{2}")

    def known(self, value: str, memory: Memory) -> bool:
        return self._YEAR.fullmatch(value) is not None

    def label(self, value: str, memory: Memory) -> str:
        return value


class PeriodValues(Values):
    """Stretches of time from today, and months."""

    def known(self, value: str, memory: Memory) -> bool:
        return periods.is_period(value)

    def label(self, value: str, memory: Memory) -> str:
        return periods.label(value)

    def labelled(self, memory: Memory) -> dict[str, str]:
        return {value: periods.label(value) for value in periods.RANGES}


class TerritoryValues(Values):
    """Territories; the relations between them are sets, not parents."""

    def known(self, value: str, memory: Memory) -> bool:
        return value in memory.relations.known

    def label(self, value: str, memory: Memory) -> str:
        return memory.relations.label(value)
