"""Searches that visitors of this corpus would make, drawn from its own documents."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from portal.core.stamps import read_stamps
from search import service
from search.documents import SearchDocument
from search.engines import current_engine
from search.facets import FACETS
from search.indexing.loading import load
from search.labels import current_memory
from search.models import SearchEntry
from search.query import ReadQuery
from search.reading import read
from search.territories import current_relations
from search.text.analysis import fold
from search.text.stopwords import QUESTION_WORDS, STOP_WORDS

DRAWN = 300  # documents
SELECTIONS = 3
ALTERNATIVES = 2  # chosen beside the first value of each facet
FEWEST = 10  # with fewer results the service tries other words
# What share of the pages holds a word that visitors type: neither "de" nor a rarity.
ALONE = (0.04, 0.25)
TOGETHER = (0.15, 0.5)
SELECTABLE = ("type", "theme", "etape", "audience", "secteur", "public", "confiance")
PLACES = ("departement-", "epci-", "arrondissement-")
_WORD = re.compile(r"[a-z]{4,}")
SAYING_NOTHING = STOP_WORDS["fr"] | QUESTION_WORDS["fr"]


@dataclass(frozen=True)
class Search:
    """Parameters of a search, as in an address."""

    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def q(self) -> str:
        return dict(self.parameters).get("q", "")

    @property
    def address(self) -> str:
        return f"{reverse('search:find-pages')}?{urlencode(self.parameters)}"

    @property
    def selected(self) -> int:
        """In how many facets something is chosen."""
        return len({key for key, _value in self.parameters} & set(FACETS))

    def read(self) -> ReadQuery:
        given: dict[str, list[str]] = {}
        for key, value in self.parameters:
            given.setdefault(key, []).append(value)
        return read(given, current_memory(), language="fr", today=timezone.localdate())

    def only_words(self) -> "Search":
        return Search((("q", self.q),))

    def instead(self, words: str) -> "Search":
        """The same selections with other words."""
        return Search((("q", words), *self.parameters[1:]))


def draw_searches(count: int, seed: int = 1) -> list[Search]:
    """Searches with words and selections, each of which finds a few pages at least."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    frequencies = current_engine().vocabulary("fr")
    total = SearchEntry.objects.exclude(kind="session").count()
    documents = list(_documents(DRAWN, chance))
    values = _values(documents)
    searches: list[Search] = []
    for document in documents:
        words = _words(document, frequencies, total, chance)
        selections = _selections(document, values, chance)
        if not words or not selections:
            continue
        search = Search((("q", words), *selections))
        if service.search(search.read()).total >= FEWEST:
            searches.append(search)
        if len(searches) >= count:
            break
    return searches


def draw_beginnings(count: int, seed: int = 1) -> list[str]:
    """What is in the field while the first or second word of a title is typed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    beginnings = []
    for document in _documents(count, chance):
        words = _WORD.findall(fold(document.title))
        if len(words) < 2:
            continue
        last = words[1][: chance.randint(2, 5)]
        beginnings.append(
            f"{words[0]} {last}" if chance.random() < 0.4 else words[0][:3]
        )
    return beginnings


def _documents(count: int, chance: random.Random) -> Iterator[SearchDocument]:
    keys = list(
        SearchEntry.objects.exclude(kind="session")
        .filter(language="fr")
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    drawn = chance.sample(keys, min(count, len(keys)))
    relations = current_relations(read_stamps())
    rows = SearchEntry.objects.filter(pk__in=drawn).order_by("pk")
    for item in load(rows, relations=relations, today=timezone.localdate()):
        if item.document is not None:
            yield item.document


def _words(
    document: SearchDocument,
    frequencies: dict[str, int],
    total: int,
    chance: random.Random,
) -> str:
    said = sorted(set(_WORD.findall(fold(f"{document.title} {document.body}"))))
    together = chance.random() < 0.5
    low, high = TOGETHER if together else ALONE
    fit = [
        word
        for word in said
        if word not in SAYING_NOTHING
        and low <= frequencies.get(word, 0) / total <= high
    ]
    wanted = 2 if together else 1
    return " ".join(chance.sample(fit, wanted)) if len(fit) >= wanted else ""


def _values(documents: list[SearchDocument]) -> dict[str, list[str]]:
    """What may be chosen in each facet, the most frequent values more often."""
    found: dict[str, list[str]] = {}
    for document in documents:
        for key, values in _selectable(document).items():
            found.setdefault(key, []).extend(values)
    return found


def _selectable(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    held = {key: document.facets.get(key, ()) for key in SELECTABLE}
    places = tuple(v for v in document.within if v.startswith(PLACES))
    return {**held, "type": (document.kind,), "territoire": places}


def _selections(
    document: SearchDocument, values: dict[str, list[str]], chance: random.Random
) -> list[tuple[str, str]]:
    """One value that the document holds in each of some facets, and alternatives."""
    held = _selectable(document)
    present = [key for key in held if held[key]]
    if len(present) < SELECTIONS:
        return []
    chosen: list[tuple[str, str]] = []
    for key in chance.sample(present, SELECTIONS):
        others = chance.sample(values[key], min(ALTERNATIVES, len(values[key])))
        alternatives = dict.fromkeys((chance.choice(held[key]), *others))
        chosen += [(key, value) for value in alternatives]
    return chosen
