"""What processes keep in memory, and until when: until its stamp changes."""

from collections.abc import Callable
from typing import Generic, TypeVar

from django.http import HttpRequest

from portal.core import models

T = TypeVar("T")

TERRITORIES = "territories"
VOCABULARIES = "vocabularies"
GLOSSARY = "glossary"
FAMILIES = {
    TERRITORIES: {models.Territory},
    VOCABULARIES: {
        models.Theme,
        models.Stage,
        models.Audience,
        models.Sector,
        models.Job,
        models.Public,
        models.Funder,
    },
    GLOSSARY: {models.GlossaryTerm},
}


def read_stamps() -> dict[str, str]:
    """All stamps, in one query; a family that never changed is absent."""
    return dict(models.Stamp.objects.values_list("name", "token"))


def stamps_of(request: HttpRequest | None) -> dict[str, str]:
    """The stamps as ``request`` found them, read once for all that it draws."""
    if request is None:
        return read_stamps()
    held: dict[str, dict[str, str]] = vars(request)
    if "_portal_stamps" not in held:
        held["_portal_stamps"] = read_stamps()
    return held["_portal_stamps"]


class Remembered(Generic[T]):
    """A value built from rows, built again when the stamp of their family has changed.

    Pass the stamps read once for the request, so that asking costs one query for all.
    """

    def __init__(self, family: str, build: Callable[[], T]) -> None:
        self.family = family
        self.build = build
        self._held: tuple[str, T] | None = None

    def get(self, stamps: dict[str, str] | None = None) -> T:
        token = (read_stamps() if stamps is None else stamps).get(self.family, "")
        if self._held is None or self._held[0] != token:
            self._held = (token, self.build())
        return self._held[1]
