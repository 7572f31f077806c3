import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import (
    WORD,
    analyse,
    fold,
    phrase,
    read_text,
    rules_for,
    terms,
)
from search.text.folding import MAX_WORD, fold_word

GOLDEN = [
    line.split("\t")
    for line in (Path(__file__).parent / "golden_tokens.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
    if not line.startswith("#")
]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
FRENCH = st.text("abcdeéèêœæçLRS'’ -.\u00a0\u00ad\u0301\u200b0123/_«»", max_size=120)


@pytest.mark.parametrize(("language", "text", "expected"), GOLDEN)
def test_real_phrases_have_the_tokens_that_were_agreed(language, text, expected):
    assert read_text(text, language).spaced == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("marche reserve", "Marchés réservés"),
        ("egalite", "égalité"),
        ("clauses d'insertion", "clause d’insertion"),
        ("d'insertion", "dʼinsertion"),
        ("SIAE", "S.I.A.E."),
        ("SIAE", "s.i.a.e"),
        ("mise en oeuvre", "mise en œuvre"),
        ("300000", "300 000"),
        ("300000", "300\u00a0000"),
        ("300000", "300\u202f000"),
        ("L2112-2", "L. 2112-2"),
        ("L2112-2", "L.\u00a02112-2"),
        ("insertion", "inser\u00adtion"),
        ("insertion", "in\u200bsertion\ufeff"),
        ("insertion", "\u202einsertion\u202c"),
        ("insertion", "ＩＮＳＥＲＴＩＯＮ"),
        ("réserver", "réservations"),
        ("réservée", "réservés"),
        ("emploi", "emplois"),
        ("foyer", "foyers"),
        ("qui paye", "qui payer"),
        ("calibrer", "calibrage"),
        ("réparable", "réparabilité"),
        ("25", "٢٥"),
    ],
)
def test_ways_of_writing_the_same_are_the_same(one, other):
    kept = [(token.term, token.position) for token in analyse(one, "fr")]
    assert kept == [(token.term, token.position) for token in analyse(other, "fr")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("fois", "foyer"), ("pays", "payer"), ("passage", "passer")],
)
def test_other_words_stay_apart(one, other):
    assert analyse(one, "fr")[0].term != analyse(other, "fr")[0].term


@pytest.mark.parametrize(
    "text",
    ["égalité", "Hauts-de-France", "L’œuvre réservée", "à l’été", "Ǆ ﬁn ᾳ ΐ ñ Å"],
)
def test_composed_and_decomposed_accents_are_the_same(text):
    found = {
        read_text(unicodedata.normalize(form, text), "fr").spaced
        for form in ("NFC", "NFD")
    }
    assert len(found) == 1


@pytest.mark.parametrize("acronym", ["EA", "EI", "AI", "AE", "RC", "ETP", "ES", "CES"])
def test_acronyms_of_the_field_are_not_taken_for_stop_words(acronym):
    assert acronym.lower() in [
        token.word for token in analyse(f"Le dossier de l’{acronym} est prêt", "fr")
    ]


def test_a_verb_is_not_taken_for_an_acronym():
    assert terms("j’ai, je n'ai, vous ai, il y ai", "fr") == []
    assert terms("une ai", "fr") == ["ai"]


def test_other_languages_have_their_own_rules():
    assert terms("the reserved contracts", "en") == ["reserv", "contract"]
    assert rules_for("fr-x-falc") == "fr"
    assert rules_for("nl_BE") == "nl"
    assert rules_for("de") == rules_for("") == "fr"


def test_a_phrase_keeps_the_gaps_of_its_stop_words():
    found = phrase("de la clause d’insertion", "fr")
    assert (found.terms, found.offsets) == (("claus", "insert"), (0, 2))
    assert phrase("de la", "fr").terms == ()


def test_folded_text_is_words_and_single_spaces():
    assert fold("  L’Œuvre : 300\u00a0000 € (S.I.A.E.)\n100%_") == (
        "l oeuvre 300000 siae 100"
    )


def test_long_words_are_cut():
    assert terms("x" * 5000, "fr") == ["x" * MAX_WORD]
    assert fold_word("e" + "\u0301" * 100_000) == "e"


@given(st.one_of(ANY_TEXT, FRENCH), st.sampled_from(["fr", "en", "nl"]))
def test_offsets_slice_back_to_the_written_word(text, language):
    tokens = analyse(text, language)
    assert [fold_word(text[token.start : token.end]) for token in tokens] == [
        token.word for token in tokens
    ]
    places = [token.position for token in tokens]
    assert places == sorted(set(places))
    assert all(a.end <= b.start for a, b in pairwise(tokens))


@given(st.one_of(ANY_TEXT, FRENCH))
def test_spaced_terms_say_the_same_as_tokens(text):
    spaced = read_text(text, "fr").spaced.split(" ")
    tokens = analyse(text, "fr")
    assert [spaced[token.position] for token in tokens] == [t.term for t in tokens]
    assert len([term for term in spaced if term not in ("_", "")]) == len(tokens)


@given(st.one_of(ANY_TEXT, FRENCH))
def test_analysing_twice_gives_the_same_and_terms_are_plain(text):
    assert analyse(text, "fr") == analyse(text, "fr")
    for token in analyse(text, "fr"):
        assert token.term.isalnum()
        assert len(token.term) <= MAX_WORD
        token.term.encode()


@given(ANY_TEXT)
def test_composing_changes_no_term(text):
    # Beyond Latin, some marks are letters rather than accents.
    text = "".join(char for char in text if char < "\u0250")
    composed, parted = (unicodedata.normalize(f, text) for f in ("NFC", "NFD"))
    assert read_text(composed, "fr").spaced == read_text(parted, "fr").spaced


@given(st.text("abcdefghiéèàçœ", min_size=1, max_size=30))
def test_folding_a_word_twice_changes_nothing(word):
    assert fold_word(fold_word(word)) == fold_word(word)


def test_the_pattern_sees_every_letter_once():
    assert WORD.findall("a.b. c.d.e 1 234 567 89") == [
        "a.b.",
        "c.d.e",
        "1 234 567",
        "89",
    ]
