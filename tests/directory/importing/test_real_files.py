"""The real files of structures come in, are found where they are, and again change
nothing."""

import csv
import json
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from directory.models import ActorPage
from directory.validators import validate_siret

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]

SIAE = "siae-hauts-de-france.csv"
GEIQ = "geiq-hauts-de-france.csv"
EMPLOYMENT = "acteurs-emploi-hauts-de-france.csv"


def bring(path: Path) -> dict[str, Any]:
    out = StringIO()
    with suppress(SystemExit):  # 1 where rows are rejected
        call_command("import_actors", str(path), "--publish", "--json", stdout=out)
    return json.loads(out.getvalue())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_wrong(siret: str) -> bool:
    try:
        validate_siret(siret)
    except ValidationError:
        return bool(siret)
    return False


def found(**filters: str) -> int:
    out = StringIO()
    chosen = [f"--filter={key}={value}" for key, value in filters.items()]
    call_command("search", *chosen, "--json", stdout=out)
    total = json.loads(out.getvalue())["total"]
    assert isinstance(total, int)
    return total


@pytest.mark.usefixtures("starter")
class TestRealFiles:
    @pytest.fixture
    def folder(self, real_data: Path) -> Path:
        return real_data / "structures"

    def test_siae(self, folder, site):
        told = rows(folder / SIAE)
        wrong = [row for row in told if is_wrong(row["siret"])]
        right = [row for row in told if not is_wrong(row["siret"])]
        sirets = {row["siret"] for row in right}
        report = bring(folder / SIAE)
        assert report["read"] == len(told) == 456
        assert {e["value"] for e in report["rejected"]} == {r["siret"] for r in wrong}
        assert report["created"] == len(sirets)
        assert report["updated"] == len(right) - len(sirets)
        again = bring(folder / SIAE)
        assert again["unchanged"] == len(right)

        site.index()
        for kind in ("aci", "ei", "ai", "etti"):
            expected = {r["siret"] for r in right if r["type"] == kind.upper()}
            assert found(type="acteur", structure=kind) == len(expected), kind
        in_aisne = {r["siret"] for r in right if r["code_departement"] == "02"}
        pages = ActorPage.objects.filter(siret__in=sirets)
        aisne = pages.filter(commune__code__startswith="02")
        assert aisne.count() == len(in_aisne)
        assert pages.filter(commune=None).count() == 0
        without = {row["siret"] for row in right if not row["latitude"]}
        assert pages.filter(latitude=None).count() == len(without)
        both = pages.get(siret=_twice(right))
        assert len(both.kinds) == 2

    def test_geiq_whose_names_tell_the_kind(self, folder):
        report = bring(folder / GEIQ)
        assert report["read"] == 35
        assert report["created"] + report["updated"] + len(report["rejected"]) == 35
        assert ActorPage.objects.filter(kinds=["geiq"]).count() == report["created"]
        assert report["created"] >= 30

    def test_employment_bodies(self, folder):
        report = bring(folder / EMPLOYMENT)
        assert report["read"] == 103
        rejected = {entry["line"] for entry in report["rejected"]}
        assert report["created"] + len(rejected) == 103
        assert ActorPage.objects.filter(carriers=["france-travail"]).exists()
        again = bring(folder / EMPLOYMENT)
        assert again["unchanged"] == report["created"]


def _twice(told: list[dict[str, str]]) -> str:
    """A SIRET with two conventions."""
    seen: dict[str, str] = {}
    for row in told:
        if seen.setdefault(row["siret"], row["type"]) != row["type"]:
            return row["siret"]
    raise AssertionError("none")
