"""In which encoding a file is written, and its lines as text.

A line of UTF-8 can hardly be anything else, so that each is tried as UTF-8 first. Files
in an encoding of one byte a letter are told from each other by what their letters make.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from portal.core.imports.lines import chunks, split_lines
from portal.core.imports.refusals import ImportRefused

UTF_8 = "utf-8"
# Those that French files come in; from more, short texts would be guessed wrong.
ONE_BYTE = ["cp1252", "iso8859_15", "mac_roman", "cp850"]
MARKS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
NOT_TEXT = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"SQLite")

_SAMPLE = 64 * 1024
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What UTF-8 read as cp1252 looks like: "Ã©" for "é", "â€™" for "’".
_SECOND = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TWICE = re.compile(rf"[ÂÃÄÅ][{_SECOND}]|â[€\u0080‚\u0082„\u0084][{_SECOND}]")
_FRENCH = re.compile("[àâçéèêëîïôùûüœÀÂÇÉÈÊÎÔÙÛŒ«»’€–…“”]")


class UnreadableLine(ValueError):
    """The bytes of a line are no text in the encoding of its file."""


@dataclass(frozen=True)
class Encoding:
    name: str

    @property
    def is_wide(self) -> bool:
        """Whether a letter takes several bytes, so that lines end in several too."""
        return self.name.startswith(("utf-16", "utf-32"))

    def narrow(self, source: Iterable[bytes]) -> Iterator[bytes]:
        """``source`` as bytes that can be split into lines, its mark left out."""
        if not self.is_wide:
            yield from source
            return
        # What cannot be read shows as "\ufffd", which the lines are looked at for.
        for text in codecs.iterdecode(source, self.name, errors="replace"):
            yield text.encode(UTF_8, errors="replace")

    def read(self, data: bytes) -> tuple[str, bool]:
        """The text of a line, and whether it is UTF-8 in a file that is not.

        Raises ``UnreadableLine``.
        """
        try:
            text = data.decode(UTF_8).removeprefix("\ufeff")
        except UnicodeDecodeError:
            if self.name == UTF_8 or self.is_wide:
                raise UnreadableLine from None
        else:
            return text, self.name in ONE_BYTE and not data.isascii()
        try:
            return data.decode(self.name), False
        except UnicodeDecodeError:
            raise UnreadableLine from None


def survey(file: BinaryIO) -> Encoding:
    """The encoding of ``file``, read from its start to its end.

    Raises ``ImportRefused`` for a file that is empty or is no text.
    """
    head = file.read(4096)
    file.seek(0)
    if not head.strip():
        raise ImportRefused(_("The file is empty."))
    for mark, name in MARKS.items():
        if head.startswith(mark):
            return Encoding(name)
    if wide := _wide(head):
        return Encoding(wide)
    if head.startswith(NOT_TEXT) or len(_CONTROLS.findall(head)) * 20 > len(head):
        raise ImportRefused(
            _(
                "This is not a file of text: it may be a spreadsheet, a PDF or an archive."
            )
        )
    right, wrong = 0, 0
    sample = bytearray()
    for line in split_lines(chunks(file)):
        if line.data.isascii():
            continue
        try:
            line.data.decode(UTF_8)
        except UnicodeDecodeError:
            wrong += 1
            sample += line.data[: max(0, _SAMPLE - len(sample))]
        else:
            right += 1
    file.seek(0)
    return Encoding(UTF_8 if right >= wrong else _one_byte(bytes(sample)))


def is_doubly_encoded(text: str) -> bool:
    """Whether most of the accents of ``text`` were encoded twice ("Ã©" for "é")."""
    twice = len(_TWICE.findall(text))
    return twice > 0 and twice > len(_FRENCH.findall(_TWICE.sub("", text)))


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of a text in Latin letters is zero."""
    halves = head[: len(head) // 2 * 2]
    zeros = [halves[place::2].count(0) * 2 for place in (0, 1)]
    most = len(halves) * 0.6
    if zeros[1] > most and zeros[0] * 10 < len(halves):
        return "utf-16-le"
    if zeros[0] > most and zeros[1] * 10 < len(halves):
        return "utf-16-be"
    return ""


def _one_byte(sample: bytes) -> str:
    """The likeliest encoding of one byte a letter, the one with most French letters."""
    likely = list(from_bytes(sample, cp_isolation=ONE_BYTE))
    # The first of equals: the library puts the likeliest first.
    best = max(likely, key=lambda guess: len(_FRENCH.findall(str(guess))), default=None)
    return best.encoding if best else ONE_BYTE[0]
