"""Territories named in files."""

from functools import cached_property

from django.utils.translation import gettext as _

from portal.core.enums import TerritoryLevel
from portal.core.imports.report import ImportReport
from portal.core.models import Territory
from search.territories import Relations, current_relations
from search.text.analysis import fold
from training.importing.records import SessionRecord

# What parts an address into the names that it may hold.
_MARKS = str.maketrans(dict.fromkeys(",;()–/", "\n"))


class Places:
    """Whole names alone count: « Mairie » is no commune called Mairieux."""

    @cached_property
    def _relations(self) -> Relations:
        return current_relations()

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Values by name, official code and postcode; a postcode may be of several."""
        found: dict[str, set[str]] = {}
        for known in self._relations.known.values():
            commune = known.level == TerritoryLevel.COMMUNE
            names = [known.name, *((known.code, *known.postcodes) if commune else ())]
            for name in filter(None, names):
                found.setdefault(fold(name), set()).add(known.value)
        return found

    def territory_of(
        self, record: SessionRecord, report: ImportReport
    ) -> Territory | None:
        """Where a session takes place: as its file says, or as its place is named."""
        if record.territory:
            value = self._named(record.territory)
            if value is None:
                message = _("No territory has this name or code: left out.")
                report.warn(record.line, "territoire", record.territory, message)
            return self._row(value)
        parts = record.place.translate(_MARKS).splitlines()
        values = [value for part in parts if (value := self._commune(part))]
        return self._row(values[-1] if values else None)

    def _row(self, value: str | None) -> Territory | None:
        return Territory.objects.for_values([value]).first() if value else None

    def _named(self, text: str) -> str | None:
        if text in self._relations.known:
            return text
        found = self._by_name.get(fold(text), set())
        communes = {value for value in found if value.startswith("commune-")}
        for values in (communes, found):
            if len(values) == 1:
                return next(iter(values))
        return None

    def _commune(self, text: str) -> str | None:
        """A commune by its name, with or without its postcode: « 02000 Laon »."""
        words = [word for word in text.split() if not word.isdecimal()]
        found = self._by_name.get(fold(" ".join(words)), set())
        communes = [value for value in found if value.startswith("commune-")]
        return communes[0] if len(communes) == 1 else None
