import re
import tomllib

import pytest

from tests.conventions.project_files import PROJECT, text_of, tracked

LONGEST = 400
LONGEST_TEST = 600
README_LINES = 120
# At the top of a file that has to be longer, with the reason.
REASON = re.compile(r"^# Long: \S.*", re.MULTILINE)
VAGUE = {"utils", "helpers", "common", "misc"}
# Read one by one: what is marked safe here was escaped or cleaned on the lines above.
SAFE = {
    "portal/core/templatetags/glossary.py": "adds links to HTML that templates drew",
    "portal/core/templatetags/wording.py": "changes the levels of existing headings",
    "search/templatetags/facet_values.py": "escapes every value; hundreds on a page",
}
MARKS_SAFE = re.compile(r"\bmark_safe\(|\bSafeString\(|\.extra\(|\bRawSQL\(")
TEMPLATE_MARKS_SAFE = re.compile(
    r"\|\s*(safe|safeseq)\b|\{%\s*autoescape\s+off|\|\s*escape_unsafe"
)
# Written in parts, so that this file does not hold what it looks for.
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|farm|root|home/\w+|Users/\w+)/"
    r"|https?://[^/\s\"'<>]*(?:registry|mirror|nexus|artifactory|repo[0-9]|pypi)[^/\s]*/"
    r"|(?:extra-)?index[-]url|find[-]links|trusted[-]host"
)
TARGETS = [
    "setup",
    "demo",
    "test",
    "lint",
    "format",
    "typecheck",
    "bench",
    "worker",
]


def python_files() -> list[str]:
    return [
        path
        for path in tracked()
        if path.endswith(".py") and "/migrations/" not in path
    ]


def test_files_are_short_or_say_why():
    long = [
        path
        for path in python_files()
        if text_of(path).count("\n")
        > (LONGEST_TEST if path.startswith("tests/") else LONGEST)
        and not REASON.search(text_of(path)[:1000])
    ]
    assert long == [], (
        "Split these by subject, or say in their first lines why that cannot be"
        " (# Long: …)."
    )


def test_names_say_what_modules_hold():
    vague = [
        path
        for path in tracked()
        if VAGUE & {part.removesuffix(".py") for part in path.split("/")}
    ]
    assert vague == [], "Name the subject of these modules."


def test_text_marked_safe_was_reviewed():
    found = {
        path
        for path in tracked()
        if path.endswith(".py")
        and not path.startswith("tests/")
        and MARKS_SAFE.search(text_of(path))
    }
    assert found - SAFE.keys() == set(), (
        "Let Django escape (format_html, templates), or clean with"
        " portal.core.sanitising; where neither can do, have it read by someone else"
        " and add it to SAFE with the reason."
    )
    assert SAFE.keys() - found == set(), "Take these out of SAFE: they mark nothing."


def test_templates_escape_everything():
    found = [
        path
        for path in tracked()
        if path.startswith("templates/") and TEMPLATE_MARKS_SAFE.search(text_of(path))
    ]
    assert found == [], "Give the template text that is already clean; see `richtext`."


def test_nothing_names_a_machine_or_a_registry():
    found = [
        f"{path}: {match[0]}"
        for path in tracked()
        if (match := OF_A_MACHINE.search(text_of(path)))
    ]
    assert found == [], "Use a path from the project, a variable, or nothing."


class TestTheLock:
    def test_every_package_has_hashes_and_a_version(self):
        lines = text_of("requirements.lock").replace("\\\n", " ").splitlines()
        packages = [
            line for line in lines if line and not line.lstrip().startswith("#")
        ]
        assert packages
        bare = [
            line.split()[0]
            for line in packages
            if not re.match(r"[\w.\[\],-]+==[\w.!+-]+ ", line)
            or "--hash=sha" not in line
        ]
        assert bare == [], "Make the lock again with `make lock`."

    def test_packages_come_from_the_reader_s_own_registry(self):
        lock = text_of("requirements.lock")
        assert not re.search(r"^--(?!hash)|://| @ ", lock, re.MULTILINE), (
            "The lock names no address: make it again with `make lock`."
        )

    def test_holds_what_the_project_asks_for(self):
        project = tomllib.loads(text_of("pyproject.toml"))["project"]
        asked = project["dependencies"] + project["optional-dependencies"]["dev"]
        names = {re.split(r"[\[<>=!~ ]", name)[0].lower() for name in asked}
        held = set(re.findall(r"^([\w.-]+)==", text_of("requirements.lock"), re.M))
        assert names - held == set(), "Make the lock again with `make lock`."


def test_the_readme_is_short():
    assert text_of("README.md").count("\n") <= README_LINES


@pytest.mark.parametrize("target", TARGETS)
def test_make_has_the_targets_people_rely_on(target):
    assert re.search(rf"^{target}:", text_of("Makefile"), re.MULTILINE)
    assert re.search(rf"`make {target}`", text_of("README.md"))


@pytest.mark.parametrize("folder", ["portal", "search", "directory", "knowledge"])
def test_packages_stand_where_the_readme_says(folder):
    assert (PROJECT / folder).is_dir()
    assert f"`{folder}/`" in text_of("README.md")


def test_decisions_are_numbered_dated_and_complete():
    decisions = [path for path in tracked() if path.startswith("docs/adr/0")]
    numbers = [path.split("/")[-1][:4] for path in decisions]
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
    for path in decisions:
        text = text_of(path)
        assert re.search(r"^\d{4}-\d{2}-\d{2}$", text, re.MULTILINE), f"{path}: date"
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path} lacks “{part}”"
