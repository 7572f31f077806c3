"""Which organisations are there already: by SIRET or, without one, by name and place."""

from dataclasses import dataclass

from django.conf import settings

from directory.importing.records import ActorRecord
from directory.models import ActorPage
from portal.core.choosing import fold
from portal.core.models import Provenance

SOURCE = "import_actors"


@dataclass(slots=True)  # there are as many as organisations
class Entry:
    """An organisation that is there, or will be; ``pk`` is None until it is written.

    ``line`` is that of this file that told it first, ``told`` the kinds that this file
    told of it.
    """

    pk: int | None = None
    waits: bool = False  # an import made it, and nobody told its number yet
    line: int = 0
    told: frozenset[str] = frozenset()


class Known:
    """The organisations in the language of facts, drafts included."""

    def __init__(self) -> None:
        self._by_siret: dict[str, Entry] = {}
        self._by_name: dict[str, Entry] = {}
        self._of_page: dict[int, Entry] = {}
        self._read_pages()
        self._read_imported()

    def find(self, record: ActorRecord) -> Entry:
        """The entry of ``record``, made when it is not there."""
        name = name_key(record)
        named = self._by_name.get(name)
        if not record.siret:
            entry = named or Entry()
        elif record.siret in self._by_siret:
            entry = self._by_siret[record.siret]
        elif named and named.waits:
            entry = named
        else:
            entry = Entry()
        if record.siret:
            entry.waits = False
            self._by_siret[record.siret] = entry
        elif entry.pk is None:
            entry.waits = True
        self._by_name.setdefault(name, entry)
        return entry

    def _read_pages(self) -> None:
        rows = (
            ActorPage.objects.filter(
                locale__language_code=settings.LANGUAGE_CODE, alias_of__isnull=True
            )
            .order_by("pk")
            .values_list("pk", "siret", "title", "legal_name", "commune__value")
        )
        for pk, siret, title, legal_name, commune in rows.iterator():
            entry = self._of_page[pk] = Entry(pk)
            if siret:
                self._by_siret[siret] = entry
            for name in {title, legal_name or title}:
                self._by_name.setdefault(_key(name, commune or ""), entry)

    def _read_imported(self) -> None:
        """What an earlier import called them: people may have changed their names."""
        rows = Provenance.objects.filter(source_label=SOURCE, page__isnull=False)
        numbered = {entry.pk for entry in self._by_siret.values()}
        for name, page_id in rows.values_list("source_id", "page_id").iterator():
            entry = self._of_page.get(page_id)
            if entry is None:
                continue
            if name.isdecimal():
                self._by_siret.setdefault(name, entry)
            else:
                self._by_name.setdefault(name, entry)
                entry.waits = page_id not in numbered


def name_key(record: ActorRecord) -> str:
    return _key(record.name, record.place)


def source_id(record: ActorRecord) -> str:
    """What an import calls the organisation: its number, or its name and place."""
    return record.siret or name_key(record)


def _key(name: str, place: str) -> str:
    return f"{fold(name)[:150]}|{place}"
