"""What the index holds, and how a document is written into it."""

import hashlib
from importlib import metadata

import tantivy

from search.documents import SearchDocument
from search.engines import written
from search.engines.embedded import sort_keys
from search.engines.written import (
    BOOSTS,
    DAYS,
    KEY_TERMS,
    KEYWORDS,
    LANGUAGES,
    LONGEST_BEGINNING,
    Refused,
)
from search.text import analysis

SORTS = ("by_weight", "by_newest", "by_modified", "by_soonest", "by_title")
PLACE = "place"
FIRST_WORD = "^"


def build() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()

    def keyword(name: str, *, stored: bool = False, fast: bool = True) -> None:
        builder.add_text_field(
            name, stored=stored, fast=fast, tokenizer_name="raw", index_option="basic"
        )

    def spaced(name: str, option: str, *, stored: bool = False) -> None:
        builder.add_text_field(
            name, stored=stored, tokenizer_name="spaced", index_option=option
        )

    keyword("id", fast=False)
    keyword("key", stored=True)
    builder.add_integer_field("version", fast=True)
    builder.add_float_field("weight", fast=True)
    for name in KEYWORDS:
        keyword(name)
    builder.add_json_field(
        "facets", fast=True, tokenizer_name="raw", index_option="basic"
    )
    for name in (*DAYS, *SORTS, PLACE):
        builder.add_integer_field(name, fast=True)
    spaced("beginnings", "freq")
    for language in LANGUAGES:
        for name in BOOSTS:
            spaced(f"{name}_{language}", "position")
        spaced(f"any_{language}", "basic")
        spaced(f"words_{language}", "basic")
        spaced(f"like_{language}", "freq", stored=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Tokenizers are not kept in the index: at every opening."""
    index.register_tokenizer(
        "spaced",
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        .filter(tantivy.Filter.custom_stopword([analysis.GAP]))
        .build(),
    )


def fingerprint() -> dict[str, str]:
    """What an index depends on: made under another one, it must be rebuilt."""
    fields = repr((LANGUAGES, BOOSTS, KEYWORDS, DAYS, SORTS, PLACE, KEY_TERMS, 1))
    return {
        "schema": hashlib.sha256(fields.encode()).hexdigest()[:16],
        "analysis": written.rules_fingerprint(),
        "engine": f"tantivy {metadata.version('tantivy')}",
    }


def to_index(
    document: SearchDocument, version: int, schema: tantivy.Schema
) -> tantivy.Document:
    """``document`` as the index holds it; raise ``Refused`` if it cannot."""
    text = written.written(document)
    language = text.language
    key = written.title_key(document)
    weight = written.weight(document)
    values: dict[str, object] = {
        "id": document.id,
        "key": key,
        "version": version,
        # Tantivy multiplies by log2(2 + value), which starts at 1: weights count
        # double, so that they span 1 to 3.
        "weight": 2.0 ** (2 * weight) - 2.0,
        **written.keywords(document),
        **written.days(document),
        "facets": {name: list(held) for name, held in document.facets.items() if held},
        "by_weight": sort_keys.by_weight(weight, key),
        "by_newest": sort_keys.by_newest(document.published_at, key),
        "by_modified": sort_keys.by_newest(document.modified_at, key),
        "by_soonest": sort_keys.by_soonest(document.next_on, key),
        "by_title": sort_keys.by_title(key),
        PLACE: sort_keys.place(written.position(document)),
        "beginnings": _beginnings(document.title),
        f"like_{language}": " ".join(text.key_terms),
        f"words_{language}": " ".join(text.words),
        f"any_{language}": " ".join(text.terms),
        **{f"{name}_{language}": terms for name, terms in text.spaced.items()},
    }
    written.check(document)
    try:
        return tantivy.Document.from_dict(values, schema)
    except (ValueError, TypeError, OverflowError, UnicodeError) as error:
        raise Refused(str(error)) from error


def _beginnings(title: str) -> str:
    """All beginnings of the title's words; those of the first one stand out."""
    found: dict[str, None] = {}
    for place, word in enumerate(analysis.fold(title).split()):
        for length in range(1, min(len(word), LONGEST_BEGINNING) + 1):
            found[word[:length]] = None
            if place == 0:
                found[FIRST_WORD + word[:length]] = None
    return " ".join(found)
