"""Outlines of a file: kept whole, or refused with what to do; nothing half-written."""

import json
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.maps import geojson, importing
from directory.maps.contours import wide_shapes
from directory.maps.geojson import Flaw, read_outlines
from directory.models import Contour
from portal.core.imports.refusals import ImportRefused
from tests.factories import TerritoryFactory

HOSTILE = yaml.safe_load((Path(__file__).parent / "hostile_outlines.yaml").read_text())
SQUARE = [[3.0, 49.5], [3.5, 49.5], [3.5, 50.0], [3.0, 50.0], [3.0, 49.5]]

pytestmark = pytest.mark.django_db


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: Any = "02", geometry: Any = None, **properties: Any) -> dict:
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": polygon(SQUARE) if geometry is None else geometry,
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.fixture
def write(tmp_path):
    def write_file(document: Any, name: str = "carte.geojson") -> Path:
        path = tmp_path / name
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    with override("fr"):
        yield


@pytest.fixture(autouse=True)
def departements() -> None:
    TerritoryFactory(
        departement=True, code="02", name="Aisne", latitude=49.6, longitude=3.4
    )
    TerritoryFactory(departement=True, code="80", name="Somme")


def run(*arguments: Any) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    status = 0
    try:
        call_command("import_territories", *map(str, arguments), "--json", stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    return status, json.loads(out.getvalue())


class TestWhatIsKept:
    def test_an_outline_is_ready_to_be_drawn(self, write) -> None:
        status, report = run(write(collection(feature())))
        assert (status, report["created"]) == (0, 1)
        shape = wide_shapes()["departement-02"]
        assert shape.path.startswith("M")
        assert shape.path.endswith("z")
        assert shape.box.left <= shape.anchor[0] <= shape.box.right

    def test_a_second_time_changes_nothing(self, write) -> None:
        path = write(collection(feature()))
        run(path)
        before = Contour.objects.get()
        status, report = run(path)
        assert (status, report["unchanged"]) == (0, 1)
        assert Contour.objects.get().pk == before.pk

    def test_a_dry_run_writes_nothing(self, write) -> None:
        status, report = run(write(collection(feature())), "--dry-run")
        assert (status, report["created"], report["dry_run"]) == (0, 1, True)
        assert not Contour.objects.exists()

    def test_several_files_are_kept_together_or_not_at_all(self, write) -> None:
        good = write(collection(feature()), "un.geojson")
        bad = write("nothing", "deux.geojson")
        status, answer = run(good, bad)
        assert status == 2
        assert "deux.geojson" in answer["error"]
        assert not Contour.objects.exists()

    def test_a_file_that_cannot_be_read_is_said(self, tmp_path) -> None:
        status, answer = run(tmp_path / "absent.geojson")
        assert status == 2
        assert "absent.geojson" in answer["error"]

    def test_codes_are_read_as_publishers_write_them(self, write) -> None:
        written = feature(None, INSEE_DEP=2)  # a spreadsheet dropped the zero
        status, report = run(write(collection(written, feature("80"))))
        assert (status, report["created"]) == (0, 2)

    def test_the_level_is_the_one_that_knows_most_of_the_codes(self, write) -> None:
        TerritoryFactory(region=True, code="80", name="Une région")
        run(write(collection(feature(), feature("80"))))
        assert set(wide_shapes()) == {"departement-02", "departement-80"}

    def test_outlines_can_be_forgotten(self, write) -> None:
        run(write(collection(feature())))
        assert wide_shapes()
        status, report = run("--forget")
        assert (status, report["updated"]) == (0, 1)
        assert not wide_shapes()

    def test_neighbours_keep_the_same_border(self, write) -> None:
        middle = [3.5 + 0.002 * (n % 3) for n in range(40)]
        line = [[x, 49.5 + n / 80] for n, x in enumerate(middle)]
        west = [*line, [3.0, line[-1][1]], [3.0, 49.5], line[0]]
        east = [*line, [4.0, line[-1][1]], [4.0, 49.5], line[0]]
        run(
            write(
                collection(feature("02", polygon(west)), feature("80", polygon(east)))
            )
        )
        drawn = wide_shapes()
        assert (
            drawn["departement-02"].box.right - drawn["departement-80"].box.left
        ) <= 20  # the border itself waves by as much

    def test_without_a_file_the_territories_of_the_project_are_added(self) -> None:
        status, report = run()
        assert status == 0
        assert report["created"] > 3900


class TestWhatIsRejected:
    @pytest.mark.parametrize(
        ("given", "word"),
        [
            (feature("99"), "connu"),
            (feature(""), "code"),
            (feature(None), "code"),
            (feature(True), "code"),
            (feature(10**30), "code"),
            (feature("80", {"type": "Point", "coordinates": [3, 49]}), "Polygon"),
            (feature("80", {"type": "Polygon", "coordinates": []}), "vide"),
            (feature("80", {"type": "Polygon"}), "vide"),
            (feature("80", {"type": "MultiPolygon", "coordinates": [[]]}), "vide"),
            (feature("80", {"type": "Polygon", "coordinates": "x"}), "vide"),
            (feature("80", polygon([[3, 49], [4, 49], [3, 49]])), "quatre"),
            (feature("80", polygon([[3, 49], [4, 49], [4, 50], [3, 50]])), "commence"),
            (feature("80", polygon([[3, 49]] * 5)), "surface"),
            (feature("80", polygon([["3", 49]] * 5)), "longitude"),
            (feature("80", polygon([[None, 49]] * 5)), "longitude"),
            (feature("80", polygon([[3, 90], [4, 90], [4, 89], [3, 90]])), "surface"),
            ({"type": "Feature"}, "code"),
            (["nested"], "code"),
            (None, "code"),
        ],
    )
    def test_a_feature_that_cannot_be_drawn_leaves_the_others(
        self, write, given, word
    ) -> None:
        status, report = run(write(collection(feature(), given)))
        assert (status, report["created"]) == (1, 1)
        [entry] = report["rejected"]
        assert entry["line"] == 2
        assert word in entry["message"]

    def test_a_code_that_comes_twice(self, write) -> None:
        status, report = run(write(collection(feature(), feature())))
        assert (status, report["created"], len(report["rejected"])) == (1, 1, 1)

    def test_an_outline_far_from_its_territory(self, write) -> None:
        there = [[x - 4, y - 5] for x, y in SQUARE]
        far, here = feature("02", polygon(there)), feature("80")
        status, report = run(write(collection(far, here)))
        assert (status, report["created"]) == (1, 1)
        assert "loin" in report["rejected"][0]["message"]

    def test_crossing_lines_are_put_right(self, write) -> None:
        bow = [[3.0, 49.5], [3.5, 50.0], [3.5, 49.5], [3.0, 50.0], [3.0, 49.5]]
        status, _report = run(write(collection(feature("02", polygon(bow)))))
        assert status == 0
        assert wide_shapes()["departement-02"].path.count("z") == 2


class TestHostileFiles:
    @pytest.mark.parametrize("hostile", HOSTILE, ids=lambda entry: entry["name"])
    def test_is_refused_and_said(self, write, hostile) -> None:
        status, answer = run(write(hostile["text"]))
        assert status == 2
        assert hostile["says"] in answer["error"]
        assert not Contour.objects.exists()

    @pytest.mark.parametrize(
        "raw",
        [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xfe\x00",
            "é".encode("latin-1"),
            b"[" * 200_000,
            b'{"a":' * 100_000,
            b'{"type": "FeatureCollection", "features": [' + b"9" * 5000 + b"]}",
        ],
    )
    def test_bytes_that_are_no_text(self, tmp_path, raw) -> None:
        path = tmp_path / "carte.geojson"
        path.write_bytes(raw)
        status, answer = run(path)
        assert status == 2
        assert "carte.geojson" in answer["error"]

    def test_too_large_a_file(self, write, monkeypatch) -> None:
        monkeypatch.setattr(geojson, "MAX_BYTES", 100)
        status, answer = run(write(collection(feature())))
        assert status == 2
        assert "Simplifiez" in answer["error"]

    def test_too_many_points(self, write, monkeypatch) -> None:
        monkeypatch.setattr(geojson, "MAX_POINTS", 4)
        assert run(write(collection(feature())))[0] == 2

    def test_too_many_features(self, write, monkeypatch) -> None:
        monkeypatch.setattr(geojson, "MAX_FEATURES", 1)
        assert run(write(collection(feature(), feature("80"))))[0] == 2

    def test_a_failure_while_writing_leaves_what_was_there(
        self, write, monkeypatch
    ) -> None:
        run(write(collection(feature())))

        def fail(*args: Any) -> None:
            raise OSError("disk full")

        moved = [[x + 0.1, y] for x, y in SQUARE]
        monkeypatch.setattr(importing.Stamp, "advance", fail)
        with pytest.raises(OSError, match="disk full"):
            importing.import_outlines(
                [write(collection(feature("02", polygon(moved))))]
            )
        monkeypatch.undo()
        run(write(collection(feature())))
        assert Contour.objects.count() == 1

    leaves = (
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    )
    trees = st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=5)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "coordinates", "geometry", "properties", "code"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )

    @given(st.lists(trees, max_size=4), trees)
    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
    )
    def test_whatever_the_features_only_refusals_come_out(
        self, tmp_path, features, coordinates
    ) -> None:
        path = tmp_path / "carte.geojson"
        drawn = {"type": "MultiPolygon", "coordinates": coordinates}
        document = collection(*features, feature("02", drawn))
        path.write_text(json.dumps(document), encoding="utf-8")
        with suppress(ImportRefused):
            found = list(read_outlines(path))
            assert all(item.message for item in found if isinstance(item, Flaw))
