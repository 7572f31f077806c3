"""Compares what the database says with what the index holds, and repairs."""

from dataclasses import dataclass, field

from django.db.models import F

from search.engines import current_engine
from search.engines.base import Change, Engine
from search.indexing.drain import MAX_ATTEMPTS, drain
from search.indexing.rebuild import make_missing_entries, objects_without_entry
from search.models import SearchEntry


@dataclass
class Diagnosis:
    """What differs; ``healthy`` when nothing does."""

    engine: str
    documents: int = 0
    pages_without_entry: int = 0
    pending: int = 0
    set_aside: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)  # should be found, are not
    surplus: list[str] = field(default_factory=list)  # are found, should not be

    @property
    def healthy(self) -> bool:
        return not (
            self.pages_without_entry
            or self.pending
            or self.set_aside
            or self.absent
            or self.surplus
        )


def examine(engine: Engine | None = None) -> Diagnosis:
    """Compare identifiers and versions, without changing anything."""
    engine = engine or current_engine()
    indexed = set(engine.ids())
    visible = set(
        SearchEntry.objects.filter(visible=True).values_list("document_id", flat=True)
    )
    behind = SearchEntry.objects.filter(applied_version__lt=F("version"))
    waiting = set(behind.values_list("document_id", flat=True))
    return Diagnosis(
        engine=engine.name,
        documents=len(indexed),
        pages_without_entry=len(objects_without_entry()),
        pending=behind.filter(attempts__lt=MAX_ATTEMPTS).count(),
        set_aside=sorted(
            behind.filter(attempts__gte=MAX_ATTEMPTS).values_list(
                "document_id", flat=True
            )
        ),
        absent=sorted(visible - indexed - waiting),
        surplus=sorted(indexed - visible - waiting),
    )


def repair(engine: Engine | None = None) -> Diagnosis:
    """Index what is absent, forget what is surplus, try again what was set aside."""
    engine = engine or current_engine()
    make_missing_entries()
    SearchEntry.objects.filter(applied_version__lt=F("version")).update(
        attempts=0, retry_after=None
    )
    drain(engine)
    found = examine(engine)
    known = set(
        SearchEntry.objects.filter(document_id__in=found.surplus).values_list(
            "document_id", flat=True
        )
    )
    SearchEntry.objects.filter(document_id__in=[*found.absent, *known]).update(
        version=F("version") + 1
    )
    strangers = [key for key in found.surplus if key not in known]
    if strangers:
        engine.apply([Change(key, 1, None) for key in strangers])
    drain(engine)
    return examine(engine)
