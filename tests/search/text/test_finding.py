from hypothesis import given
from hypothesis import strategies as st

from search.text.analysis import analyse, phrase
from search.text.finding import Finder

WRITTEN = st.lists(
    st.sampled_from(
        [
            "clause", "Clauses", "d’insertion", "l'œuvre", "S.I.A.E.", "IAE", "AI",
            "j’ai", "e\u0301galite\u0301", "ÉGALITÉ", "inser\u00adtion", "-", "(ES)",
            "300\u00a0000", "L. 2112-2", "et", "a.b", "www.clause.fr", "_clause_",
        ]
    ),
    max_size=40,
)  # fmt: skip
WANTED = {"claus", "insert", "oeuvr", "sia", "iae", "ai", "egalit", "es", "a"}


@given(WRITTEN, st.sampled_from([" ", "\n", "/", "’"]))
def test_what_is_found_is_what_analysis_says(written, between):
    text = between.join(written)
    expected = [
        (token.start, token.end, token.term)
        for token in analyse(text, "fr")
        if token.term in WANTED
    ]
    assert [tuple(hit) for hit in Finder(WANTED, (), "fr").find(text)] == expected


@given(WRITTEN)
def test_a_phrase_is_found_where_its_terms_stand_at_their_distances(written):
    text = " ".join(written)
    wanted = phrase("clause d’insertion", "fr")
    at = {token.position: token for token in analyse(text, "fr")}
    expected = [
        (token.start, at[position + 2].end, wanted.text)
        for position, token in at.items()
        if token.term == "claus"
        and position + 2 in at
        and at[position + 2].term == "insert"
    ]
    found = Finder((), [wanted], "fr").find(text)
    assert [tuple(hit) for hit in found] == expected


def test_one_finder_serves_many_texts():
    finder = Finder(["claus"], [phrase("lot", "fr")], "fr")
    for _ in range(2):
        assert [hit.what for hit in finder.find("Clé, classe, clause, lots")] == [
            "claus",
            "lot",
        ]
    assert list(Finder((), (), "fr").find("clause")) == []
