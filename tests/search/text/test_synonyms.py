import pytest

from search.text.analysis import phrase
from search.text.everyday import EVERYDAY
from search.text.query_text import parse
from search.text.synonyms import (
    MAX_ALTERNATIVES,
    MAX_ALTERNATIVES_IN_ALL,
    Thesaurus,
    expressions,
)

GROUPS = [
    ["nettoyage", "propreté", "entretien des locaux"],
    ["AI", "association intermédiaire"],
    ["EI", "entreprise d’insertion"],
    ["SIAE", "structure d’insertion par l’activité économique"],
    ["Clause sociale", "clause d’insertion", "CSI", "article 14 (ancien)"],
    ["IAE", "insertion par l’activité économique", "insertion"],
    ["QPV", "quartier prioritaire", "ZUS (ancien)"],
]
THESAURUS = Thesaurus(GROUPS, "fr")


def expand(typed, thesaurus=THESAURUS):
    query = parse(typed, "fr")
    expansion = thesaurus.expand(query.words, query.text)
    return [
        (
            [token.word for token in slot.words],
            [also.text for also in slot.alternatives],
        )
        for slot in expansion.slots
    ]


def test_a_word_leads_to_what_means_the_same_and_says_what_was_added():
    query = parse("Nettoyages à Lille", "fr")
    expansion = THESAURUS.expand(query.words, query.text)
    assert expansion.additions[0].typed == "Nettoyages"
    assert expansion.additions[0].also == ("propreté", "entretien des locaux")
    assert expansion.slots[1].alternatives == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("SIAE", [(["siae"], ["structure d’insertion par l’activité économique"])]),
        (
            "les SIAEs",
            [(["siaes"], ["structure d’insertion par l’activité économique"])],
        ),
        ("associations intermediaires", [(["associations", "intermediaires"], ["AI"])]),
        ("zus", [(["zus"], ["QPV", "quartier prioritaire"])]),
        ("quartiers prioritaires", [(["quartiers", "prioritaires"], ["QPV", "ZUS"])]),
    ],
)
def test_acronyms_and_expressions_lead_to_each_other(typed, expected):
    assert expand(typed) == expected


def test_the_longest_expression_wins():
    assert expand("clause d'insertion") == [
        (["clause", "insertion"], ["Clause sociale", "CSI", "article 14"])
    ]


def test_an_alternative_never_drops_a_typed_word():
    assert expand("insertion par l’activité économique") == [
        (["insertion", "activite", "economique"], ["IAE"])
    ]


def test_short_acronyms_are_met_by_their_letters_alone():
    assert expand("eis") == [(["eis"], [])]
    assert expand("ais") == [(["ais"], [])]
    assert expand("ei") == [(["ei"], ["entreprise d’insertion"])]


def test_alternatives_are_phrases_with_their_gaps():
    query = parse("EI", "fr")
    (slot,) = THESAURUS.expand(query.words, query.text).slots
    assert slot.alternatives[0].terms == ("entrepris", "insert")
    assert slot.alternatives[0].offsets == (0, 2)


def test_remarks_of_editors_are_left_out():
    assert expressions("ZUS (ancien)") == ["ZUS"]
    assert expressions("association intermédiaire (AI)") == [
        "association intermédiaire", "AI",
    ]  # fmt: skip
    assert expressions("CORACE (graphie fautive)") == ["CORACE"]
    assert expressions(" ") == []


def test_alternatives_do_not_explode():
    crowd = Thesaurus([[f"mot{number}" for number in range(500)]], "fr")
    (slot,) = [alternatives for _, alternatives in expand("mot3", crowd)]
    assert len(slot) == MAX_ALTERNATIVES
    everything = expand(" ".join(f"mot{number}" for number in range(30)), crowd)
    assert sum(len(also) for _, also in everything) <= MAX_ALTERNATIVES_IN_ALL


def test_a_word_in_two_groups_leads_to_both():
    both = Thesaurus([["CAT", "ESAT"], ["CAT", "catégorie"]], "fr")
    assert expand("cat", both) == [(["cat"], ["ESAT", "catégorie"])]


def test_the_fingerprint_follows_the_groups_and_nothing_else():
    assert Thesaurus(reversed(GROUPS), "fr").fingerprint == THESAURUS.fingerprint
    assert Thesaurus(GROUPS[1:], "fr").fingerprint != THESAURUS.fingerprint
    assert Thesaurus(GROUPS, "en").fingerprint != THESAURUS.fingerprint


def test_without_groups_nothing_is_added():
    assert expand("clause sociale", Thesaurus((), "fr")) == [
        (["clause"], []), (["sociale"], []),
    ]  # fmt: skip


def test_everyday_groups_hold_no_expression_twice_and_no_stray_mark():
    for group in EVERYDAY["fr"]:
        stems = [phrase(text, "fr").terms for text in group]
        assert len(set(stems)) == len(stems) > 1, group
        assert all(text == text.strip() and "'" not in text for text in group), group
