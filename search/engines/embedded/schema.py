"""What the index holds, and how a document is written into it."""

import hashlib
import re
import unicodedata
from collections import Counter
from datetime import date
from importlib import metadata

import Stemmer
import tantivy

from search.documents import SearchDocument
from search.engines.embedded import sort_keys
from search.text import analysis, stopwords

LANGUAGES = ("fr", "en", "nl")

# Relevance of each text field; a word weighs as much as the best field that holds it.
BOOSTS = {"title": 4.0, "terms": 3.0, "summary": 2.0, "body": 1.0}
KEYWORDS = (
    "kind",
    "language",
    "readable_in",
    "audiences",
    "territories",
    "within",
    "within_communes",
    "archived",
)
DAYS = ("starts_on", "next_on", "closes_on")
SORTS = ("by_weight", "by_newest", "by_modified", "by_soonest", "by_title")

MIN_WEIGHT, MAX_WEIGHT = 0.5, 1.5
NEVER = date.max.toordinal()
LONGEST_BEGINNING = 20
FIRST_WORD = "^"
_KEY_TERMS = 64
_MAX_VALUE_BYTES = 30_000
_WORD = re.compile(r"[^\W\d_]{2,40}")


class Refused(ValueError):
    """A document that no index can hold as it is."""


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
    for name in (*DAYS, *SORTS):
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
    fields = repr((LANGUAGES, BOOSTS, KEYWORDS, DAYS, SORTS, _KEY_TERMS, 1))
    words = repr(sorted((k, sorted(v)) for k, v in stopwords.STOP_WORDS.items()))
    return {
        "schema": hashlib.sha256(fields.encode()).hexdigest()[:16],
        "analysis": f"{analysis.VERSION}-{Stemmer.version()}-"
        + hashlib.sha256(words.encode()).hexdigest()[:8],
        "engine": f"tantivy {metadata.version('tantivy')}",
    }


def to_index(
    document: SearchDocument, version: int, schema: tantivy.Schema
) -> tantivy.Document:
    """``document`` as the index holds it; raise ``Refused`` if it cannot."""
    language = analysis.rules_for(document.language)
    texts = {
        "title": document.title,
        "terms": document.search_terms,
        "summary": document.summary,
        "body": document.body,
    }
    spaced = {
        name: analysis.spaced_terms(text, language) for name, text in texts.items()
    }
    counted = _counted(spaced)
    key = sort_keys.title_key(document)
    weight = min(max(document.weight, MIN_WEIGHT), MAX_WEIGHT)
    values: dict[str, object] = {
        "id": document.id,
        "key": key,
        "version": version,
        # Tantivy multiplies by log2(2 + value), which starts at 1: weights count
        # double, so that they span 1 to 3.
        "weight": 2.0 ** (2 * weight) - 2.0,
        "kind": document.kind,
        "language": document.language,
        "readable_in": list(document.readable_in),
        "audiences": list(document.audiences),
        "territories": list(document.territories),
        "within": list(document.within),
        "within_communes": list(document.within_communes),
        "archived": "true" if document.archived else "false",
        "facets": {name: list(held) for name, held in document.facets.items() if held},
        "closes_on": document.closes_on.toordinal() if document.closes_on else NEVER,
        "by_weight": sort_keys.by_weight(weight, key),
        "by_newest": sort_keys.by_newest(document.published_at, key),
        "by_modified": sort_keys.by_newest(document.modified_at, key),
        "by_soonest": sort_keys.by_soonest(document.next_on, key),
        "by_title": sort_keys.by_title(key),
        "beginnings": _beginnings(document.title),
        f"like_{language}": " ".join(
            term for term, _ in counted.most_common(_KEY_TERMS)
        ),
        f"words_{language}": " ".join(_words(" ".join(texts.values()))),
        f"any_{language}": " ".join(counted),
        **{f"{name}_{language}": text for name, text in spaced.items()},
    }
    if document.starts_on:
        values["starts_on"] = document.starts_on.toordinal()
    if document.next_on:
        values["next_on"] = document.next_on.toordinal()
    _check(document)
    try:
        return tantivy.Document.from_dict(values, schema)
    except (ValueError, TypeError, OverflowError, UnicodeError) as error:
        raise Refused(str(error)) from error


def _check(document: SearchDocument) -> None:
    """Values too long to be a term would be dropped without a word."""
    named = {
        "id": (document.id,),
        "kind": (document.kind,),
        "readable_in": document.readable_in,
        "audiences": document.audiences,
        "territories": document.territories,
        "within": document.within,
        "within_communes": document.within_communes,
        **document.facets,
    }
    if not document.id:
        raise Refused("It has no identifier.")
    for name, held in named.items():
        for value in held:
            try:
                size = len(value.encode())
            except UnicodeError as error:
                raise Refused(f"“{name}” holds a value that is no text.") from error
            if size > _MAX_VALUE_BYTES:
                raise Refused(f"“{name}” holds a value of {size} bytes.")


def _beginnings(title: str) -> str:
    """All beginnings of the title's words; those of the first one stand out."""
    found: dict[str, None] = {}
    for place, word in enumerate(analysis.fold(title).split()):
        for length in range(1, min(len(word), LONGEST_BEGINNING) + 1):
            found[word[:length]] = None
            if place == 0:
                found[FIRST_WORD + word[:length]] = None
    return " ".join(found)


def _counted(spaced: dict[str, str]) -> Counter[str]:
    """The terms of a document with how much it insists on each."""
    weighed = " ".join(" ".join([spaced[name]] * int(BOOSTS[name])) for name in BOOSTS)
    counted = Counter(weighed.split())
    del counted[analysis.GAP]
    return counted


def _words(text: str) -> set[str]:
    """Words as written, in small letters: what spelling is corrected with."""
    # Each run of characters is looked into once.
    runs = set(unicodedata.normalize("NFC", text).lower().split())
    return set(_WORD.findall(" ".join(runs)))
