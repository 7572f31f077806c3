"""Both engines hold the same terms, at the same places, of the same real phrases."""

from pathlib import Path
from typing import NamedTuple

import pytest

from search.engines.base import Alternative, Engine, EngineRequest, Slot
from search.engines.elasticsearch import ElasticsearchEngine
from search.text.analysis import analyse, read_text
from tests.real_data import corpus
from tests.search.engines.corpus import document, filled
from tests.search.servers import NewEngine


class Golden(NamedTuple):
    language: str
    text: str
    terms: tuple[tuple[int, str], ...]  # (position, term)


def _read() -> list[Golden]:
    file = Path(__file__).parent / "golden_phrases.tsv"
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        language, text, held = line.split("\t")
        pairs = (pair.partition(":") for pair in held.split())
        rows.append(Golden(language, text, tuple((int(n), t) for n, _, t in pairs)))
    return rows


PHRASES = _read()


def _ours(text: str, language: str) -> tuple[tuple[int, str], ...]:
    return tuple((token.position, token.term) for token in analyse(text, language))


def test_the_rules_give_what_they_gave() -> None:
    assert len(PHRASES) == 500
    for golden in PHRASES:
        assert _ours(golden.text, golden.language) == golden.terms


def test_each_phrase_is_found_word_for_word(engine: Engine) -> None:
    filled(
        engine,
        *(
            document(n, "", body=golden.text, language=golden.language)
            for n, golden in enumerate(PHRASES)
        ),
    )
    for number, golden in enumerate(PHRASES):
        first = golden.terms[0][0]
        whole = Alternative(
            tuple(term for _, term in golden.terms),
            tuple(position - first for position, _ in golden.terms),
        )
        request = EngineRequest(golden.language, (), (Slot((whole,)),), limit=50)
        assert f"page-{number}" in engine.search(request).ids


def _held(engine: ElasticsearchEngine, text: str, language: str) -> object:
    answer = engine.client.indices.analyze(
        index=engine.indices.read,
        field=f"body_{language}",
        text=read_text(text, language).spaced,
    )
    return tuple((token["position"], token["token"]) for token in answer["tokens"])


@pytest.mark.elasticsearch
def test_the_server_holds_our_terms_and_no_other(elasticsearch_9: NewEngine) -> None:
    engine = elasticsearch_9()
    engine.rebuild([])
    for golden in PHRASES:
        assert _held(engine, golden.text, golden.language) == golden.terms


@pytest.mark.elasticsearch
@pytest.mark.real_data
def test_the_server_holds_our_terms_of_real_documents(
    elasticsearch_9: NewEngine, real_data: Path
) -> None:
    engine = elasticsearch_9()
    engine.rebuild([])
    for record in corpus(real_data):
        text = record["body"][:5_000]
        assert _held(engine, text, "fr") == _ours(text, "fr")
