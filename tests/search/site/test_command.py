"""The command answers as the site does, in the form that scripts rely on."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.management.commands.search import Command
from tests.factories import GuidancePageFactory, ThemeFactory
from tests.search.site.conftest import Site


def answer(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("search", *arguments, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert isinstance(found, dict)
    return found


@pytest.fixture(autouse=True)
def content(site: Site) -> None:
    theme = ThemeFactory(slug="marche", label_fr="Marché")
    GuidancePageFactory(title="Réserver un lot", themes=[theme], published=True)
    GuidancePageFactory(title="Réserver un marché", published=True)
    site.index()


def test_the_answer_has_every_name_that_scripts_rely_on() -> None:
    found = answer("réserver", "--filter", "theme=marche")
    assert set(found) == {
        "query",
        "total",
        "engine",
        "took_ms",
        "hits",
        "facets",
        "notes",
        "relaxations",
    }
    assert found["query"] == {
        "q": "réserver",
        "language": "fr",
        "filters": {"theme": ["marche"]},
        "sort": "pertinence",
        "page": 1,
        "size": 20,
    }
    assert found["total"] == 1
    hit = found["hits"][0]
    assert set(hit) == {
        "id",
        "import_id",
        "type",
        "language",
        "title",
        "url",
        "summary",
        "highlights",
    }
    assert (hit["type"], hit["language"]) == ("fiche", "fr")
    assert found["facets"]["theme"] == [
        {
            "value": "marche",
            "label": "Marché",
            "count": 1,
            "selected": True,
            "children": [],
        }
    ]


def test_what_to_drop_is_said_when_nothing_is_found() -> None:
    found = answer("--filter", "type=levier", "--filter", "theme=marche")
    assert {"without": {"type": "levier"}, "total": 1} in found["relaxations"]


def test_unknown_filters_are_dropped_and_noted() -> None:
    found = answer("--filter", "theme=inconnu", "--sort", "hasard", "--page", "NaN")
    assert found["total"] == 2
    assert [note["kind"] for note in found["notes"]] == ["ignored"]


def test_people_read_it_without_json() -> None:
    out = StringIO()
    call_command("search", "réserver", stdout=out)
    assert "Réserver un lot" in out.getvalue()
    assert "<mark>" not in out.getvalue()


@pytest.mark.parametrize(
    "arguments", [["--filter", "sans-egal"], ["--size", "0"], ["--size", "51"]]
)
def test_bad_usage_does_nothing(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as raised:
        call_command("search", *arguments)
    assert raised.value.returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [["--size", "many"], ["--language", "xx"], ["--nothing"], ["--filter", "x"]],
)
def test_bad_usage_is_one_object_for_scripts(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        Command().run_from_argv(["manage.py", "search", *arguments, "--json"])
    assert raised.value.code == 2
    assert set(json.loads(capsys.readouterr().out)) == {"error"}
