"""An undefined variable in a template of ours fails the test that draws it.

Django draws nothing in its place, which hides a misspelt name for ever. Templates of
libraries count on that silence and keep it.
"""

import sys
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings
from django.template import Node, engines


class UndefinedVariable(AssertionError):
    pass


class OursOnly(str):
    """What the engine puts in place of an undefined variable: an error when the
    template is ours, nothing at all otherwise."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return template_of(sys._getframe(1)) is not None

    def __contains__(self, other: object) -> bool:
        return other == "%s" and template_of(sys._getframe(1)) is not None

    def __mod__(self, variable: object) -> str:
        name = template_of(sys._getframe(1))
        message = (
            f"{name} shows “{variable}”, which nothing defines. Give it in the context"
            " (in the `with` of an include), or ask first: {% if … %}."
        )
        raise UndefinedVariable(message)


def template_of(frame: FrameType | None) -> str | None:
    """The template of ours whose node is being drawn, if it is one of ours."""
    ours = str(settings.PROJECT / "templates")
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            name = str(node.origin.name)
            return (
                str(Path(name).relative_to(settings.PROJECT))
                if (name.startswith(ours))
                else None
            )
        frame = frame.f_back
    return None


@pytest.fixture(autouse=True, scope="session")
def _undefined_variables_fail() -> None:
    engines["django"].engine.string_if_invalid = OursOnly()
