"""What these tests ask of a site."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from search import service
from search.engines.breaker import LOOK, breaker_of
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexing.drain import drain
from search.models import SearchEntry
from search.query import SearchQuery
from search.results import SearchResults
from tests.search.faults.proxy import Proxy


@dataclass
class Site:
    proxy: Proxy
    engine: ElasticsearchEngine

    def search(self, text: str = "") -> SearchResults:
        return service.search(SearchQuery(today=timezone.localdate(), q=text))

    def pending(self) -> int:
        return SearchEntry.objects.filter(applied_version__lt=F("version")).count()

    def agrees(self) -> bool:
        """Whether the index holds exactly what the database says is to be found."""
        visible = SearchEntry.objects.filter(visible=True)
        return set(self.engine.ids()) == set(
            visible.values_list("document_id", flat=True)
        )

    def drain(self) -> int:
        """Now, whatever waits for its next try."""
        SearchEntry.objects.update(retry_after=None)
        return drain()

    def indices(self) -> list[str]:
        return [index.name for index in self.engine.indices.all()]

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        """The server closes its indices to writes, as it does when its disk is full.

        Its disk must be full in its own eyes: it looks every 30 seconds, and opens
        again what a test closed by hand.
        """
        self._disk_is_full(True)
        try:
            yield
        finally:
            self._disk_is_full(False)

    def _disk_is_full(self, full: bool) -> None:
        marks = dict.fromkeys(
            ("low", "high", "flood_stage"), "1000tb" if full else None
        )
        self.engine.client.cluster.put_settings(
            persistent={"cluster.routing.allocation.disk.watermark": marks}
        )
        for name in self.indices():
            self.engine.client.indices.put_settings(
                index=name,
                settings={"index.blocks.read_only_allow_delete": full or None},
            )

    def comes_back(self) -> bool:
        """Whether the engine answers again by itself. It is looked at for a fifth of a
        second every half minute: a busy server may miss a look."""
        for _ in range(3):
            self.later(30)
            self.search()
            for thread in threading.enumerate():
                if thread.name == LOOK:
                    thread.join()
            if not degraded(self.search()):
                return True
        return False

    def later(self, seconds: float) -> None:
        """The breaker believes that so much time has passed."""
        breaker = breaker_of(self.engine)
        clock = breaker._clock
        breaker._clock = lambda: clock() + seconds


def degraded(found: SearchResults) -> bool:
    """Whether the database answered, and visitors are told."""
    kinds = [note.kind.value for note in found.notes]
    assert (found.engine == "database") is ("degraded" in kinds)
    return found.engine == "database"
