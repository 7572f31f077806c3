"""Characters made comparable: no case, no accent, no ligature, nothing invisible."""

import unicodedata

# Longer runs of letters are not words; cutting first also keeps Unicode
# normalisation, quadratic on floods of combining marks, from ever seeing one.
MAX_SURFACE = 256
MAX_WORD = 64

_SPELT_OUT = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
}


def _without_marks(text: str) -> str:
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if unicodedata.category(char)[0] != "M"
    )


def _fold_character(char: str) -> str:
    folded = _without_marks(_without_marks(char).casefold())
    return "".join(
        str(unicodedata.decimal(part)) if part.isdecimal() else part
        for part in (_SPELT_OUT.get(part, part) for part in folded)
        if part.isalnum() and not "\u02b9" <= part <= "\u02d1"
    )


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns characters as it meets them."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < 20_000:
            self[code] = folded
        return folded


_FOLDING = _Folding()


def fold_word(surface: str) -> str:
    """The comparable form of one word: letters and digits only.

    >>> fold_word("Œuvre"), fold_word("S.I.A.E."), fold_word("300 000")
    ('oeuvre', 'siae', '300000')
    """
    return surface[:MAX_SURFACE].translate(_FOLDING)[:MAX_WORD]
