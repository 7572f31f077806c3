"""What is asked is read without failing, and what is left out is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.addresses import address
from search.facets import FACETS, KEYS
from search.query import MAX_VALUES, Sort, Without
from search.reading import read
from tests.search.service.conftest import TODAY, read_address
from tests.search.service.oracle import MEMORY


def test_unknown_keys_and_values_are_left_out_and_noted() -> None:
    asked = read_address("theme=publics&theme=inconnu&couleur=bleu&tri=hasard")
    assert asked.query.filters == (("theme", ("publics",)),)
    assert asked.query.sort is Sort.RELEVANCE
    assert {("theme", "inconnu"), ("couleur", "bleu"), ("tri", "hasard")} == set(
        asked.ignored
    )


def test_filters_stand_in_the_registrys_order_without_repeats() -> None:
    asked = read_address("etape=suivi&theme=marche&etape=suivi&type=fiche")
    assert asked.query.filters == (
        ("type", ("fiche",)),
        ("theme", ("marche",)),
        ("etape", ("suivi",)),
    )


def test_a_parent_and_its_child_mean_the_parent() -> None:
    asked = read_address("theme=eligibilite&theme=publics&theme=marche")
    assert asked.query.chosen("theme") == ("publics", "marche")
    assert asked.merged == (("theme", "publics", "eligibilite"),)


def test_courses_at_a_date_are_sessions() -> None:
    asked = read_address("type=formation&periode=30-jours")
    assert asked.query.chosen("type") == ("session",)
    assert asked.sessions_meant
    both = read_address("type=formation&type=session&periode=30-jours")
    assert both.query.chosen("type") == ("session",)


@pytest.mark.parametrize("page", ["0", "-1", "1 OR 1", "NaN", "٣", "1e9", "1" * 40])
def test_a_page_that_is_no_number_is_the_first(page: str) -> None:
    asked = read_address(f"page={page.replace(' ', '+')}")
    assert asked.query.page == 1
    assert [key for key, _value in asked.ignored] == ["page"]


def test_pages_past_the_limit_are_refused() -> None:
    assert not read_address("page=500").beyond_limit
    assert read_address("page=501").beyond_limit


def test_a_long_question_is_cut_and_said() -> None:
    assert not read_address("q=" + "a" * 512).truncated
    asked = read_address("q=" + "a" * 513)
    assert asked.truncated
    assert len(asked.query.q) == 512


def test_no_more_values_than_the_limit() -> None:
    months = [f"periode={2000 + n // 12}-{n % 12 + 1:02d}" for n in range(500)]
    asked = read_address("&".join(months))
    assert len(asked.query.chosen("periode")) == MAX_VALUES
    assert asked.ignored


@pytest.mark.parametrize(
    "period",
    [
        "2026-13",
        "2026-00",
        "0000-01",
        "1999-12",
        "9999-12",
        "2026-1",
        "2027-03-01",
        "20270-1",
        "demain",
        "２０２６-01",
    ],
)
def test_a_period_that_does_not_exist_is_left_out(period: str) -> None:
    assert not read_address(f"periode={period}").query.filters


@pytest.mark.parametrize("period", ["2000-01", "2999-12"])
def test_the_first_and_last_months_are_read(period: str) -> None:
    assert read_address(f"periode={period}").query.filters


def test_an_address_is_read_as_it_was_written() -> None:
    text = (
        "q=mise+en+%C5%93uvre&type=fiche&theme=publics&theme=marche&etape=suivi"
        "&territoire=epci-1&statut=ouvert&periode=2027-03&annee=2026"
        "&tri=titre&sans=correction&sans=synonymes&archives=1&page=3"
    )
    query = read_address(text).query
    assert address(query) == "?" + text
    assert query.without == {Without.CORRECTION, Without.SYNONYMS}
    assert query.archived


_anything = st.text(max_size=30) | st.sampled_from(
    ["publics", "eligibilite", "pays", "epci-1", "7-jours", "2027-03", "fiche", "1", ""]
)
_keys = st.sampled_from([*KEYS, "q", "tri", "page", "sans", "lieu", "archives"])


@given(st.dictionaries(_keys | st.text(max_size=10), st.lists(_anything, max_size=5)))
def test_whatever_is_asked_is_read_and_written_and_read_again(
    parameters: dict[str, list[str]],
) -> None:
    asked = read(parameters, MEMORY, language="fr", today=TODAY)
    assert [key for key, _ in asked.query.filters] == [
        key for key in FACETS if key in dict(asked.query.filters)
    ]
    again = read_address(address(asked.query))
    assert again.query.filters == asked.query.filters
    assert again.query.q == asked.query.q
    assert not again.ignored
