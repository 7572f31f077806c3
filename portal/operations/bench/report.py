"""Figures → a table beside the targets, for the terminal and for the file."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from portal.operations.bench import targets

OK, OVER = "ok", "over"


@dataclass(frozen=True)
class Line:
    """``work`` is what this process itself computed, whoever else kept the machine
    busy; ``verdict`` is empty where nothing is promised."""

    label: str
    target: str
    measured: str
    work: str = ""
    verdict: str = ""
    compared: str = ""


def with_tables(report: dict[str, Any]) -> dict[str, Any]:
    """The report with the lines of its tables, as they are printed."""
    before: dict[str, dict[str, Any]] = {}  # by engine
    for size in report["sizes"]:
        smaller = before.setdefault(size["engine"], size["facts"])
        size["table"] = [asdict(line) for line in _lines(size, smaller)]
        before[size["engine"]] = size["facts"]
    return report


def printed(report: dict[str, Any]) -> Iterator[str]:
    """The report of ``with_tables``, line by line."""
    machine, noise = report["machine"], report["noise"]
    yield (
        f"{machine['processor']}, {machine['cores']} cores,"
        f" {machine['memory_gb']} GB, Python {machine['python']}"
    )
    yield (
        f"Noise: the same work took {noise['p50']} times its best (p95:"
        f" {noise['p95']}). Milliseconds are p50 / p95, of own work p50: on a busy"
        " machine trust ratios and work first."
    )
    for first in report["first_runs"]:
        verdict = _verdict(first["seconds"] <= targets.FIRST_INDEX_SECONDS)
        yield (
            f"Starter content indexed in {first['seconds']} s by {first['engine']}"
            f" ({first['documents']} documents, target"
            f" {targets.FIRST_INDEX_SECONDS:g} s): {verdict}"
        )
    for size in report["sizes"]:
        documents = size["facts"]["documents"]
        yield ""
        yield f"{size['pages']:,} pages, {documents:,} documents, {size['engine']}"
        yield from _table([Line(**line) for line in size["table"]])


def _table(lines: list[Line]) -> Iterator[str]:
    columns = [
        list(asdict(line).values())
        for line in (Line("", "target", "measured", "work", "", "compared"), *lines)
    ]
    widths = [max(len(row[n]) for row in columns) for n in range(len(columns[0]))]
    for row in columns:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()


def _lines(size: dict[str, Any], before: dict[str, Any]) -> Iterator[Line]:
    for row in targets.ROWS:
        if row.name in size["figures"]:
            yield _timing(row, size)
    yield from _facts(size["facts"], before)


def _timing(row: targets.Row, size: dict[str, Any]) -> Line:
    figures = size["figures"]
    timing = figures[row.name]
    p50, p95 = row.limits_at(size["pages"], figures)
    over = (p50 is not None and timing["p50"] > p50) or (
        p95 is not None and timing["p95"] > p95
    )
    promised = p50 is not None or p95 is not None
    return Line(
        row.label,
        f"{_ms(p50)} / {_ms(p95)}" if promised else "",
        f"{_ms(timing['p50'])} / {_ms(timing['p95'])} ms",
        _ms(timing["work_p50"]) if "work_p50" in timing else "",
        _verdict(not over) if promised else "",
        _compared(row, figures),
    )


def _compared(row: targets.Row, figures: dict[str, dict[str, float]]) -> str:
    name, said = row.compared
    other = figures.get(name, {}).get("p50")
    if not other:
        return ""
    return f"{figures[row.name]['p50'] / other:.2f} × {said} ({_ms(other)} ms)"


def _facts(facts: dict[str, Any], before: dict[str, Any]) -> Iterator[Line]:
    rate, work = facts["rebuild_rate"], facts["rebuild_work_rate"]
    alone = facts["engine_alone_rate"]
    yield Line(
        "index rebuilt from the database, documents/s",
        f"≥ {targets.REBUILD_RATE}",
        str(rate),
        str(work),
        _verdict(rate >= targets.REBUILD_RATE),
        f"{work / alone:.2f} × documents ready made ({alone}/s of work)",
    )
    growth = facts["rebuild_mb"] / before["rebuild_mb"]
    yield Line(
        "  memory of its own at most, MB",
        "flat",
        str(facts["rebuild_mb"]),
        verdict=_verdict(growth <= targets.FLAT_MEMORY),
        compared=f"{growth:.2f} × the size before",
    )
    during, lost = facts["changes_during"], facts["changes_lost"]
    yield Line(
        "changes made during a rebuild, and lost",
        "none lost",
        f"{during}, {lost}",
        verdict=_verdict(lost == 0),
        compared=f"{facts['changes']} tried",
    )
    yield Line(
        "size of the index, MB",
        "",
        str(facts["index_mb"]),
        compared=f"{facts['index_kb_each']} kB a document",
    )
    yield Line(
        "engine calls, with k selections",
        "≤ 2 + k",
        f"{facts['keyword_calls']} at most",
        verdict=_verdict(facts["keyword_calls_over"] <= 0),
    )
    yield Line(
        "SQL statements that draw the hits",
        f"≤ {targets.HIT_STATEMENTS}",
        str(facts["keyword_sql"]),
        verdict=_verdict(facts["keyword_sql"] <= targets.HIT_STATEMENTS),
    )
    yield Line(
        "SQL statements of a whole page",
        "constant",
        f"{facts['page_sql_fewest']} to {facts['page_sql']}",
        verdict=_verdict(facts["page_sql"] <= before["page_sql"]),
        compared=f"{before['page_sql']} at most at the size before",
    )
    yield Line(
        "SQL statements of territories, directory, zones, calendar",
        "constant",
        f"{facts['places_sql']} at most",
        verdict=_verdict(facts["places_sql"] <= before["places_sql"]),
        compared=f"{before['places_sql']} at most at the size before",
    )
    yield Line("HTML of a page, kB", "", str(facts["page_kb"]))


def _verdict(reached: bool) -> str:
    return OK if reached else OVER


def _ms(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}"
