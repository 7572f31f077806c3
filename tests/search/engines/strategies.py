"""Small corpora and conditions, as Hypothesis makes them."""

from datetime import date, timedelta
from typing import Any as Anything

from hypothesis import strategies as st

from search.documents import SearchDocument
from search.engines.base import All, Any, Condition, Count, Days, Not, Terms

_FIRST_DAY = date(2026, 11, 1)
_AUDIENCES = ("public", "login", "group:1", "group:12")
_LANGUAGES = ("fr", "en", "nl", "fr-x-falc")
_THEMES = ("publics", "achats", "achats-durables", "clause", "l'autre", "é_à")
_TERRITORIES = ("pays", "region-32", "departement-59", "epci-1", "epci-2")
_KINDS = ("fiche", "levier", "session")
WORDS = ("clause", "clauses", "sociale", "insertion", "marché", "réservé", "de", "la")

days = st.dates(_FIRST_DAY, date(2026, 11, 20))
texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the values, from one number: quick to draw and to shrink."""
    return st.integers(0, 2 ** len(values) - 1).map(
        lambda bits: tuple(v for n, v in enumerate(values) if bits >> n & 1)
    )


class _Dice:
    """Many small choices from one large number; from 0, always the first."""

    def __init__(self, number: int) -> None:
        self.left = number

    def roll(self, sides: int) -> int:
        self.left, face = divmod(self.left, sides)
        return face

    def one(self, values: tuple[Anything, ...]) -> Anything:
        return values[self.roll(len(values))]

    def some(self, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value for value in values if self.roll(2))

    def text(self) -> str:
        return " ".join(self.one(WORDS) for _ in range(self.roll(6)))

    def day(self) -> date | None:
        return _FIRST_DAY + timedelta(days=self.roll(20)) if self.roll(2) else None


def _made(number: int, choices: int) -> SearchDocument:
    dice = _Dice(choices)
    return SearchDocument(
        id=f"page-{number}",
        kind=dice.one(_KINDS),
        language=dice.one(("fr", "fr-x-falc")),
        title=dice.text(),
        search_terms=dice.text(),
        summary=dice.text(),
        body=dice.text(),
        readable_in=dice.some(_LANGUAGES),
        audiences=dice.some(_AUDIENCES),
        facets={"theme": dice.some(_THEMES), "annee": dice.some(("2025", "2026"))},
        territories=dice.some(_TERRITORIES),
        within=dice.some(_TERRITORIES),
        archived=dice.one((False, True)),
        weight=dice.one((1.0, 0.6, 1.3)),
        starts_on=dice.day(),
        next_on=dice.day(),
        closes_on=dice.day(),
    )


def documents(number: int) -> st.SearchStrategy[SearchDocument]:
    return st.integers(0, 2**150).map(lambda choices: _made(number, choices))


corpora = st.lists(st.integers(0, 2**150), max_size=12).map(
    lambda choices: [_made(number, choice) for number, choice in enumerate(choices)]
)


_terms = st.one_of(
    st.builds(Terms, st.just("theme"), _some(_THEMES)),
    st.builds(Terms, st.just("audiences"), _some(_AUDIENCES)),
    st.builds(Terms, st.just("readable_in"), _some(_LANGUAGES)),
    st.builds(Terms, st.sampled_from(("kind", "type")), _some(_KINDS)),
    st.builds(Terms, st.sampled_from(("territories", "within")), _some(_TERRITORIES)),
    st.builds(Terms, st.just("archived"), _some(("true", "false"))),
    st.builds(Terms, st.just("unheard-of"), _some(_THEMES)),
)
_bounds = st.none() | days.map(date.toordinal)
_dates = st.builds(
    Days, st.sampled_from(("starts_on", "next_on", "closes_on")), _bounds, _bounds
)


def _nested(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, several), st.builds(Any, several), st.builds(Not, inner)
    )


conditions: st.SearchStrategy[Condition] = st.recursive(
    _terms | _dates, _nested, max_leaves=6
)
# What counts of one page add to one another.
_kinds_and_places = st.one_of(
    st.builds(Terms, st.just("type"), _some(_KINDS)),
    st.builds(Terms, st.just("within"), _some(_TERRITORIES)),
)
narrowings: st.SearchStrategy[Condition] = st.recursive(
    _kinds_and_places, _nested, max_leaves=3
)
filters = st.lists(conditions, max_size=3).map(tuple)


@st.composite
def day_ranges(draw: st.DrawFn) -> tuple[tuple[str, int | None, int | None], ...]:
    ranges = draw(st.lists(st.tuples(_bounds, _bounds), min_size=1, max_size=4))
    return tuple((f"range-{n}", *bounds) for n, bounds in enumerate(ranges))


counts = st.one_of(
    st.builds(
        Count,
        st.just("count"),
        st.sampled_from(("theme", "type", "within", "unheard-of")),
        filters,
        st.none() | _some(_THEMES + _KINDS),
    ),
    st.builds(
        Count,
        st.just("count"),
        st.sampled_from(("starts_on", "next_on", "closes_on")),
        filters,
        st.none() | _some(_KINDS),
        day_ranges(),
        st.sampled_from(("", "kind", "theme")),
    ),
)
