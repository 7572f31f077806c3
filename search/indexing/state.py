"""What an administrator wants to know of the search, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q

from search.engines import current_engine
from search.engines.base import Health
from search.engines.breaker import breaker_of
from search.indexing.background import request_drain
from search.indexing.entries import MAX_ATTEMPTS, NO_ERROR
from search.models import IndexBuild, SearchEntry

SHOWN_ROWS = 50

_behind = Q(applied_version__lt=F("version"))
_set_aside = _behind & Q(attempts__gte=MAX_ATTEMPTS)


@dataclass(frozen=True)
class SearchState:
    """``in_use`` is false while visitors are answered by the database.

    ``refused`` are the rows that the engine refused at least once, worst first; those
    refused ten times are set aside until someone tries again.
    """

    engine: str
    health: Health
    in_use: bool
    visible: int
    pending: int
    oldest_mark: datetime | None
    set_aside: int
    refused: list[SearchEntry]
    build: IndexBuild

    @property
    def is_fine(self) -> bool:
        return self.in_use and not self.set_aside and not self.health.needs_rebuild


def read_state() -> SearchState:
    engine = current_engine()
    health = engine.health()
    absent = health.needs_rebuild and not health.documents
    found = SearchEntry.objects.aggregate(
        visible=Count("pk", filter=Q(visible=True)),
        pending=Count("pk", filter=_behind & Q(attempts__lt=MAX_ATTEMPTS)),
        oldest=Min("marked_at", filter=_behind),
        set_aside=Count("pk", filter=_set_aside),
    )
    refused = SearchEntry.objects.filter(_behind, attempts__gt=0)
    return SearchState(
        engine=engine.name,
        health=health,
        in_use=health.ok and not absent and not breaker_of(engine).is_open,
        visible=found["visible"],
        pending=found["pending"],
        oldest_mark=found["oldest"],
        set_aside=found["set_aside"],
        refused=list(refused.order_by("-attempts", "pk")[:SHOWN_ROWS]),
        build=IndexBuild.current(),
    )


def try_again() -> int:
    """Forget refusals and waits, and ask for a drain; return how many rows wait."""
    waiting = SearchEntry.objects.filter(_behind).update(**NO_ERROR)
    request_drain()
    return waiting
