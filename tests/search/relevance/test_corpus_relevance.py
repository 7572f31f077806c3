"""Users' words find the real documents that answer them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from portal.starter.loading.rows import load_rows
from search.engines import current_engine
from search.engines.base import Engine
from search.indexing.rebuild import rebuild_index
from tests.real_data import write_corpus
from tests.search.relevance.agreeing import Agreement, compare
from tests.search.relevance.judging import Figures, measure
from tests.search.relevance.measuring import read_judgements


@pytest.fixture(scope="module")
def indexed_corpus(
    django_db_setup: None,
    django_db_blocker: object,
    real_data: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The real documents alone, with the vocabularies and the glossary."""
    lines = write_corpus(real_data, tmp_path_factory.mktemp("corpus") / "corpus.jsonl")
    with django_db_blocker.unblock(), transaction.atomic():
        load_rows()
        call_command("import_pages", str(lines), "--publish", verbosity=0)
        rebuild_index()
        yield
        transaction.set_rollback(True)


@pytest.mark.real_data
@pytest.mark.usefixtures("indexed_corpus", "db")
class TestCorpus:
    def test_answers_as_well_as_it_did(self, figures: Figures) -> None:
        measure("corpus", read_judgements("corpus"), figures)

    @pytest.mark.elasticsearch
    def test_both_engines_answer_alike(
        self,
        elasticsearch: Engine,
        agreements: dict[str, Agreement],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        judged = read_judgements("corpus")
        found = compare(judged, [current_engine(), elasticsearch], monkeypatch)
        agreements["corpus"] = found
        assert not found.faults
