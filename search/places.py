"""Finding a territory by what a visitor types: a name, or a postcode."""

import re
from functools import lru_cache

from search.territories import KnownTerritory, Relations
from search.text.analysis import fold

MAX_TYPED = 80
_POSTCODE = re.compile(r"[0-9]{5}")


def named(text: str, relations: Relations) -> str:
    """The one territory that ``text`` names, or empty where several could be meant.

    A name that a commune shares with a wider level is not one place.
    """
    wanted = fold(text[:MAX_TYPED])
    if not wanted:
        return ""
    if text in relations.known:
        return text
    exact = [value for name, value in _index(relations) if name == wanted]
    if len(exact) == 1:
        return exact[0]
    found = matching(text, relations, 2)
    return found[0] if len(found) == 1 else ""


def matching(text: str, relations: Relations, limit: int = 10) -> list[str]:
    """Territories whose name holds words that start so, the largest first."""
    text = text[:MAX_TYPED].strip()
    if _POSTCODE.fullmatch(text):
        return [
            territory.value
            for territory in relations.known.values()
            if text in territory.postcodes
        ][:limit]
    wanted = fold(text)
    if not wanted:
        return []
    starting: list[str] = []
    holding: list[str] = []
    for name, value in _index(relations):
        if name.startswith(wanted):
            starting.append(value)
        elif f" {wanted}" in name:
            holding.append(value)
    return [*starting, *holding][:limit]


@lru_cache(maxsize=2)
def _index(relations: Relations) -> tuple[tuple[str, str], ...]:
    """Folded names, wide and populated places first."""

    def weight(territory: KnownTerritory) -> tuple[int, int, str]:
        return -territory.rank, -(territory.population or 0), territory.value

    return tuple(
        (fold(territory.name), territory.value)
        for territory in sorted(relations.known.values(), key=weight)
        if territory.name
    )
