"""Lines of a file of any size, one after the other, in little memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

CHUNK = 64 * 1024
LONGEST = 1024 * 1024  # bytes: some 300 pages of text


@dataclass(frozen=True)
class Line:
    number: int
    data: bytes
    too_long: bool = False  # and then empty: its bytes were let go


def chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def split_lines(source: Iterable[bytes], longest: int = LONGEST) -> Iterator[Line]:
    """The lines of ``source``, whichever way they end, without their ends.

    A line of more than ``longest`` bytes is never held: it comes empty, ``too_long``.
    """
    number = 1
    kept = bytearray()
    size = 0
    after_return = False
    for chunk in source:
        for piece in chunk.splitlines(keepends=True):
            if after_return and piece == b"\n":
                after_return = False
                continue  # the second half of an end of line cut by a chunk
            body = piece.rstrip(b"\r\n")
            size += len(body)
            if size <= longest:
                kept += body
            else:
                kept.clear()
            after_return = piece.endswith(b"\r")
            if len(body) < len(piece):
                yield Line(number, bytes(kept), too_long=size > longest)
                number, size = number + 1, 0
                kept.clear()
    if size:
        yield Line(number, bytes(kept), too_long=size > longest)
