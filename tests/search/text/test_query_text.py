import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text.query_text import MAX_LENGTH, MAX_WORDS, parse


def words(typed, language="fr"):
    return [token.word for token in parse(typed, language).words]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "dois-je mettre une clause dans un marché de travaux ?",
            "clause marche travaux",
        ),
        ("Qu’est-ce qu’une SIAE ?", "siae"),
        ("est-ce que je peux réserver un lot à une EA ?", "reserver lot ea"),
        ("où trouver un facilitateur près de Laon ?", "facilitateur laon"),
        ("combien d’heures d’insertion faut-il prévoir ?", "heures insertion prevoir"),
        ("par quoi commencer une clause ?", "clause"),
        ("la même clause dans chaque lot ?", "clause lot"),
        ("j'ai besoin d'une AI", "ai"),
        ("ai et ei", "ai ei"),
        ("MARCHES RESERVES ET CLAUSES", "marches reserves clauses"),
        ("sous-traitance", "traitance"),
        ("clause clauses CLAUSE", "clause"),
        ("heures clause heures", "heures clause"),
    ],
)
def test_a_question_comes_down_to_what_it_is_about(typed, expected):
    assert words(typed) == expected.split()


def test_questions_in_other_languages():
    assert words("how do I set the hours?", "en") == ["set", "hours"]
    assert words("waar vind ik een opleiding?", "nl") == ["opleiding"]


def test_a_query_of_question_words_alone_is_kept():
    assert words("comment faire ?") == ["comment", "faire"]
    assert words("pour la") == ["pour", "la"]


@pytest.mark.parametrize("quotes", ['"{}"', "« {} »", "“{}”", "«{}»"])
def test_quoted_words_are_a_phrase(quotes):
    query = parse(f"dérogation {quotes.format('clause d’insertion')}", "fr")
    assert [(p.terms, p.offsets) for p in query.phrases] == [
        (("claus", "insert"), (0, 2))
    ]
    assert [token.word for token in query.words] == ["derogation"]


def test_an_unclosed_quote_is_plain_text():
    query = parse('clause "non fermée', "fr")
    assert [token.word for token in query.words] == ["clause", "non", "fermee"]
    assert query.phrases == ()


def test_an_article_is_looked_for_as_written():
    for typed in ("L2112-2", "article l.2112-2", "L. 2112-2 du code"):
        assert [p.terms for p in parse(typed, "fr").phrases] == [("l2112", "2")]


def test_operators_are_words_or_nothing():
    assert words("clause AND NOT title:sociale*") == [
        "clause", "and", "not", "title", "sociale",
    ]  # fmt: skip
    assert parse("*:* /.*/ ~ ^", "fr").is_empty


def test_a_long_query_is_cut_between_words_and_says_so():
    assert not parse("x" * MAX_LENGTH, "fr").truncated
    assert parse("x" * (MAX_LENGTH + 1), "fr").truncated
    query = parse("insertion " * 100, "fr")
    assert query.truncated
    assert query.text.endswith(" insertion")
    many = parse(" ".join(f"mot{number}" for number in range(60)), "fr")
    assert many.truncated
    assert len(many.words) == MAX_WORDS


def test_an_empty_query_is_empty():
    assert parse(" \t\n", "fr").is_empty
    assert parse('""', "fr").is_empty
    assert not parse("clause", "fr").is_empty


@given(st.text(max_size=600))
def test_words_are_where_the_cleaned_text_says(typed):
    query = parse(typed, "fr")
    assert query == parse(typed, "fr")
    for token in query.words:
        assert query.text[token.start : token.end].strip()
        assert token.end <= len(query.text)
