"""Users' words find the starter content that answers them."""

import pytest

from tests.search.relevance.judging import HERE, Figures, measure
from tests.search.relevance.measuring import read_judgements


@pytest.mark.usefixtures("indexed_starter", "db")
class TestStarter:
    def test_answers_as_well_as_it_did(self, figures: Figures) -> None:
        measure("starter", read_judgements(HERE / "starter.yaml"), figures)
