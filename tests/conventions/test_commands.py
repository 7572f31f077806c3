"""What people and scripts run says what it did, or why it did nothing, in one way."""

import json

import pytest
from django.core.management import get_commands, load_command_class

COMMANDS = (
    "load_starter",
    "load_demo",
    "import_pages",
    "import_territories",
    "import_actors",
    "import_sessions",
    "search",
    "rebuild_search_index",
    "search_doctor",
    "generate_corpus",
)


@pytest.mark.parametrize("name", COMMANDS)
def test_bad_usage_is_one_object_for_scripts_and_words_for_people(name, capsys):
    command = load_command_class(get_commands()[name], name)
    with pytest.raises(SystemExit) as stop:
        command.run_from_argv(["manage.py", name, "--json", "--unheard-of"])
    assert stop.value.code == 2, "Make it a RefusingCommand."
    assert set(json.loads(capsys.readouterr().out)) == {"error"}
    command = load_command_class(get_commands()[name], name)
    with pytest.raises(SystemExit) as stop:
        command.run_from_argv(["manage.py", name, "--unheard-of"])
    assert stop.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.strip()
