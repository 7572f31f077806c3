"""Finding a territory by what a visitor types: a name, or a postcode."""

import re
from collections.abc import Callable
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


def point_named(text: str, relations: Relations) -> tuple[str, tuple[str, ...]]:
    """The place that ``text`` names as a point to measure from, or empty, and what
    else it may mean.

    A commune comes before what is wider, the largest of those that share a postcode
    before the others, and a label ("Béthune (62)") is understood.
    """
    text = text.strip()
    if _POSTCODE.fullmatch(text):
        sharing = sorted(matching(text, relations, 50), key=_by_people(relations))
        return (sharing[0], tuple(sharing[1:])) if sharing else ("", ())
    if one := named(text, relations):
        return one, ()
    name = fold(text.partition(" (")[0])
    found = [
        value
        for value in matching(name, relations, 50)
        if fold(relations.known[value].name) == name
    ]
    labelled = [value for value in found if relations.label(value) == text]
    communes = [value for value in found if relations.known[value].is_commune]
    for choices in (labelled, communes if "(" not in text else []):
        if len(choices) == 1:
            return choices[0], ()
    return "", tuple(matching(text, relations))


def _by_people(relations: Relations) -> Callable[[str], tuple[int, str]]:
    return lambda value: (-(relations.known[value].population or 0), value)


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
