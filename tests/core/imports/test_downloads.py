import csv
from io import StringIO

import pytest

from portal.core.imports.downloads import harmless, report_as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@x", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_lines_come_in_the_order_of_the_file() -> None:
    text = report_as_csv(
        {
            "rejected": [
                {"line": 9, "field": "siret", "value": "=1", "message": "non"}
            ],
            "changes": [{"line": 2, "field": "created", "value": "A", "message": ""}],
        },
        str.upper,
    )
    assert text.startswith("\ufeff")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["2", "9"]
    assert rows[2][2:4] == ["SIRET", "'=1"]
