"""Communes, territories and sectors by the words of tables, read once for an import."""

from functools import cached_property

from portal.core.choosing import fold
from portal.core.enums import TerritoryLevel
from portal.core.models import Sector, Territory

_SHORT = {"st": "saint", "ste": "sainte"}


class Vocabulary:
    """What an import may name; all of it is read when it is first asked for."""

    def commune(self, *, insee: str, name: str, postcode: str) -> Territory | None:
        """By its code or, without one, by its name and postcode, or its name alone
        where only one commune has it."""
        if found := self._by_value.get(f"{TerritoryLevel.COMMUNE}-{insee.zfill(5)}"):
            return found
        if insee and not name:
            return None
        named = self._communes_by_name.get(_plain(name), [])
        there = [row for row in named if postcode and postcode in row.postcodes]
        if postcode and not there:
            # A CEDEX, or an old postcode: the département must be right at least.
            there = [row for row in named if row.code[:2] == postcode[:2]]
        found_there = there if postcode else named
        return found_there[0] if len(found_there) == 1 else None

    def territory(self, word: str) -> Territory | None:
        """By its value in addresses, its official code or a name that is its alone."""
        if found := self._by_value.get(word):
            return found
        named = self._by_name.get(_plain(word), [])
        return named[0] if len(named) == 1 else None

    def sector(self, word: str) -> Sector | None:
        return self._sectors.get(fold(word))

    @cached_property
    def _territories(self) -> list[Territory]:
        return list(Territory.objects.defer("population"))

    @cached_property
    def _by_value(self) -> dict[str, Territory]:
        return {row.value: row for row in self._territories}

    @cached_property
    def _by_name(self) -> dict[str, list[Territory]]:
        found: dict[str, list[Territory]] = {}
        for row in self._territories:
            found.setdefault(_plain(row.name), []).append(row)
            if row.level == TerritoryLevel.DEPARTEMENT:
                found.setdefault(row.code, []).append(row)
        return found

    @cached_property
    def _communes_by_name(self) -> dict[str, list[Territory]]:
        found: dict[str, list[Territory]] = {}
        for row in self._territories:
            if row.level == TerritoryLevel.COMMUNE:
                found.setdefault(_plain(row.name), []).append(row)
        return found

    @cached_property
    def _sectors(self) -> dict[str, Sector]:
        found: dict[str, Sector] = {}
        for row in Sector.objects.all():
            for words in (row.slug, row.label_fr, row.label_en, row.label_nl):
                if words:
                    found.setdefault(fold(words), row)
        return found


def _plain(name: str) -> str:
    """A name as it is compared: no accent, no « CEDEX », « St » as « saint »."""
    words = fold(name).split()
    if "cedex" in words:
        words = words[: words.index("cedex")]
    return " ".join(_SHORT.get(word, word) for word in words)
