"""Titles as one types, and pages near a page: from the same index, under its rules."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page

from search.documents import page_document_id
from search.engines import current_engine
from search.engines.base import Condition, EngineUnavailable, Not
from search.kinds import all_kinds
from search.query import MAX_QUERY_LENGTH, SearchQuery
from search.results import Hit
from search.service.asking import guarded
from search.service.conditions import ONLY_SESSIONS, readable
from search.service.hits import draw_hits
from search.service.seeing import PUBLIC
from search.text.analysis import fold

SUGGESTED = 8
RELATED = 4
SHORTEST = 2
MOST_WORDS = 8


@dataclass(frozen=True)
class Suggestion:
    text: str
    url: str
    kind: str


def suggest(
    typed: str, language: str, audiences: tuple[str, ...] = (PUBLIC,)
) -> list[Suggestion]:
    """Pages whose title holds words that start as those typed; none under 2 letters
    or while the engine does not answer."""
    words = fold(typed[:MAX_QUERY_LENGTH]).split()[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    query = _anything(language, audiences)
    engine = current_engine()
    try:
        ids = guarded(
            engine,
            lambda: engine.suggest(words, filters=_pages(query), limit=SUGGESTED),
        )
    except EngineUnavailable:
        return []
    kinds = all_kinds()
    return [
        Suggestion(
            hit.title, hit.url, str(kinds[hit.kind].label) if hit.kind in kinds else ""
        )
        for hit in draw_hits(ids, query)
    ]


def related(
    page: Page,
    *,
    language: str = "",
    audiences: tuple[str, ...] = (PUBLIC,),
    limit: int = RELATED,
) -> tuple[Hit, ...]:
    """The pages nearest to ``page``, for "see also"; none while the engine is down."""
    if page.pk is None:
        return ()
    query = _anything(language or page.locale.language_code, audiences)
    engine = current_engine()
    try:
        ids = guarded(
            engine,
            lambda: engine.related(
                page_document_id(page.pk), filters=_pages(query), limit=limit
            ),
        )
    except EngineUnavailable:
        return ()
    return draw_hits(ids, query)


def _anything(language: str, audiences: tuple[str, ...]) -> SearchQuery:
    return SearchQuery(
        today=timezone.localdate(), language=language, audiences=audiences
    )


def _pages(query: SearchQuery) -> tuple[Condition, ...]:
    return (*readable(query), Not(ONLY_SESSIONS))
