"""An answer as the one JSON object that scripts read; its names are stable."""

from typing import Any

from search.results import FacetValue, Hit, Relaxation, SearchResults


def as_json(results: SearchResults) -> dict[str, Any]:
    query = results.query
    return {
        "query": {
            "q": query.q,
            "language": query.language,
            "filters": {key: list(values) for key, values in query.filters},
            "sort": query.sort.value,
            "page": query.page,
            "size": query.size,
        },
        "total": results.total,
        "engine": results.engine,
        "took_ms": {
            "engine": round(results.engine_ms, 2),
            "total": round(results.total_ms, 2),
        },
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {
            facet.key: [_value(value) for value in facet.values]
            for facet in results.facets
        },
        "notes": [
            {"kind": note.kind.value, "text": note.text, "undo": note.undo}
            for note in results.notes
        ],
        "relaxations": [_relaxation(one) for one in results.relaxations],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "import_id": hit.import_id,
        "type": hit.kind,
        "language": hit.language,
        "title": hit.title,
        "url": hit.url,
        "summary": hit.summary,
        "highlights": [str(fragment) for fragment in hit.highlights],
    }


def _value(value: FacetValue) -> dict[str, Any]:
    return {
        "value": value.value,
        "label": value.label,
        "count": value.count,
        "selected": value.selected,
        "children": [_value(child) for child in value.children],
    }


def _relaxation(one: Relaxation) -> dict[str, Any]:
    dropped = one.values[0] if len(one.values) == 1 else list(one.values)
    return {"without": {one.key: dropped}, "total": one.total}
