"""The commune that a visitor types: a name, a postcode or an Insee code."""

import re
from functools import lru_cache

from portal.core.enums import TerritoryLevel
from search import places
from search.reading import printable
from search.territories import Relations
from search.text.analysis import fold

OFFERED = 12
_ARTICLE = re.compile("^(?:le|la|les|l) ")


@lru_cache(maxsize=2)
def _communes(relations: Relations) -> Relations:
    """The communes alone: a name that a wider territory shares is that of one place."""
    return Relations(t for t in relations.known.values() if t.is_commune)


def found(text: str, relations: Relations) -> str:
    """The value of the one commune that is meant, or empty."""
    typed = printable(text)
    if by_code := _by_code(typed, relations):
        return by_code if not _by_postcode(typed, relations) - {by_code} else ""
    named = places.named(typed, _communes(relations)) if typed else ""
    return named if named and _begins(relations.known[named].name, typed) else ""


def offered(text: str, relations: Relations) -> list[str]:
    """The communes that may be meant, the most populated first."""
    typed = printable(text)
    if not typed:
        return []
    held = places.matching(typed, _communes(relations), OFFERED)
    by_code = _by_code(typed, relations)
    return list(dict.fromkeys([*([by_code] if by_code else []), *held]))


def _begins(name: str, typed: str) -> bool:
    """Whether the name begins as typed, its article apart: whoever types "Paris" does
    not mean Le Touquet-Paris-Plage, and is asked."""
    return typed.isdigit() or _bare(name).startswith(_bare(typed))


def _bare(name: str) -> str:
    return _ARTICLE.sub("", fold(name))


def _by_code(typed: str, relations: Relations) -> str:
    for value in (typed, f"{TerritoryLevel.COMMUNE}-{typed.upper()}"):
        territory = relations.known.get(value)
        if territory is not None and territory.is_commune:
            return value
    return ""


def _by_postcode(typed: str, relations: Relations) -> set[str]:
    """An Insee code may also be the postcode of other communes."""
    return {
        territory.value
        for territory in relations.by_level.get(TerritoryLevel.COMMUNE, ())
        if typed in territory.postcodes
    }
