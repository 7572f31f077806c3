"""Nothing that is typed or stored makes the text rules fail or crawl."""

import re
import time
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.text
from search.text.analysis import analyse, fold, phrase, read_text
from search.text.excerpt import first_sentences
from search.text.highlighting import Highlighter
from search.text.query_text import MAX_LENGTH, MAX_WORDS, parse
from search.text.spelling import Speller
from search.text.synonyms import Thesaurus, expressions
from tests.search.text.hostile import FLOODS, TYPED

SPELLER = Speller({"clause": 40, "sociale": 30, "insertion": 50}, "fr")
THESAURUS = Thesaurus([["clause sociale", "CSI"], ["AI", "association"]], "fr")

PATTERNS = {
    f"{module.name}.{name}": value
    for module in iter_modules(search.text.__path__, "search.text.")
    for name, value in vars(import_module(module.name)).items()
    if isinstance(value, re.Pattern)
}


def through_everything(text):
    query = parse(text, "fr")
    assert len(query.text) <= MAX_LENGTH
    assert len(query.words) <= MAX_WORDS
    query.text.encode()
    assert "\x00" not in query.text
    expansion = THESAURUS.expand(query.words, query.text)
    assert [word for slot in expansion.slots for word in slot.words] == list(
        query.words
    )
    corrected = SPELLER.correct(query)
    if corrected:
        parse(corrected.text, "fr")
    fold(text)
    highlighter = Highlighter([word.term for word in query.words], query.phrases, "fr")
    highlighter.whole(text).encode()
    for fragment in highlighter.fragments(text):
        fragment.html.encode()


@pytest.mark.parametrize("typed", TYPED, ids=[repr(typed)[:30] for typed in TYPED])
def test_hostile_queries_are_plain_text(typed):
    through_everything(typed)


@given(st.text(st.characters(exclude_categories=()), max_size=700))
def test_no_text_at_all_fails(text):
    through_everything(text)


def fastest(call):
    """The best of three, so that a busy machine is not taken for a slow rule."""
    spent = []
    for _ in range(3):
        started = time.process_time()
        call()
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_every_pattern_is_fast_on_floods(flood):
    slow = {
        name: spent
        for name, pattern in PATTERNS.items()
        if (spent := fastest(lambda p=pattern: p.findall(flood))) > 0.1
    }
    assert PATTERNS
    assert not slow


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_every_service_is_fast_on_floods(flood):
    highlighter = Highlighter(["claus", "a"], [phrase("clause sociale", "fr")], "fr")
    for call in (
        lambda: analyse(flood, "fr"),
        lambda: read_text(flood, "fr").spaced,
        lambda: fold(flood),
        lambda: parse(flood, "fr"),
        lambda: expressions(flood),
        lambda: first_sentences(flood),
        lambda: highlighter.fragments(flood),
        lambda: highlighter.whole(flood),
        lambda: SPELLER.suggest(flood),
    ):
        assert fastest(call) < 0.5
