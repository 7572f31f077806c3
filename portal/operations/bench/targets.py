"""What the design promises at each size: p50 and p95 in milliseconds, or a limit."""

from dataclasses import dataclass

SIZES = (1_000, 10_000, 100_000)
Limits = tuple[float | None, float | None]  # p50, p95


@dataclass(frozen=True)
class Row:
    """A timing of the table: what it is, what it may take, what it is compared with.

    ``above`` names another timing of the same run to which the limits are added;
    ``compared`` one that it is divided by, and how that is said.
    """

    name: str
    label: str
    limits: dict[int, Limits]
    above: str = ""
    compared: tuple[str, str] = ("", "")

    def limits_at(self, pages: int, figures: dict[str, dict[str, float]]) -> Limits:
        p50, p95 = self.limits.get(pages, (None, None))
        base = figures.get(self.above, {})
        return (
            None if p50 is None else p50 + base.get("p50", 0.0),
            None if p95 is None else p95 + base.get("p95", 0.0),
        )


def _at(*limits: Limits) -> dict[int, Limits]:
    return dict(zip(SIZES, limits, strict=True))


def _always(p50: float | None, p95: float | None) -> dict[int, Limits]:
    return _at(*[(p50, p95)] * len(SIZES))


OVER_ENGINE = _at((None, None), (3, None), (6, None))
ROWS = (
    Row(
        "keyword",
        "service: words, 3 selections, counts, highlights",
        _at((5, 10), (9, 16), (40, 70)),
        compared=("keyword_engine", "bare engine"),
    ),
    Row("keyword_over_engine", "  of which not the engine", OVER_ENGINE),
    Row(
        "everything",
        "service: everything, all counts, cold",
        _at((5, 8), (14, 20), (90, 120)),
        compared=("everything_engine", "bare engine"),
    ),
    Row("everything_over_engine", "  of which not the engine", OVER_ENGINE),
    Row(
        "words",
        "service: words alone, all counts",
        {},
        compared=("words_engine", "bare engine"),
    ),
    Row(
        "nothing",
        "service: nothing found, and what to try instead",
        {},
        compared=("nothing_engine", "bare engine"),
    ),
    Row(
        "suggestions",
        "suggestions",
        _at((1, 2), (1, 3), (2, 5)),
        compared=("suggestions_engine", "bare engine"),
    ),
    Row(
        "page",
        "whole HTML page of results",
        _at((20, 20), (20, 20), (25, 25)),
        above="page_service",
        compared=("page_service", "service"),
    ),
    Row("territory", "whole page of a territory", _always(None, 300)),
    Row("directory", "whole page of the directory, with its map", _always(None, 300)),
    Row("white_zones", "whole page of white zones", _always(None, 300)),
    Row("calendar_month", "whole page of a month", _always(None, 300)),
    Row("calendar_feed", "feed of sessions, each event written", _always(None, 500)),
    Row("save_marks", "what marks add to a save", _always(2, None)),
    Row(
        "save",
        "  the save itself",
        {},
        compared=("save_unmarked", "without marks"),
    ),
    Row("publish_marks", "what marks add to a publication", {}),
    Row(
        "findable",
        "published, then found by another process",
        _always(None, 1000),
        compared=("publish", "publishing alone"),
    ),
    Row("gone", "withdrawn, then gone for another process", _always(None, 1000)),
    Row("outage_first", "engine mute: the first search", _always(None, 2000)),
    Row(
        "outage",
        "engine mute: those that follow",
        _always(None, 300),
        compared=("keyword", "with the engine"),
    ),
    Row(
        "wagtail",
        "Wagtail's own search, the same words",
        {},
        compared=("wagtail_alike", "ours, asked as much"),
    ),
    Row(
        "wagtail_ours",
        "  our whole answer to them",
        {},
        compared=("wagtail", "Wagtail's"),
    ),
)

REBUILD_RATE = 500  # pages a second
FIRST_INDEX_SECONDS = 3.0
HIT_STATEMENTS = 3
# Memory is flat when ten times the pages do not take twice as much.
FLAT_MEMORY = 2.0
