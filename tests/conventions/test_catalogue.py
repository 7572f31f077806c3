"""The French catalogue holds every sentence of ours, in good French typography."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.conventions.project_files import PROJECT, tracked

PATH = "locale/fr/LC_MESSAGES/django.po"
NEEDED = ("xgettext", "msgmerge", "msguniq", "msgattrib")
# In French a narrow or plain no-break space stands before these, and inside « ».
BREAKING = re.compile(r"\w [:;?!»]|« (?=\w)|« \w")
STRAIGHT = re.compile(r"\w'\w|\"")
MARKUP = re.compile(r"<[^>]+>|%\(\w+\)s|\{\w*\}")


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """The catalogue as it would be if it were made again from the sources."""
    missing = [tool for tool in NEEDED if shutil.which(tool) is None]
    if missing:
        pytest.skip("no gettext tools (install gettext)")
    folder = tmp_path_factory.mktemp("sources")
    for path in tracked():
        if not path.startswith("tests/") and path.endswith((".py", ".html", ".txt")):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / path, folder / path)
    catalogue = folder / PATH
    catalogue.parent.mkdir(parents=True, exist_ok=True)
    if (PROJECT / PATH).exists():
        shutil.copy(PROJECT / PATH, catalogue)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "fr"]
    done = subprocess.run(
        [*command, "--no-obsolete", "--no-wrap"],
        cwd=folder,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    assert done.returncode == 0, done.stderr
    return read(catalogue)


@pytest.fixture(scope="module")
def messages():
    if not (PROJECT / PATH).exists():
        return []
    return [message for message in read(PROJECT / PATH) if message.id]


def read(path: Path) -> list[Message]:
    with path.open("rb") as file:
        return list(read_po(file))


def texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_sentence_is_translated(merged):
    lacking = [
        f"{'uncertain' if m.fuzzy else 'missing'}: {m.id!r} ({where(m)})"
        for m in merged
        if m.id and (m.fuzzy or not all(texts(m)))
    ]
    assert lacking == [], f"Translate in {PATH}:\n" + "\n".join(lacking)


def test_its_header_is_certain():
    with (PROJECT / PATH).open("rb") as file:
        header = read_po(file)
    assert not header.fuzzy, (
        f"Take '#, fuzzy' out of the top of {PATH}: it would not be compiled."
    )


def where(message: Message) -> str:
    return " ".join(f"{path}:{line}" for path, line in message.locations[:2])


def test_nothing_is_translated_in_vain(merged, messages):
    used = {(m.context, str(m.id)) for m in merged}
    useless = [str(m.id) for m in messages if (m.context, str(m.id)) not in used]
    assert useless == [], f"No longer in the sources, take out of {PATH}."


def test_placeholders_are_the_same_in_both_languages(messages):
    wrong = [f"{m.id!r}: {error}" for m in messages for error in m.check()]
    assert wrong == []


def test_typography_is_french(messages):
    wrong = [
        text
        for message in messages
        for text in (MARKUP.sub("x", text) for text in texts(message))
        if BREAKING.search(text) or STRAIGHT.search(text)
    ]
    assert wrong == [], "No-break space before : ; ? ! and in « », apostrophe ’."
