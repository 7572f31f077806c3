"""The command that imports organisations: what scripts rely on."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from directory.models import ActorPage, DirectoryIndexPage
from portal.operations.management.commands.import_actors import Command
from search.models import SearchEntry
from tests.factories import first_index

pytestmark = pytest.mark.django_db

ROWS = (
    "siret;type;raison_sociale\n"
    "35600000000048;ACI;Été\n"
    "12002701600357;EI;B\n"
    "7904624850001;ACI;C\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "siae.csv"
    path.write_bytes(ROWS.encode("cp1252"))
    return path


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    """The exit status and the object that the command prints."""
    out = StringIO()
    status = 0
    try:
        call_command("import_actors", *map(str, arguments), "--json", stdout=out)
    except SystemExit as left:
        status = int(left.code or 0)
    return status, json.loads(out.getvalue())


def test_says_in_one_object_what_became_of_each_line(file):
    status, report = run(file, "--publish")
    assert status == 1
    rejected = report.pop("rejected")
    assert report == {
        "file": "siae.csv",
        "encoding": "cp1252",
        "delimiter": ";",
        "read": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "warnings": report["warnings"],
        "dry_run": False,
    }
    assert [(e["line"], e["field"], e["value"]) for e in rejected] == [
        (4, "siret", "7904624850001")
    ]
    assert ActorPage.objects.live().count() == 2


def test_what_is_written_is_found(file):
    run(file, "--publish")
    entries = SearchEntry.objects.filter(kind="acteur")
    assert all(entry.applied_version == entry.version for entry in entries)


def test_a_dry_run_writes_nothing(file):
    status, report = run(file, "--dry-run")
    assert (status, report["created"], report["dry_run"]) == (1, 2, True)
    assert not ActorPage.objects.exists()


def test_under_the_page_at_an_address(file):
    parent = first_index(DirectoryIndexPage)
    space = parent.add_child(instance=DirectoryIndexPage(title="Un réseau"))
    run(file, "--parent", "/fr/annuaire/un-reseau/")
    assert {page.get_parent().pk for page in ActorPage.objects.all()} == {space.pk}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.csv"], "nowhere.csv"),
        (["{file}", "--parent", "/fr/nulle-part/"], "nulle-part"),
        (["{file}", "--parent", "/fr/outils/"], "Outils"),
        (["{file}", "--type", "navette"], "navette"),
    ],
)
def test_says_why_nothing_was_done(file, arguments, said):
    status, answer = run(*(part.replace("{file}", str(file)) for part in arguments))
    assert (status, list(answer)) == (2, ["error"])
    assert said.lower() in answer["error"].lower()
    assert not ActorPage.objects.exists()


def test_options_that_cannot_be_read_are_one_object_too():
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        Command(stdout=out).run_from_argv(["manage.py", "import_actors", "--json"])
    assert left.value.code == 2
    assert "FILE" in json.loads(out.getvalue())["error"]


def test_for_people_it_counts(file):
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_actors", str(file), stdout=out)
    assert "siae.csv" in out.getvalue()
