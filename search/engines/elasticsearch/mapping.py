"""What the index holds: core field types only, strict, with a hash of it all."""

import hashlib
import json
from typing import Any

from search.documents import SearchDocument
from search.engines import written
from search.engines.written import (
    BOOSTS,
    DAYS,
    KEYWORDS,
    LANGUAGES,
    LONGEST_BEGINNING,
)
from search.facets import KEYS
from search.text.analysis import GAP, fold

# A larger document would be refused with all that is sent beside it.
_MAX_CHARACTERS = 20_000_000

# Terms come analysed by our own rules, with a gap where a stop word stood: see ADR 9.
ANALYSIS: dict[str, Any] = {
    "analyzer": {
        "rules": {"type": "custom", "tokenizer": "whitespace", "filter": ["gaps"]},
        "beginnings": {
            "type": "custom",
            "tokenizer": "whitespace",
            "filter": ["cut", "unique"],
        },
    },
    "filter": {
        "gaps": {"type": "stop", "stopwords": [GAP]},
        "cut": {"type": "edge_ngram", "min_gram": 1, "max_gram": LONGEST_BEGINNING},
    },
}

_KEYWORD = {"type": "keyword"}
_DAY = {"type": "integer"}
_TERMS = {"type": "text", "analyzer": "rules"}
_BEGINNINGS = {"type": "text", "analyzer": "beginnings", "index_options": "freqs"}
_KEY_TERMS = {**_TERMS, "index_options": "freqs", "norms": False, "term_vector": "yes"}


def _only_read(kind: str) -> dict[str, Any]:
    """Sorted on or counted, never looked for."""
    return {"type": kind, "index": False}


MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    # Texts are read in the database, never here.
    "_source": {"includes": ["id"]},
    "properties": {
        "id": _KEYWORD,
        "key": _only_read("keyword"),
        "weight": _only_read("float"),
        "by_weight": _only_read("integer"),
        "position": _only_read("geo_point"),
        "published_at": _only_read("long"),
        "modified_at": _only_read("long"),
        **dict.fromkeys(KEYWORDS, _KEYWORD),
        **dict.fromkeys(DAYS, _DAY),
        "facets": {
            "type": "object",
            "dynamic": "strict",
            "properties": dict.fromkeys(KEYS, _KEYWORD),
        },
        "beginnings": _BEGINNINGS,
        "first_beginnings": _BEGINNINGS,
        **{f"{name}_{lang}": _TERMS for lang in LANGUAGES for name in BOOSTS},
        **{f"words_{lang}": _only_read("keyword") for lang in LANGUAGES},
        **{f"like_{lang}": _KEY_TERMS for lang in LANGUAGES},
    },
}


def fingerprint() -> str:
    """Changes with the mapping, and with the rules that texts are written under."""
    made = json.dumps([MAPPINGS, ANALYSIS, written.rules_fingerprint()], sort_keys=True)
    return hashlib.sha256(made.encode()).hexdigest()[:10]


def to_source(document: SearchDocument) -> dict[str, Any]:
    """``document`` as the index holds it; raise ``Refused`` if it cannot."""
    written.check(document)
    text = written.written(document)
    language = text.language
    folded = fold(document.title)
    weight = written.weight(document)
    source = {
        "id": document.id,
        "key": written.title_key(document),
        "weight": weight,
        "by_weight": round(weight * 1000),
        **written.keywords(document),
        **written.days(document),
        "facets": {name: list(held) for name, held in document.facets.items() if held},
        "beginnings": folded,
        "first_beginnings": folded.partition(" ")[0],
        f"like_{language}": " ".join(text.key_terms),
        f"words_{language}": sorted(text.words),
        **{f"{name}_{language}": terms for name, terms in text.spaced.items()},
    }
    for name in ("published_at", "modified_at"):
        moment = getattr(document, name)
        if moment:
            source[name] = max(0, int(moment.timestamp()))
    if point := written.position(document):
        source["position"] = dict(zip(("lat", "lon"), point, strict=True))
    size = sum(map(len, text.spaced.values()))
    if size > _MAX_CHARACTERS:
        raise written.Refused(f"Its texts hold {size} characters.")
    return source
