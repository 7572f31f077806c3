"""Users' words find what answers them, over starter content and real documents.

The sets were judged before any tuning by someone who had seen neither the synonyms
nor the code; a third of each is held out. The second sets were judged by someone else,
after that tuning. A fall below ``floors.yaml`` fails.
"""

from collections.abc import Iterator, Sequence

import yaml
from django.utils import timezone

from portal.core.models import Provenance
from search.models import SearchEntry
from search.query import SearchQuery
from search.service import search
from tests.search.relevance.measuring import (
    DEPTH,
    HELD_OUT,
    HERE,
    Judged,
    Score,
    plain_bm25,
    score,
)

FLOORS = yaml.safe_load((HERE / "floors.yaml").read_text(encoding="utf-8"))

Figures = dict[str, tuple[Score, Score]]


def ours(query: str) -> Sequence[str]:
    found = search(SearchQuery(today=timezone.localdate(), q=query, size=DEPTH))
    # Standing pages of the site were not judged.
    return [hit.import_id for hit in found.hits if hit.kind != "page"]


def documents() -> Iterator[tuple[str, str]]:
    sources = dict(Provenance.objects.values_list("page_id", "source_id"))
    entries = SearchEntry.objects.filter(visible=True, language="fr").exclude(
        kind__in=["page", "session"]
    )
    for entry in entries:
        source = sources.get(int(entry.object_id))
        if source:
            yield source, f"{entry.title}\n{entry.summary}\n{entry.plain_text}"


def measure(name: str, judgements: list[Judged], figures: Figures) -> None:
    baseline = plain_bm25(documents())
    failures = []
    for part, floor in FLOORS[name].items():
        chosen = [judged for judged in judgements if judged.part == part]
        found = score(chosen, ours)
        figures[f"{name}, {part}"] = (found, score(chosen, baseline))
        if found.success < floor["success"] or found.reciprocal_rank < floor["rank"]:
            # What is held out is not to be looked at while tuning.
            missed = () if part == HELD_OUT else found.missed
            failures.append(f"{part}: {found}, floor {floor}; missed: {missed}")
    assert not failures, "\n".join(failures)
