import tracemalloc

import pytest

from portal.core.imports.lines import CHUNK, split_lines

LONGEST = 10


def read(*chunks, longest=LONGEST):
    return [
        (line.number, line.data, line.too_long) for line in split_lines(chunks, longest)
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines_are_the_same_wherever_chunks_cut_them(end):
    content = end.join([b"un", b"", b"trois", b"quatre"])
    whole = [(1, b"un", False), (2, b"", False), (3, b"trois", False)]
    whole.append((4, b"quatre", False))
    for size in range(1, len(content)):
        pieces = [content[i : i + size] for i in range(0, len(content), size)]
        assert read(*pieces) == whole
    assert read(content + end) == whole


def test_a_line_that_is_too_long_comes_empty_and_the_next_ones_whole():
    assert read(b"x" * 10 + b"\n" + b"x" * 11 + b"\nfin") == [
        (1, b"x" * 10, False),
        (2, b"", True),
        (3, b"fin", False),
    ]
    assert read(b"x" * 50) == [(1, b"", True)]


def test_a_line_of_a_hundred_megabytes_takes_no_memory():
    chunk = b"x" * CHUNK
    endless = (chunk for _ in range(100 * 1024 * 1024 // CHUNK))
    tracemalloc.start()
    try:
        lines = [line.too_long for line in split_lines(endless)]
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert lines == [True]
    assert peak < 8 * 1024 * 1024
