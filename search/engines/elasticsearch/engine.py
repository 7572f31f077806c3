"""The contract, kept by Elasticsearch."""

import contextlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _

from search.documents import SearchDocument
from search.engines.base import (
    NO_INDEX,
    Change,
    Condition,
    Engine,
    EngineAnswer,
    EngineBusy,
    EngineRequest,
    EngineUnavailable,
    Health,
    NoIndex,
    Outcome,
)
from search.engines.elasticsearch import connecting, requests, wording, writing
from search.engines.elasticsearch.address import Address
from search.engines.elasticsearch.connecting import NotFound
from search.engines.elasticsearch.indices import Indices, building
from search.engines.written import LONGEST_BEGINNING
from search.text import analysis

_IDS_AT_ONCE = 5_000


class ElasticsearchEngine(Engine):
    """An index behind aliases that start with the prefix of ``url`` (``SEARCH_URL``).

    Nothing is asked of the server before the first call.
    """

    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        self._url = url
        self._rebuilding = threading.Lock()

    @cached_property
    def address(self) -> Address:
        return Address.read(self._url)

    @cached_property
    def client(self) -> elasticsearch.Elasticsearch:
        return connecting.connect(self.address)

    @cached_property
    def indices(self) -> Indices:
        return Indices(self.client, self.address.prefix)

    def search(self, request: EngineRequest) -> EngineAnswer:
        try:
            answer = self._ask(requests.compiled(request))
        except NotFound as error:
            raise NoIndex(_("There is no index yet.")) from error
        return requests.read(request, answer)

    def suggest(
        self, words: Sequence[str], *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        cut = [word[:LONGEST_BEGINNING] for word in words if word]
        if not cut or limit < 1:
            return []
        return self._best(wording.beginnings(cut, filters), limit)

    def related(
        self, document_id: str, *, filters: Sequence[Condition], limit: int
    ) -> list[str]:
        if limit < 1:
            return []
        like = wording.like(self.indices.read, document_id, filters)
        return self._best(like, limit)

    def _best(self, query: Any, limit: int) -> list[str]:
        try:
            return requests.ids(self._ask(requests.best(query, limit)))
        except NotFound:
            return []

    def _ask(
        self, body: dict[str, Any], *, timeout: float = connecting.SEARCH_TIMEOUT
    ) -> Mapping[str, Any]:
        """The server's answer, of all its shards; ``NotFound`` without an index."""
        patient = self.client.options(request_timeout=timeout)
        with connecting.guarded(self.address):
            answer = patient.search(
                index=self.indices.read,
                allow_partial_search_results=False,
                search_type="dfs_query_then_fetch",
                body=body,
            )
            return connecting.whole(answer.body)

    def vocabulary(self, language: str) -> dict[str, int]:
        rules = analysis.rules_for(language)
        body = requests.all_words(rules)
        try:
            return requests.words(self._ask(body, timeout=connecting.WRITE_TIMEOUT))
        except NotFound:
            return {}

    def apply(self, batch: Sequence[Change]) -> list[Outcome]:
        if not batch:
            return []
        with connecting.guarded(self.address):
            try:
                return writing.write(self.client, self.indices.write, batch)
            except writing.NoIndex:
                self.indices.make_first()
                return writing.write(self.client, self.indices.write, batch)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        if not self._rebuilding.acquire(blocking=False):
            raise EngineBusy(_("Another process is making an index."))
        try:
            return self._rebuild(documents)
        finally:
            self._rebuilding.release()

    def _rebuild(self, documents: Iterable[SearchDocument]) -> int:
        patient = self.client.options(request_timeout=connecting.REBUILD_TIMEOUT)
        indices = Indices(patient, self.address.prefix)
        with connecting.guarded(self.address):
            indices.sweep()
            name = indices.make_next()
            try:
                count = writing.fill(patient, building(name), documents)
                indices.serve(name)
            except BaseException:
                with contextlib.suppress(Exception):
                    self.client.indices.delete(index=name, ignore_unavailable=True)
                raise
            indices.sweep()
        return count

    def ids(self) -> Iterable[str]:
        return list(self._ids())

    def _ids(self) -> Iterator[str]:
        body: dict[str, Any] = {"size": _IDS_AT_ONCE, "sort": ["id"], "_source": False}
        while True:
            try:
                answer = self._ask(body, timeout=connecting.WRITE_TIMEOUT)
            except NotFound:
                return
            found = requests.ids(answer)
            yield from found
            if len(found) < _IDS_AT_ONCE:
                return
            body["search_after"] = [found[-1]]

    def generation(self) -> str:
        try:
            return "|".join(
                f"{name}:{shard['commit']['user_data']['history_uuid']}"
                f":{shard['seq_no']['max_seq_no']}"
                for name, index in sorted(self._stats().items())
                for number, copies in sorted(index["shards"].items())
                for shard in copies
                if shard["routing"]["primary"]
            )
        except NotFound:
            return NO_INDEX

    def _stats(self) -> Mapping[str, Any]:
        quick = self.client.options(request_timeout=connecting.SEARCH_TIMEOUT)
        with connecting.guarded(self.address):
            found = quick.indices.stats(
                index=self.indices.read, metric=["docs", "store"], level="shards"
            )
            return dict(connecting.whole(found.body)["indices"])

    def answers(self, seconds: float) -> bool:
        body = {"size": 0, "track_total_hits": False, "terminate_after": 1}
        try:
            self._ask(body, timeout=seconds)
        except EngineUnavailable:
            return False
        return True

    def health(self) -> Health:
        try:
            quick = self.client.options(request_timeout=connecting.SEARCH_TIMEOUT)
            with connecting.guarded(self.address):
                connecting.check_version(quick.info()["version"]["number"])
            return self._health_of_index(quick)
        except EngineUnavailable as error:
            return Health(False, 0, str(error))

    def _health_of_index(self, client: elasticsearch.Elasticsearch) -> Health:
        try:
            ((name, stats),) = self._stats().items()
        except (NotFound, ValueError):
            with connecting.guarded(self.address):
                others = [index for index in self.indices.all() if index.serves]
            detail = (
                _("The index was made by another release. Rebuild it.")
                if others
                else _("There is no index yet.")
            )
            return Health(not others, 0, detail, needs_rebuild=True)
        with connecting.guarded(self.address):
            mapping = client.indices.get_mapping(index=name)[name]["mappings"]
        complete = bool(mapping.get("_meta", {}).get("complete"))
        return Health(
            True,
            stats["primaries"]["docs"]["count"],
            "" if complete else _("Made by changes alone, never by a rebuild."),
            not complete,
            stats["total"]["store"]["size_in_bytes"],
        )
