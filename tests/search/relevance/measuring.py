"""Success in the first five and mean reciprocal rank of a judged set of queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy
import yaml

FIRST = 5
DEPTH = 20

HERE = Path(__file__).parent
TUNED, HELD_OUT, SECOND = "tuned", "held out", "second set"

# A query → identifiers of what was found, best first.
Searcher = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Judged:
    query: str
    relevant: frozenset[str]
    part: str  # TUNED, HELD_OUT or SECOND


@dataclass(frozen=True)
class Score:
    """Of one part of a set; ``missed`` are the queries without success."""

    success: float
    reciprocal_rank: float
    missed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.success:6.1%} {self.reciprocal_rank:.3f}"


def read_judgements(name: str) -> list[Judged]:
    """The set of this name, and the second one over the same pages."""
    return [
        Judged(row["query"], frozenset(row["relevant"]), part or _part(row))
        for stem, part in ((name, ""), (f"{name}_second", SECOND))
        for row in yaml.safe_load((HERE / f"{stem}.yaml").read_text(encoding="utf-8"))
    ]


def _part(row: dict[str, Any]) -> str:
    return HELD_OUT if row["held_out"] else TUNED


def score(judgements: Iterable[Judged], search: Searcher) -> Score:
    ranks: list[int | None] = []
    missed: list[str] = []
    for judged in judgements:
        found = list(search(judged.query))[:DEPTH]
        rank = next(
            (place for place, key in enumerate(found, 1) if key in judged.relevant),
            None,
        )
        ranks.append(rank)
        if rank is None or rank > FIRST:
            missed.append(judged.query)
    count = len(ranks)
    return Score(
        success=1 - len(missed) / count,
        reciprocal_rank=sum(1 / rank for rank in ranks if rank) / count,
        missed=tuple(missed),
    )


def plain_bm25(documents: Iterable[tuple[str, str]]) -> Searcher:
    """The baseline: BM25 over the whole text, any word, no French at all."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    index = tantivy.Index(builder.build())
    writer = index.writer(15_000_000, 1)
    for key, text in documents:
        writer.add_document(tantivy.Document(key=key, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[str]:
        asked, _errors = index.parse_query_lenient(query, ["text"])
        hits = searcher.search(asked, limit=DEPTH).hits
        return [searcher.doc(address)["key"][0] for _score, address in hits]

    return search
