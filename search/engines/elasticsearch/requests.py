"""``EngineRequest`` → one request for the hits and all the counts, and its answer."""

from collections.abc import Mapping
from typing import Any

from elasticsearch.dsl import query as q

from search.engines.base import (
    MAX_DISTINCT,
    Condition,
    EngineAnswer,
    EngineRequest,
    Point,
)
from search.engines.elasticsearch import counting, wording
from search.engines.elasticsearch.compiling import conjunction
from search.query import MAX_RANK, Sort

_BY_KEY: dict[str, Any] = {"key": "asc"}
_LAST = {"missing": "_last"}
_ORDERS: dict[Sort, dict[str, Any]] = {
    Sort.RELEVANCE: {"by_weight": "desc"},
    Sort.RECENT: {"published_at": {"order": "desc", **_LAST}},
    Sort.MODIFIED: {"modified_at": {"order": "desc", **_LAST}},
    Sort.NEXT_DATE: {"next_on": {"order": "asc", **_LAST}},
    Sort.TITLE: _BY_KEY,
}


def compiled(request: EngineRequest) -> dict[str, Any]:
    """The body of one search.

    What the hits and every count ask for is filtered first. What only the hits ask for
    (selections, which their own facet's counts ignore) is filtered after counting.
    """
    shared = frozenset[Condition](request.filters).intersection(
        *(frozenset(count.filters) for count in request.counts)
    )
    text = wording.text(request)
    filters = conjunction(sorted(shared, key=request.filters.index))
    if request.near is not None:
        query: q.Query = q.Bool(filter=[filters] if text is None else [text, filters])
        sort: list[Any] = [_distance(request.near)]
    elif text is not None and request.sort is Sort.RELEVANCE:
        query = wording.weighed(
            wording.boosted(q.Bool(must=[text], filter=[filters]), request.boosts)
        )
        if request.narrowest_first:
            query = wording.relevance_in_tiers(query, request.narrowest_first)
        sort = ["_score"]
    else:
        query = q.Bool(filter=[filters] if text is None else [text, filters])
        sort = [_ORDERS[request.sort]]
        if request.narrowest_first:
            query = wording.in_tiers(query, request.narrowest_first)
            sort.insert(0, "_score")
    body: dict[str, Any] = {
        "query": query.to_dict(),
        "sort": [*sort, _BY_KEY],
        "track_total_hits": True,
        "_source": False,
        **_window(request),
    }
    after = [given for given in request.filters if given not in shared]
    if after:
        body["post_filter"] = conjunction(after).to_dict()
    groups = counting.aggregations(request.counts, shared)
    if groups:
        body["aggs"] = {name: group.to_dict() for name, group in groups.items()}
    return body


def _distance(here: Point) -> dict[str, Any]:
    """What has no position comes last."""
    latitude, longitude = here
    point = {"lat": latitude, "lon": longitude}
    return {"_geo_distance": {"position": point, "order": "asc", "unit": "m"}}


def _window(request: EngineRequest) -> dict[str, int]:
    """No rank past ``MAX_RANK`` is asked for: the server would refuse."""
    size = min(request.limit, MAX_RANK - request.offset)
    if size < 1:
        return {"size": 0}
    return {"from": request.offset, "size": size}


def read(request: EngineRequest, answer: Mapping[str, Any]) -> EngineAnswer:
    return EngineAnswer(
        tuple(ids(answer)),
        answer["hits"]["total"]["value"],
        counting.read(request.counts, answer.get("aggregations", {})),
    )


def ids(answer: Mapping[str, Any]) -> list[str]:
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def best(query: q.Query, limit: int) -> dict[str, Any]:
    """The best documents by relevance, then by title."""
    return {
        "query": query.to_dict(),
        "sort": ["_score", _BY_KEY],
        "size": limit,
        "track_total_hits": False,
        "_source": False,
    }


def all_words(rules: str) -> dict[str, Any]:
    """The words of all texts, most frequent first if they are too many."""
    words = {"terms": {"field": f"words_{rules}", "size": MAX_DISTINCT}}
    return {"size": 0, "track_total_hits": False, "aggs": {"words": words}}


def words(answer: Mapping[str, Any]) -> dict[str, int]:
    buckets = answer["aggregations"]["words"]["buckets"]
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
