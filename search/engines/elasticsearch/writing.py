"""Changes and documents → bulk requests, and what became of each."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

import elasticsearch
from django.utils.translation import gettext as _
from elasticsearch.helpers import streaming_bulk

from search.documents import SearchDocument
from search.engines.base import Change, EngineUnavailable, Outcome
from search.engines.elasticsearch.connecting import Failed
from search.engines.elasticsearch.mapping import to_source
from search.engines.written import Refused

logger = logging.getLogger(__name__)

_AT_ONCE = 500
_BYTES_AT_ONCE = 8_000_000
# Of a rebuild, while the server has too much to do: 1, 2, 4 then 8 seconds.
_RETRIES = 4
_NEWER_IS_THERE = 409
_NO_INDEX = "index_not_found_exception"
# What is wrong with the document itself. Anything else may pass, and is an outage.
_REFUSALS = {
    "document_parsing_exception",
    "illegal_argument_exception",
    "mapper_parsing_exception",
    "strict_dynamic_mapping_exception",
}


class NoIndex(EngineUnavailable):
    """There is no such alias to write to; the server must not guess an index."""


def write(
    client: elasticsearch.Elasticsearch, alias: str, batch: Sequence[Change]
) -> list[Outcome]:
    """Findable when this returns. Raises for what is no fault of a document."""
    errors: dict[int, str] = {}
    actions: dict[int, dict[str, Any]] = {}
    for place, change in enumerate(batch):
        try:
            actions[place] = _action(change)
        except Refused as refusal:
            errors[place] = str(refusal)
    results = _sent(client, alias, actions.values(), refresh=True)
    for place, result in zip(actions, results, strict=True):
        errors[place] = _error(result)
    return [
        Outcome(change.id, change.version, errors[place])
        for place, change in enumerate(batch)
    ]


def fill(
    client: elasticsearch.Elasticsearch, alias: str, documents: Iterable[SearchDocument]
) -> int:
    """Write a new index; return how many documents it holds, all of them found."""
    held: set[str] = set()

    def actions() -> Iterator[dict[str, Any]]:
        for document in documents:
            try:
                yield _action(Change(document.id, 0, document))
            except Refused as refusal:
                logger.warning("%s is not in the index: %s", document.id, refusal)

    def send(some: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
        return list(_sent(client, alias, some, retries=_RETRIES))

    for result in _sent_beside(actions(), send):
        document_id = result["_id"]
        if error := _error(result):
            logger.warning("%s is not in the index: %s", document_id, error)
        else:
            held.add(document_id)
    client.indices.refresh(index=alias)
    if (found := client.count(index=alias)["count"]) != len(held):
        raise EngineUnavailable(
            _("The new index holds %(found)s documents instead of %(given)s.")
            % {"found": found, "given": len(held)}
        )
    return len(held)


def _sent_beside(
    actions: Iterator[dict[str, Any]],
    send: Callable[[list[dict[str, Any]]], list[Mapping[str, Any]]],
) -> Iterator[Mapping[str, Any]]:
    """What the server says of each action: it indexes some while others are read.

    The library's own parallel sending would read the database in another thread.
    """
    sending: Future[list[Mapping[str, Any]]] | None = None
    with ThreadPoolExecutor(1, "search-fill") as thread:
        while some := list(islice(actions, _AT_ONCE)):
            before, sending = sending, thread.submit(send, some)
            if before:
                yield from before.result()
        if sending:
            yield from sending.result()


def _action(change: Change) -> dict[str, Any]:
    action = {
        "_id": change.id,
        "version": change.version,
        # The same version again is the same document, or what a second look found.
        "version_type": "external_gte",
    }
    if change.document is None:
        return {**action, "_op_type": "delete"}
    return {**action, "_op_type": "index", "_source": to_source(change.document)}


def _sent(
    client: elasticsearch.Elasticsearch,
    alias: str,
    actions: Iterable[dict[str, Any]],
    *,
    retries: int = 0,
    **options: Any,
) -> Iterator[Mapping[str, Any]]:
    """What the server says of each action, in their order."""
    for _ok, result in streaming_bulk(
        client,
        actions,
        index=alias,
        require_alias=True,
        chunk_size=_AT_ONCE,
        max_chunk_bytes=_BYTES_AT_ONCE,
        raise_on_error=False,
        max_retries=retries,
        initial_backoff=1,
        **options,
    ):
        ((operation, about),) = result.items()
        yield {**about, "operation": operation}


def _error(result: Mapping[str, Any]) -> str:
    """Why the server refused a document, or nothing. Raises for an outage."""
    error = result.get("error")
    if not error or result["status"] == _NEWER_IS_THERE:
        return ""
    kind, reason = error["type"], error.get("reason", "")
    if kind == _NO_INDEX:
        raise NoIndex(reason)
    if kind not in _REFUSALS:
        raise Failed(result["status"], kind)
    cause = error.get("caused_by", {}).get("reason", "")
    return " ".join(filter(None, (reason, cause)))
