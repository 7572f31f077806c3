"""The outlines that IGN publishes, as open data gives them."""

from pathlib import Path

import pytest

from directory.maps.contours import commune_shapes, wide_shapes
from directory.maps.importing import forget_outlines, import_outlines

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("region", 1),
        ("departements", 5),
        ("arrondissements", 26),
        ("epci", 92),
        ("zones-emploi", 24),
        ("communes", 3782),
    ],
)
def test_all_are_kept_and_light(
    real_data: Path, starter: None, name: str, count: int
) -> None:
    report = import_outlines([real_data / "geo" / f"{name}.geojson"])
    assert (report.read, report.created, len(report.rejected)) == (count, count, 0)
    if name == "communes":
        drawn = commune_shapes(["commune-02408", "commune-59350"])
        assert len(drawn) == 2
    else:
        drawn = wide_shapes()
        assert len(drawn) == count
    assert all(len(shape.path) < 8000 for shape in drawn.values())
    assert forget_outlines() == count
