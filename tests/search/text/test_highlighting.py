import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import phrase, terms
from search.text.excerpt import first_sentences
from search.text.highlighting import SIZE, Highlighter, Html

BODY = (
    "Le marché comporte plusieurs lots. " * 12
    + "La clause sociale d’insertion réserve des heures de travail. "
    + "Le titulaire rend compte chaque trimestre. " * 12
    + "Le facilitateur suit les clauses et conseille l’acheteur."
)


def highlighter(words="", *phrases, language="fr"):
    return Highlighter(
        terms(words, language), [phrase(text, language) for text in phrases], language
    )


def plain(html):
    return unescape(re.sub(r"</?mark>", "", html)).replace(" · ", "\n")


def test_a_title_is_marked_whole():
    marked = highlighter("reserve clauses").whole(
        "Marchés réservés & clause d’insertion"
    )
    assert marked == (
        "Marchés <mark>réservés</mark> &amp; <mark>clause</mark> d’insertion"
    )


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("siae", "les S.I.A.E. du Nord", "S.I.A.E."),
        ("oeuvre", "mise en œuvre", "œuvre"),
        ("egalite", "l’e\u0301galite\u0301 !", "e\u0301galite\u0301"),
        ("300000", "soit 300\u00a0000 €", "300\u00a0000"),
        ("insertion", "l’inser\u00adtion", "inser\u00adtion"),
        ("ai", "j’ai vu une AI", "AI"),
        ("iae", "S.I.A.E. ou IAE", "IAE"),
        ("fin", "la ﬁn", "ﬁn"),
    ],
)
def test_words_are_marked_as_they_are_written(typed, text, marked):
    assert re.findall("<mark>(.*?)</mark>", highlighter(typed).whole(text)) == [marked]


def test_the_words_of_a_phrase_are_marked_only_together():
    marked = highlighter("", "clause d’insertion").whole(
        "L’insertion, une clause ; la clause d'insertion."
    )
    assert marked.count("<mark>") == 1
    assert "<mark>clause d&#x27;insertion</mark>" in marked


def test_fragments_show_the_best_places_in_their_order():
    found = highlighter("insertion clause facilitateur").fragments(BODY)
    assert len(found) == 2
    assert "<mark>clause</mark> sociale d’<mark>insertion</mark>" in found[0].html
    assert "<mark>facilitateur</mark>" in found[1].html
    assert found[0].cut_before
    assert found[0].cut_after
    assert not found[1].cut_after


def test_fragments_begin_and_end_between_words():
    for fragment in highlighter("insertion facilitateur").fragments(BODY):
        text = plain(fragment.html)
        assert len(text) <= SIZE
        assert re.search(rf"(?<!\w){re.escape(text)}(?!\w)", BODY)


def test_a_heading_does_not_run_into_what_follows():
    text = "Les heures\nLe calcul\nDeux heures par jour.\nUne clause"
    (found,) = highlighter("heures clause").fragments(text, 1)
    assert found.html == (
        "Les <mark>heures</mark> · Le calcul · Deux <mark>heures</mark> par jour.\n"
        "Une <mark>clause</mark>"
    )


def test_without_a_match_the_text_begins():
    (fragment,) = highlighter("zzz").fragments(BODY)
    assert BODY.startswith(fragment.html)
    assert fragment.html.endswith(".")
    assert not fragment.cut_before
    assert highlighter("zzz").fragments("  \n") == ()
    assert highlighter().fragments(BODY) != ()


def test_markup_in_a_text_stays_text():
    text = "<mark>clause</mark> <script>alert('clause')</script> &lt;b&gt;"
    marked = highlighter("clause").whole(text)
    assert "<script" not in marked
    assert plain(marked.replace("&lt;mark&gt;", "").replace("&lt;/mark&gt;", ""))
    assert set(re.findall("<[^>]*>", marked)) == {"<mark>", "</mark>"}


def test_templates_print_markup_as_it_is():
    assert Html("<mark>a</mark>").__html__() == "<mark>a</mark>"


def test_first_sentences_are_whole_where_they_can_be():
    assert first_sentences("Un. Deux. " + "x" * 300, 20) == "Un. Deux."
    assert first_sentences("un deux trois quatre cinq", 12) == "un deux"
    assert first_sentences("court") == "court"


TEXT = st.text(
    st.one_of(
        st.sampled_from("clause insertion é.,;<>&\"' \n\u0301\u00ad"),
        st.characters(exclude_categories=("Cc", "Cs")),
    ),
    max_size=900,
)
WORDY = st.lists(
    st.sampled_from(
        ["clause", "d’insertion", "<b>", "lot.", "S.I.A.E.", "\n", "x" * 90]
    ),
    max_size=200,
).map(" ".join)


@given(st.one_of(TEXT, WORDY))
def test_a_fragment_without_its_marks_is_a_piece_of_the_text(text):
    # Bidirectional controls are shown as � so that they turn no page around.
    text = re.sub("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]", "", text)
    subject = highlighter("clause siae", "clause d’insertion")
    assert plain(subject.whole(text)) == text
    fragments = subject.fragments(text)
    assert len(fragments) <= 2
    for fragment in fragments:
        assert plain(fragment.html) in text
        assert plain(fragment.html)


@given(WORDY)
def test_fragments_do_not_overlap_and_stay_short(text):
    found = highlighter("clause siae", "clause d’insertion").fragments(text)
    assert sum(len(plain(fragment.html)) for fragment in found) <= len(text)
    assert all(len(plain(fragment.html)) <= SIZE + 90 for fragment in found)
