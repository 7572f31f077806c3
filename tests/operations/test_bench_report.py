"""The report of a benchmark: figures beside their targets, for people and for files."""

import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from portal.operations.bench import report as reports
from portal.operations.bench.measuring import (
    Noise,
    Timing,
    difference,
    machine,
    percentile,
    repeat,
)


def timing(p50: float, p95: float) -> dict[str, float]:
    return {"p50": p50, "p95": p95, "work_p50": p50, "runs": 200}


def size(pages: int, engine: str = "embedded", **changed: Any) -> dict[str, Any]:
    figures = {
        "keyword": timing(4, 9),
        "keyword_engine": timing(2, 4),
        "keyword_over_engine": timing(2, 5),
        "page": timing(20, 30),
        "page_service": timing(4, 9),
        "save_marks": timing(1.5, 40),
        "findable": {"p50": 60, "p95": 400, "runs": 30},
    }
    facts = {
        "documents": pages + 190,
        "rebuild_rate": 600,
        "rebuild_work_rate": 650,
        "engine_alone_rate": 2000,
        "rebuild_mb": 150,
        "changes": 200,
        "changes_during": 180,
        "changes_lost": 0,
        "index_mb": 3.5,
        "index_kb_each": 3.1,
        "keyword_calls": 5,
        "keyword_calls_over": 0,
        "keyword_sql": 3,
        "page_sql_fewest": 8,
        "page_sql": 9,
        "page_kb": 120,
        "places_sql": 30,
    }
    for name, value in changed.items():
        (figures if name in figures else facts)[name] = value
    return {
        "pages": pages,
        "engine": engine,
        "figures": figures,
        "facts": facts,
    }


def report(*sizes: dict[str, Any]) -> dict[str, Any]:
    return reports.with_tables(
        {
            "machine": machine(),
            "noise": {"p50": 1.1, "p95": 1.6},
            "first_runs": [{"engine": "embedded", "seconds": 2.1, "documents": 130}],
            "sizes": list(sizes),
        }
    )


def line(size: dict[str, Any], label: str) -> dict[str, str]:
    return next(line for line in size["table"] if label in line["label"])


def verdict(size: dict[str, Any], label: str) -> str:
    return line(size, label)["verdict"]


class TestVerdicts:
    def test_within_both_limits_is_ok(self):
        (measured,) = report(size(1000))["sizes"]
        assert verdict(measured, "3 selections") == "ok"

    @pytest.mark.parametrize("slow", [timing(5.1, 9), timing(4, 10.1)])
    def test_beyond_one_of_them_is_over(self, slow):
        (measured,) = report(size(1000, keyword=slow))["sizes"]
        assert verdict(measured, "3 selections") == "over"

    def test_a_larger_corpus_may_take_longer(self):
        slow = timing(30, 60)
        _, larger = report(size(1000), size(100_000, keyword=slow))["sizes"]
        assert verdict(larger, "3 selections") == "ok"

    def test_a_page_is_measured_above_its_own_service(self):
        (measured,) = report(size(1000, page=timing(23.9, 28.9)))["sizes"]
        assert verdict(measured, "HTML page") == "ok"
        (measured,) = report(size(1000, page=timing(24.1, 28.9)))["sizes"]
        assert verdict(measured, "HTML page") == "over"

    def test_one_limit_alone_is_judged_alone(self):
        (measured,) = report(size(1000))["sizes"]
        assert verdict(measured, "marks add to a save") == "ok"
        assert line(measured, "marks add to a save")["target"] == "2.0 / –"

    def test_a_size_without_promise_has_no_verdict(self):
        (measured,) = report(size(500))["sizes"]
        assert verdict(measured, "3 selections") == ""

    def test_memory_that_grows_with_the_corpus_is_over(self):
        small, large = report(size(1000), size(10_000, rebuild_mb=700))["sizes"]
        assert verdict(small, "memory of its own") == "ok"
        assert verdict(large, "memory of its own") == "over"

    def test_statements_that_grow_with_the_corpus_are_over(self):
        _, large = report(size(1000), size(10_000, page_sql=29))["sizes"]
        assert verdict(large, "whole page") == "over"

    def test_each_engine_is_compared_with_itself(self):
        sizes = [
            size(1000, "embedded"),
            size(1000, "elasticsearch", rebuild_mb=400),
            size(10_000, "embedded"),
            size(10_000, "elasticsearch", rebuild_mb=420),
        ]
        for measured in report(*sizes)["sizes"]:
            assert verdict(measured, "memory of its own") == "ok"

    def test_what_the_service_adds_to_the_engine_is_judged(self):
        slow = {"keyword_over_engine": timing(3.1, 9)}
        _, larger = report(size(1000, **slow), size(10_000, **slow))["sizes"]
        assert verdict(larger, "of which not the engine") == "over"

    def test_one_engine_call_too_many_is_over(self):
        (measured,) = report(size(1000, keyword_calls_over=1))["sizes"]
        assert verdict(measured, "engine calls") == "over"

    def test_one_change_lost_is_one_too_many(self):
        (kept,) = report(size(1000))["sizes"]
        (lost,) = report(size(1000, changes_lost=1))["sizes"]
        assert verdict(kept, "changes made during") == "ok"
        assert verdict(lost, "changes made during") == "over"


class TestPrinted:
    def test_says_the_machine_its_noise_and_each_figure(self):
        text = "\n".join(reports.printed(report(size(1000), size(10_000))))
        assert "cores" in text
        assert "1.1 times its best" in text
        assert "1,000 pages, 1,190 documents, embedded" in text
        assert "10,000 pages" in text
        assert "2.00 × bare engine (2.0 ms)" in text

    def test_what_was_not_measured_is_left_out(self):
        text = "\n".join(reports.printed(report(size(1000))))
        assert "Wagtail" not in text

    def test_the_report_is_plain_json_and_names_no_folder(self, settings):
        text = json.dumps(report(size(1000)))
        assert json.loads(text)["sizes"][0]["table"]
        assert str(settings.PROJECT) not in text


class TestMeasuring:
    def test_percentiles_are_values_that_were_measured(self):
        values = [float(n) for n in range(1, 101)]
        assert percentile(values, 0.5) == 50
        assert percentile(values, 0.95) == 95
        assert percentile([7.0], 0.95) == 7

    def test_each_call_is_made_as_often_as_the_other(self):
        made: list[str] = []
        timings = repeat(
            {"one": lambda n: made.append("one"), "other": lambda n: made.append("")},
            [1, 2, 3],
            runs=10,
        )
        assert len(timings["one"].clock) == len(timings["other"].clock) == 10
        assert made.count("one") == 13  # three to warm up

    def test_what_is_slow_is_called_less_often(self):
        timings = repeat({"slow": lambda n: None}, [1], runs=100_000, seconds=0)
        assert len(timings["slow"].clock) == 20

    def test_a_difference_is_taken_call_by_call(self):
        one, other = Timing([5.0, 9.0, 7.0], [5.0, 9.0, 7.0]), Timing([4.0, 4.0, 4.0])
        other.work = other.clock
        assert difference(one, other)["p50"] == 3.0

    def test_noise_is_a_ratio_to_the_best(self):
        noise = Noise()
        noise.listen(3)
        assert noise.summary()["p95"] >= noise.summary()["p50"] >= 1.0


@pytest.mark.parametrize("sizes", ["0", "12", "ten", "100,99999999"])
def test_a_size_that_makes_no_sense_is_refused(sizes):
    with pytest.raises(CommandError):
        call_command("bench", "--sizes", sizes)
