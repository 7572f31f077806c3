"""Users' words find the starter content that answers them."""

import pytest

from search.engines import current_engine
from search.engines.base import Engine
from tests.search.relevance.agreeing import Agreement, compare
from tests.search.relevance.judging import Figures, measure
from tests.search.relevance.measuring import read_judgements


@pytest.mark.usefixtures("indexed_starter", "db")
class TestStarter:
    def test_answers_as_well_as_it_did(self, figures: Figures) -> None:
        measure("starter", read_judgements("starter"), figures)

    @pytest.mark.elasticsearch
    def test_both_engines_answer_alike(
        self,
        elasticsearch: Engine,
        agreements: dict[str, Agreement],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        judged = read_judgements("starter")
        found = compare(judged, [current_engine(), elasticsearch], monkeypatch)
        agreements["starter"] = found
        assert not found.faults
