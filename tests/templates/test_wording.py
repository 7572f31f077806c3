from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from portal.core.templatetags.wording import (
    day,
    headings_from,
    loose_date,
    number,
    people_count,
    share_of,
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("fr", date(2026, 8, 1), "1er août 2026"),
        ("fr", date(2026, 11, 22), "22 novembre 2026"),
        ("fr-x-falc", date(2026, 11, 1), "1er novembre 2026"),
        ("en", date(2026, 8, 1), "1 August 2026"),
        # Late in the evening in UTC, it is already tomorrow in Paris.
        ("fr", datetime(2026, 8, 1, 23, 30, tzinfo=UTC), "2 août 2026"),
        ("fr", None, ""),
    ],
)
def test_dates_are_in_words(language, value, words):
    with override(language):
        assert plain(day(value)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2021-07-20", "20 juillet 2021"),
        ("2026-01", "janvier 2026"),
        ("2018", "2018"),
        ("s.d.", "sans date"),
        ("", "sans date"),
        ("vers 2021", "vers 2021"),
        ("2021-13-45", "2021-13-45"),
    ],
)
def test_dates_of_sources_stay_as_precise_as_they_are(text, words):
    with override("fr"):
        assert plain(loose_date(text)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (146000, "146 000"),
        (Decimal("4500.00"), "4 500"),
        (Decimal("12.50"), "12,5"),
        (0, "0"),
        (None, ""),
    ],
)
def test_numbers_are_grouped_without_useless_decimals(value, words):
    with override("fr"):
        assert plain(number(value)) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (1, "moins de 5"), (4, "moins de 5"), (5, "5"), (1200, "1 200")],
)
def test_small_counts_of_people_are_not_given(count, words):
    with override("fr"):
        assert plain(people_count(count)) == words


@pytest.mark.parametrize(
    ("html", "level", "expected"),
    [
        ("<h3>A</h3><h4>B</h4>", 2, "<h2>A</h2><h3>B</h3>"),
        ("<h2>A</h2><h4>B</h4>", 3, "<h3>A</h3><h4>B</h4>"),
        ('<h3 class="x">A</h3>', 3, '<h3 class="x">A</h3>'),
        ("<p>A</p>", 2, "<p>A</p>"),
    ],
)
def test_headings_never_jump(html, level, expected):
    assert headings_from(html, level) == expected


def test_a_bar_never_leaves_its_frame():
    assert share_of(150, 100) == 100
    assert share_of(1, 3) == 33
    assert share_of(None, 100) == 0
    assert share_of(10, 0) == 0
