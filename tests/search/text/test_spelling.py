import pytest

from search.text.query_text import parse
from search.text.spelling import Speller

VOCABULARY = {
    "clause": 400, "sociale": 300, "sociales": 200, "insertion": 500, "marché": 350,
    "marchés": 300, "réservé": 90, "réserver": 60, "facilitateur": 80, "lot": 60,
    "acheteur": 120, "nettoyage": 30, "entreprise": 200, "achat": 70, "dans": 900,
    "qualification": 40, "ESAT": 50, "géiq": 1, "clauses": 200, "slause": 1,
}  # fmt: skip
SPELLER = Speller(VOCABULARY, "fr")


def corrected(typed):
    correction = SPELLER.correct(parse(typed, "fr"))
    return correction.text if correction else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("isnertion", "insertion"),
        ("insrtion", "insertion"),
        ("insertionn", "insertion"),
        ("lcause sociale", "clause sociale"),
        ("dinsertion", "insertion"),
        ("facilitatuer", "facilitateur"),
        ("faciltatteur", "facilitateur"),
        ("qualifcatoin", "qualification"),
        ("marhce réservé", "marché réservé"),
        ("clausesociale", "clause sociale"),
        ("lotreserve", "lot réservé"),
        ("in sertion", "insertion"),
        ("net-toyage", "nettoyage"),
        ("clause d'isnertion dans un marhce", "clause d'insertion dans un marché"),
    ],
)
def test_slips_are_put_right(typed, meant):
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "clause sociale", "reservees", "marche", "achats", "zzz", "lor",
        "tribunal", "2112", "a1b2c3", "", "xqzw kjhg",
    ],
)  # fmt: skip
def test_known_short_and_strange_words_are_left_alone(typed):
    assert corrected(typed) is None


def test_what_was_changed_is_told():
    correction = SPELLER.correct(parse("Isnertion à Laon, in sertion", "fr"))
    assert [(change.typed, change.meant) for change in correction.changes] == [
        ("Isnertion", "insertion"),
        ("in sertion", "insertion"),
    ]


def test_a_rare_word_yields_only_to_a_far_more_common_neighbour():
    assert SPELLER.suggest("slause") == ("clause",)
    assert SPELLER.suggest("géiq") == ()
    assert SPELLER.suggest("clauses") == ()


def test_suggestions_come_best_first():
    speller = Speller({"porte": 5, "pirate": 50, "sirte": 500}, "fr")
    assert speller.suggest("pirte") == ("pirate", "porte", "sirte")
    assert speller.suggest("pirte", 1) == ("pirate",)


@pytest.mark.parametrize(
    ("typed", "vocabulary", "meant"),
    [
        ("vient", {"aient": 500, "client": 4}, None),  # no text is about "aient"
        ("morte", {"porte": 90}, None),  # short words differ by their first letter
        ("onsertion", {"insertion": 90}, "insertion"),
        ("passiae", {"pas": 900, "siae": 90, "pass": 9, "iae": 90}, "pass iae"),
    ],
)
def test_a_correction_means_something(typed, vocabulary, meant):
    correction = Speller(vocabulary, "fr").correct(parse(typed, "fr"))
    assert (correction.text if correction else None) == meant


def test_phrases_and_an_empty_vocabulary_change_nothing():
    assert corrected('"isnertion socail"') is None
    assert Speller({}, "fr").correct(parse("isnertion", "fr")) is None


def test_a_useless_vocabulary_does_no_harm():
    speller = Speller({"": 3, "\ud800": 5, "x" * 90: 2, "12": 8, "mot": -1}, "fr")
    assert speller.suggest("clause") == ()
