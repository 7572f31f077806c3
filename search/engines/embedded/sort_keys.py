"""Orders as integers, so that a page is found without reading one title.

Each key packs what is sorted on, then the first letters of the title. Documents whose
keys are equal are told apart by title and identifier, when a page holds some.
"""

from datetime import date, datetime

import numpy as np

from search.engines.base import Point

_END, _OTHER, _BASE = 0, 38, 39
_CODES = {" ": 1} | {
    char: code for code, char in enumerate("0123456789abcdefghijklmnopqrstuvwxyz", 2)
}
_LAST_SECOND = (1 << 34) - 1
_LAST_DAY = (1 << 22) - 1
NOWHERE = -1
_STEPS = 100_000  # to a degree: about a metre
_LONGITUDES = 1 << 26
LAST_PLACE = (180 * _STEPS + 1) * _LONGITUDES


def identifier(key: str) -> str:
    """The identifier at the end of a ``written.title_key``."""
    return key.rpartition("\0")[2]


def _letters(key: str, count: int) -> int:
    """The first letters as a number, in the same order as the texts."""
    packed = 0
    stopped = False
    for char in key[:count].ljust(count, "\0"):
        code = _END if stopped or char == "\0" else _CODES.get(char, _OTHER)
        stopped = stopped or code in (_END, _OTHER)
        packed = packed * _BASE + code
    return packed


def by_title(key: str) -> int:
    return _letters(key, 11)


def by_weight(weight: float, key: str) -> int:
    """Heaviest first: the order of relevance where nothing was typed."""
    return (2_000 - round(weight * 1_000)) * _BASE**9 + _letters(key, 9)


def by_newest(moment: datetime | None, key: str) -> int:
    """Newest first, then what has no date."""
    seconds = max(0, int(moment.timestamp())) if moment else 0
    return (_LAST_SECOND - min(seconds, _LAST_SECOND)) * _BASE**5 + _letters(key, 5)


def by_soonest(day: date | None, key: str) -> int:
    """Soonest first, then what has no date."""
    return (day.toordinal() if day else _LAST_DAY) * _BASE**7 + _letters(key, 7)


def place(point: Point | None) -> int:
    """Where a document lies: an order that means nothing, but that holds it all."""
    if point is None:
        return NOWHERE
    latitude, longitude = (round(one * _STEPS) for one in point)
    return (latitude + 90 * _STEPS) * _LONGITUDES + longitude + 180 * _STEPS


def degrees(places: np.ndarray) -> np.ndarray:
    """The latitudes and the longitudes that ``place`` holds."""
    latitudes, longitudes = np.divmod(places, _LONGITUDES)
    return np.stack([latitudes / _STEPS - 90, longitudes / _STEPS - 180])
