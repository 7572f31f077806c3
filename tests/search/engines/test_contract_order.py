"""Sorts, tiers and pages: a total order, the same however it is cut."""

from datetime import UTC, date, datetime, timedelta

import pytest

from search.documents import SearchDocument
from search.engines.base import Days, Engine, EngineRequest, Not, Terms
from search.query import MAX_RANK, Sort
from tests.search.engines.corpus import changes, document, filled, found, typed

MOMENT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def _pages(engine: Engine, request: EngineRequest, size: int) -> list[str]:
    ids: list[str] = []
    while True:
        answer = engine.search(
            EngineRequest(
                request.language,
                request.filters,
                request.slots,
                sort=request.sort,
                narrowest_first=request.narrowest_first,
                offset=len(ids),
                limit=size,
            )
        )
        if not answer.ids:
            assert len(ids) == answer.total
            return ids
        ids += answer.ids


def test_titles_sort_without_case_nor_accent(engine: Engine) -> None:
    titles = ("Zone", "école B", "Écoles", "école", "10 clauses", "1 clause", "Eco", "")
    filled(engine, *(document(n, title) for n, title in enumerate(titles)))
    assert found(engine, sort=Sort.TITLE) == [7, 5, 4, 6, 3, 1, 2, 0]


def test_long_titles_that_begin_alike_are_still_sorted(engine: Engine) -> None:
    numbers = [n * 37 % 60 for n in range(60)]
    for start in range(0, 60, 20):
        engine.apply(
            changes(
                *(
                    document(n, f"Guide de l’achat socialement responsable {n:03}")
                    for n in numbers[start : start + 20]
                )
            )
        )
    expected = [f"page-{n}" for n in range(60)]
    for size in (1, 7, 20, 60):
        assert (
            _pages(engine, EngineRequest("fr", (), sort=Sort.TITLE), size) == expected
        )


@pytest.mark.parametrize(
    ("sort", "field"), [(Sort.RECENT, "published_at"), (Sort.MODIFIED, "modified_at")]
)
def test_newest_first_then_what_has_no_date(
    engine: Engine, sort: Sort, field: str
) -> None:
    moments = (MOMENT, MOMENT + timedelta(days=1), None, MOMENT - timedelta(days=9_000))
    filled(engine, *(document(n, **{field: at}) for n, at in enumerate(moments)))
    assert found(engine, sort=sort) == [1, 0, 3, 2]


def test_soonest_first_then_what_has_no_date(engine: Engine) -> None:
    dates = (date(2027, 3, 1), None, date(2026, 12, 1), date(2999, 1, 1), None)
    filled(
        engine,
        *(document(n, f"Titre {9 - n}", next_on=on) for n, on in enumerate(dates)),
    )
    assert found(engine, sort=Sort.NEXT_DATE) == [2, 0, 3, 4, 1]


def test_without_words_the_heaviest_comes_first_then_the_title(engine: Engine) -> None:
    filled(
        engine,
        document(1, "Beta"),
        document(2, "Alpha"),
        document(3, "Gamma", weight=1.1),
        document(4, "Alpha", weight=0.6),
        document(5, "Alpha"),
    )
    assert found(engine) == [3, 2, 5, 1, 4]


@pytest.mark.parametrize("sort", list(Sort))
def test_equals_stand_by_title_then_identifier_whatever_was_written_when(
    engine: Engine, sort: Sort
) -> None:
    documents = [
        document(
            n, "Clause beta" if n % 2 else "Clause alpha", next_on=date(2027, 1, 1)
        )
        for n in range(40)
    ]
    shuffled = [documents[n * 27 % 40] for n in range(40)]
    for start in range(0, 40, 8):
        engine.apply(changes(*shuffled[start : start + 8]))
    engine.apply(changes(*shuffled[:9], version=2))
    expected = [made.id for made in sorted(documents, key=lambda d: (d.title, d.id))]
    for slots in ((), typed("clause")):
        request = EngineRequest("fr", (), slots, sort=sort)
        for size in (3, 20, 50):
            assert _pages(engine, request, size) == expected


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.NEXT_DATE])
def test_pages_neither_repeat_nor_skip_among_many_equals(
    engine: Engine, sort: Sort
) -> None:
    for start in range(0, 1_800, 600):
        engine.apply(
            changes(*(document(n, "Clause sociale") for n in range(start, start + 600)))
        )
    engine.apply(changes(*(document(n, "Clause") for n in range(3_000, 3_005))))
    for slots in ((), typed("clause")):
        ids = _pages(engine, EngineRequest("fr", (), slots, sort=sort), 170)
        assert len(ids) == len(set(ids)) == 1_805


def test_narrowest_first_holds_before_any_sort(engine: Engine) -> None:
    filled(
        engine,
        document(1, "A clause", territories=("pays",)),
        document(2, "C clause", territories=("epci-1",)),
        document(3, "B clause", territories=("region-32",)),
        document(4, "B clause clause", territories=("epci-1",)),
        document(5, "A clause", territories=("region-32", "epci-1")),
    )
    tiers = (Terms("territories", ("epci-1",)), Terms("territories", ("region-32",)))
    expected = {Sort.TITLE: [5, 4, 2, 3, 1], Sort.RELEVANCE: [5, 4, 2, 3, 1]}
    for sort, order in expected.items():
        assert found(engine, sort=sort, narrowest_first=tiers) == order
        request = EngineRequest("fr", (), sort=sort, narrowest_first=tiers)
        for size in (1, 2, 3, 4):
            assert _pages(engine, request, size) == [f"page-{n}" for n in order]
    with_words = found(engine, *typed("clause"), narrowest_first=tiers)
    assert sorted(with_words[:3]) == [2, 4, 5]
    assert with_words[3:] == [3, 1]


def test_tiers_may_overlap_be_empty_or_exclude(engine: Engine) -> None:
    filled(
        engine,
        document(1, "B", next_on=date(2020, 1, 1)),
        document(2, "C", next_on=date(2027, 1, 1)),
        document(3, "A"),
    )
    today = date(2026, 11, 22).toordinal()
    tiers = (Terms("kind", ("nothing",)), Days("next_on", today), Days("next_on"))
    assert found(engine, narrowest_first=tiers) == [2, 1, 3]
    assert found(engine, narrowest_first=(Not(Days("next_on")), *tiers)) == [3, 2, 1]
    answer = engine.search(EngineRequest("fr", (), narrowest_first=tiers, limit=1))
    assert (answer.ids, answer.total) == (("page-2",), 3)


def test_the_last_rank_can_be_reached_and_nothing_stands_beyond(engine: Engine) -> None:
    made = document(0, "Clause")
    filled(
        engine,
        *(
            SearchDocument(f"page-{n}", made.kind, "fr", f"Clause {n:05}")
            for n in range(MAX_RANK + 5)
        ),
    )
    for slots in ((), typed("clause")):
        for sort in (Sort.RELEVANCE, Sort.TITLE):
            last = EngineRequest(
                "fr", (), slots, sort=sort, offset=MAX_RANK - 3, limit=3
            )
            answer = engine.search(last)
            assert answer.total == MAX_RANK + 5
            assert answer.ids == tuple(
                f"page-{n}" for n in range(MAX_RANK - 3, MAX_RANK)
            )
    beyond = engine.search(EngineRequest("fr", (), offset=MAX_RANK * 2))
    assert (beyond.ids, beyond.total) == ((), MAX_RANK + 5)


def test_asking_for_no_hit_still_counts(engine: Engine) -> None:
    filled(engine, document(1), document(2))
    answer = engine.search(EngineRequest("fr", (), limit=0))
    assert (answer.ids, answer.total) == ((), 2)
