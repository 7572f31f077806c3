"""Characters that no reader should meet, whatever text they come in."""

import unicodedata

# Controls, byte order marks, what reverses the order of letters, what is no character.
_DROPPED = [
    *range(0x09),
    *range(0x0E, 0x1C),
    *range(0x7F, 0x85),
    *range(0x86, 0xA0),
    0x200B,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2065),
    *range(0x2066, 0x206A),
    0xFEFF,
    *range(0xFDD0, 0xFDF0),
    *(plane * 0x10000 + last for plane in range(17) for last in (0xFFFE, 0xFFFF)),
]
_SPACES = [0x09, 0x0A, 0x0B, 0x0C, 0x0D, *range(0x1C, 0x20), 0x85, 0x2028, 0x2029]
_ANY = dict.fromkeys(_DROPPED) | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_KEEPS_LINES = _ANY | dict.fromkeys(set(_SPACES) - {0x0A}, " ")
_ONE_LINE = _ANY | dict.fromkeys(_SPACES, " ")


def without_controls(text: str) -> str:
    """``text`` on one line, white space as it is."""
    return text.translate(_ONE_LINE)


def lines_of(text: str) -> str:
    """``text`` with its line breaks, all of them ``"\\n"``."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_KEEPS_LINES)


def one_line(text: str) -> str:
    """``text`` as a title or a label: one line, composed letters, single spaces."""
    words = " ".join(part for part in without_controls(text).split(" ") if part)
    return unicodedata.normalize("NFC", words.strip())
