"""Users' words find what answers them, over starter content and real documents.

The sets were judged before any tuning by someone who had seen neither the synonyms
nor the code; a third of each is held out. A fall below ``floors.yaml`` fails.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from django.utils import timezone

from portal.core.models import Provenance
from search.models import SearchEntry
from search.query import SearchQuery
from search.service import search
from tests.search.relevance.measuring import (
    DEPTH,
    Judged,
    Score,
    plain_bm25,
    score,
)

HERE = Path(__file__).parent
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
    for part, held_out in (("tuned", False), ("held out", True)):
        chosen = [judged for judged in judgements if judged.held_out is held_out]
        found = score(chosen, ours)
        figures[f"{name}, {part}"] = (found, score(chosen, baseline))
        floor = FLOORS[name][part]
        if found.success < floor["success"] or found.reciprocal_rank < floor["rank"]:
            # What is held out is not to be looked at while tuning.
            missed = () if held_out else found.missed
            failures.append(f"{part}: {found}, floor {floor}; missed: {missed}")
    assert not failures, "\n".join(failures)
