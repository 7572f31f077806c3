"""Which column of a table holds what: by its usual names, or as a person says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portal.core.imports.refusals import ImportRefused

Places = Mapping[int, str]  # the key of each known column, by its place from 0


@dataclass(frozen=True)
class Column:
    """Something that a table may tell of a record.

    ``names`` are the headings that it usually has, the likeliest first; accents, case
    and punctuation do not count. Of the columns of one ``group`` one must be there.
    """

    key: str
    label: "str | Promise"
    names: tuple[str, ...] = ()
    group: str = ""

    @property
    def known_as(self) -> tuple[str, ...]:
        return (self.key, *self.names)


class UnknownColumns(ImportRefused):
    """The headings tell too little; ``headings`` are those that were read."""

    def __init__(self, message: str, headings: Sequence[str]) -> None:
        super().__init__(message)
        self.headings = tuple(headings)


class Columns:
    """The columns that an import knows, in the order in which people read them."""

    def __init__(self, *columns: Column) -> None:
        self._columns = columns
        self._ranks: dict[str, list[tuple[int, str]]] = {}
        for column in columns:
            for rank, name in enumerate(column.known_as):
                self._ranks.setdefault(folded(name), []).append((rank, column.key))

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns)

    def recognise(self, headings: Sequence[str]) -> dict[int, str]:
        """The columns that have one of their usual names, the likeliest heading of
        each; the other headings are left out."""
        best: dict[str, tuple[int, int]] = {}
        for place, heading in enumerate(headings):
            for rank, key in self._ranks.get(folded(heading), ()):
                best[key] = min(best.get(key, (rank, place)), (rank, place))
        found: dict[int, str] = {}
        for key, (_rank, place) in best.items():
            found.setdefault(place, key)
        return dict(sorted(found.items()))

    def check(self, places: Places, headings: Sequence[str]) -> None:
        """Raise ``UnknownColumns`` when ``places`` lack what each record needs."""
        held = set(places.values())
        for group in dict.fromkeys(column.group for column in self._columns):
            columns = [column for column in self._columns if column.group == group]
            if group and held.isdisjoint(column.key for column in columns):
                raise UnknownColumns(_missing(columns, headings), headings)
        if not held:
            raise UnknownColumns(_missing(list(self._columns), headings), headings)


def folded(text: str) -> str:
    """``text`` as headings are compared: « Date_début » is "date debut"."""
    kept = "".join(c if c.isalnum() else " " for c in anyascii(text).lower())
    return " ".join(kept.split())


def _missing(columns: Sequence[Column], headings: Sequence[str]) -> str:
    wanted = [
        f"“{column.known_as[-1 if len(column.known_as) == 1 else 1]}”"
        for column in columns[:6]
    ]
    read = ", ".join(f"“{heading}”" for heading in headings[:12] if heading)
    return _(
        "The columns of this file are not known: none of them tells %(wanted)s."
        " Columns read: %(read)s."
    ) % {"wanted": get_text_list(wanted, _("or")), "read": read or "–"}
