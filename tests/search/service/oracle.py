"""An engine in plain Python, and a small world to search: no database, no index."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from search.documents import SearchDocument
from search.engines.base import (
    Change,
    Condition,
    Engine,
    EngineAnswer,
    EngineRequest,
    EngineUnavailable,
    Health,
    Outcome,
)
from search.labels import Entry, Memory, Table
from search.territories import KnownTerritory, Relations
from search.text.analysis import fold
from tests.search.engines.brute_force import counted, holds, matches


class Oracle(Engine):
    """Answers by trying every document; ``down`` refuses all calls."""

    name = "oracle"

    def __init__(self, documents: Iterable[SearchDocument] = ()) -> None:
        self.documents = list(documents)
        self.down = False
        self.requests: list[EngineRequest] = []

    def search(self, request: EngineRequest) -> EngineAnswer:
        self._answer()
        self.requests.append(request)
        answering = [made for made in self.documents if _answers(made, request)]
        found = [
            made
            for made in answering
            if all(holds(made, given) for given in request.filters)
        ]
        found.sort(key=lambda made: (_tier(made, request), made.id))
        end = request.offset + request.limit
        sets = {wanted.filters for wanted in request.counts} | {request.filters}
        return EngineAnswer(
            tuple(made.id for made in found[request.offset : end]),
            len(found),
            {wanted.name: counted(answering, wanted) for wanted in request.counts},
            len(sets),
        )

    def _answer(self) -> None:
        if self.down:
            raise EngineUnavailable("It is down.")

    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        self._answer()
        return []

    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        self._answer()
        return []

    def vocabulary(self, language: str) -> dict[str, int]:
        words: dict[str, int] = {}
        for made in self.documents:
            for word in fold(f"{made.title} {made.body}").split():
                words[word] = words.get(word, 0) + 1
        return words

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        return []

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        return 0

    def ids(self) -> Iterable[str]:
        return [made.id for made in self.documents]

    def generation(self) -> str:
        return str(len(self.documents))

    def health(self) -> Health:
        return Health(not self.down)


def _answers(made: SearchDocument, request: EngineRequest) -> bool:
    if not request.slots:
        return True
    slots = {request.language: request.slots, **dict(request.other_slots)}
    mine = slots.get(made.language, ())
    return bool(mine) and matches(made, mine, request.at_least)


def _tier(made: SearchDocument, request: EngineRequest) -> int:
    for place, given in enumerate(request.narrowest_first):
        if holds(made, given):
            return place
    return len(request.narrowest_first)


def _territory(value: str, communes: Sequence[int], name: str = "") -> KnownTerritory:
    level = "pays" if value == "pays" else value.rpartition("-")[0]
    bits = sum(1 << number for number in communes)
    code = value.rpartition("-")[2]
    return KnownTerritory(value, level, code, name or value.title(), 1_000, bits)


# Two départements of three communes; the intermunicipality `epci-2` lies in both.
RELATIONS = Relations(
    [
        *(_territory(f"commune-{n}", [n], f"Commune {'abcdef'[n]}") for n in range(6)),
        _territory("epci-1", [0, 1]),
        _territory("epci-2", [2, 3]),
        _territory("epci-3", [4, 5]),
        _territory("arrondissement-1", [0, 1, 2]),
        _territory("zone-emploi-1", [1, 2, 3]),
        _territory("departement-1", [0, 1, 2]),
        _territory("departement-2", [3, 4, 5]),
        _territory("region-1", range(6)),
        _territory("perimetre-quartier", [4]),
        _territory("perimetre-vide", []),
        _territory("pays", range(6), "France"),
    ]
)

TABLES = {
    "theme": Table(
        [
            ("publics", Entry({"fr": "Publics", "en": "People"})),
            ("eligibilite", Entry({"fr": "Éligibilité", "en": ""}, "publics")),
            ("jeunes", Entry({"fr": "Jeunes"}, "publics")),
            ("marche", Entry({"fr": "Marché"})),
        ]
    ),
    "etape": Table(
        [("redaction", Entry({"fr": "Rédaction"})), ("suivi", Entry({"fr": "Suivi"}))]
    ),
    "audience": Table([("acheteur", Entry({"fr": "Acheteur"}))]),
    "secteur": Table([("proprete", Entry({"fr": "Propreté"}))]),
    "metier": Table([]),
    "public": Table([]),
    "financeur": Table([("etat", Entry({"fr": "État"}))]),
}

MEMORY = Memory(TABLES, RELATIONS, {"glossary": "of the tests"})


def document(
    number: int, title: str = "Une fiche", *, places: Sequence[str] = (), **values: Any
) -> SearchDocument:
    """A document, where its territories put it."""
    place = RELATIONS.place(list(places))
    made = SearchDocument(
        id=f"page-{number:03d}",
        kind="fiche",
        language="fr",
        title=title,
        territories=place.filed,
        within=place.within,
        within_communes=place.within_communes,
        breadth=place.breadth,
    )
    return replace(made, **values)
