"""Room on the interpreter's own stack for all the calls that one request makes."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Places of 8 bytes. CPython gives the first frame that does not fit twice what it
# needs, rounded: the rest serves the calls below it. Memory that no call reaches is
# reserved, never used.
_PLACES = 40_000


def with_room(call: Callable[[], T]) -> T:
    """Call, from a frame so large that the frames below it fit behind it.

    CPython keeps frames in pieces of 16 KiB, and maps one at each call that crosses
    the end of a piece, to unmap it when that call returns. A template whose loop
    happens to stand there pays thousands of times: up to a quarter of a page.
    Remove this once the oldest Python served keeps a piece at hand (gh-142183).
    """
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=_PLACES)
