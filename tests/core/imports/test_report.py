import json

from portal.core.imports.report import EXAMPLES, SHOWN, ImportReport


def written(report):
    parts = []
    report.write_json(parts.append)
    return json.loads("".join(parts))


def in_words(report):
    lines = []
    report.write_words(lines.append)
    return lines


def test_the_json_is_one_object_with_the_keys_of_the_interfaces():
    report = ImportReport("a.csv", "cp1252", delimiter=";", read=2, created=1)
    report.reject(7, "siret", "79", "wrong")
    report.warn(3, "theme", ["x", 1], "unknown")
    assert written(report) == {
        "file": "a.csv",
        "encoding": "cp1252",
        "delimiter": ";",
        "read": 2,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "rejected": [{"line": 7, "field": "siret", "value": "79", "message": "wrong"}],
        "warnings": [
            {"line": 3, "field": "theme", "value": "['x', 1]", "message": "unknown"}
        ],
        "dry_run": False,
    }
    assert written(report) == written(report)


def test_the_exit_status_says_whether_something_was_rejected():
    report = ImportReport("a", "utf-8")
    report.warn(1, "x", "", "said")
    assert report.exit_status == 0
    report.reject(1, "x", "", "said")
    assert report.exit_status == 1


def test_values_are_short_and_readable():
    report = ImportReport("a", "utf-8")
    report.reject(1, "x", "a\x00\ud800\n" * 10_000, "m")
    (entry,) = written(report)["rejected"]
    assert len(entry["value"]) <= 120
    assert entry["value"].startswith("a\ufffd a\ufffd")


def test_people_read_together_what_is_alike():
    report = ImportReport("a", "utf-8", read=EXAMPLES + 3)
    for line in range(1, EXAMPLES + 4):
        report.reject(line, "title", "", "missing")
    text = "\n".join(in_words(report))
    assert text.count("missing") == 1
    assert "3" in text.splitlines()[-1]


def test_many_entries_stay_out_of_memory_and_of_the_screen():
    report = ImportReport("a", "utf-8")
    for line in range(20_000):
        report.warn(line, f"field{line}", "value" * 10, "message")
    assert len(written(report)["warnings"]) == 20_000
    assert len(in_words(report)) < SHOWN * 2 + 10
