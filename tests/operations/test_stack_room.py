"""Calls cost the same at every depth of a request (see ``stack_room``)."""

import resource
import sys

import pytest

from portal import wsgi
from portal.operations.stack_room import with_room

CALLS = 300
# Frames of a few places each: more than one piece of the interpreter's stack holds.
DEPTHS = range(250)


def _nothing() -> None:
    pass


def _memory_mapped(depth: int) -> int:
    """How often memory was given by the system for calls made from so deep."""
    if depth:
        return _memory_mapped(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


@pytest.mark.skipif(sys.platform != "linux", reason="it counts as Linux does")
def test_no_depth_of_calls_maps_memory_again_and_again():
    assert with_room(lambda: max(map(_memory_mapped, DEPTHS))) < CALLS / 2


def test_what_is_called_answers_and_fails_as_itself():
    assert with_room(lambda: 7) == 7
    with pytest.raises(KeyError):
        with_room(lambda: {}["absent"])


def test_requests_are_answered_with_room(monkeypatch: pytest.MonkeyPatch):
    heard: list[object] = []

    def answer(environ, start_response):
        heard.append(sys._getframe(1).f_code)
        return [b"hello"]

    monkeypatch.setattr(wsgi, "_answer", answer)
    assert wsgi.application({}, None) == [b"hello"]
    assert heard == [with_room.__code__]
