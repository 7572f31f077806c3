"""One object and its Kind → SearchDocument, the same for every engine."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from portal.core.enums import Trust
from portal.core.models import ContentPage, Vocabulary
from search.kinds import Kind
from search.territories import Relations
from search.text.analysis import ReadText, fold, read_text
from search.words import lines, stream_text


@dataclass(frozen=True)
class SearchDocument:
    """What is indexed of one page or session in one language.

    ``facets`` maps facet keys to values, parents included (a document filed under a
    child theme carries the parent too). ``territories`` are the values as filed,
    ``within`` all the values that the document lies at or below, communes apart in
    ``within_communes``. Dates are raw: what depends on today is derived when asked.
    ``weight`` multiplies relevance (bounded, 0.5 to 1.5; 1.0 for actors).
    """

    id: str  # "page-57", "session-<uid>-fr"
    kind: str  # a value of the facet `type`
    language: str  # of the text: fr, en, nl or fr-x-falc
    title: str
    summary: str = ""
    search_terms: str = ""
    body: str = ""
    readable_in: tuple[str, ...] = ("fr",)
    audiences: tuple[str, ...] = ("public",)
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    territories: tuple[str, ...] = ("pays",)
    within: tuple[str, ...] = ("pays",)
    within_communes: tuple[str, ...] = ()
    breadth: int = 0  # communes covered, 0 for the whole country: narrowest first
    archived: bool = False
    weight: float = 1.0
    published_at: datetime | None = None
    modified_at: datetime | None = None
    starts_on: date | None = None  # of a session
    next_on: date | None = None  # the next date of a course, the date of a session
    closes_on: date | None = None  # of a lever
    position: tuple[float, float] | None = None  # latitude, longitude in degrees
    sort_title: str = ""  # folded
    card: dict[str, Any] = field(default_factory=dict)  # raw values for the result page
    url: str = ""  # path on the site, as of indexing

    @cached_property
    def texts(self) -> dict[str, ReadText]:
        """What words find it by: read once for entries and engine alike."""
        texts = {
            "title": self.title,
            "terms": self.search_terms,
            "summary": self.summary,
            "body": self.body,
        }
        return {name: read_text(text, self.language) for name, text in texts.items()}


# How much trust and freshness may change relevance; documented in docs/search.md.
TRUST_WEIGHT = {Trust.STATE: 1.15, Trust.NETWORK: 1.1}
PAST_REVIEW_WEIGHT = 0.8
ARCHIVED_WEIGHT = 0.6

VOCABULARY_FACETS = {
    "theme": "themes",
    "etape": "stages",
    "audience": "audiences",
    "secteur": "sectors",
    "metier": "jobs",
    "public": "publics",
}


@dataclass(frozen=True)
class Visibility:
    """Who may see a page, and in which languages it stands for itself or others."""

    audiences: tuple[str, ...] = ()  # nobody: not indexed
    readable_in: tuple[str, ...] = ()


def build_page_document(
    kind: Kind,
    page: ContentPage,
    visibility: Visibility,
    *,
    relations: Relations,
    today: date,
) -> SearchDocument:
    """The document of one page; its source page comes prefetched as ``page.facts``."""
    source = page.facts
    facets, labels = _vocabulary_facets(source)
    for key, values in kind.facets(source).items():
        facets[key] = (*facets.get(key, ()), *values)
    if kind.ranked:  # trust is never shown on suppliers
        facets["confiance"] = (source.trust,)
    filed = list(kind.territories(source)) or _values(source)
    place = relations.place(filed)
    position = kind.position(source)
    return SearchDocument(
        id=page_document_id(page.pk),
        kind=kind.value,
        language=page.locale.language_code,
        title=page.title,
        summary=page.summary,
        search_terms=lines(
            [page.search_terms, *labels, *relations.names(filed)],
        ),
        body=page_text(kind, page),
        readable_in=visibility.readable_in,
        audiences=visibility.audiences,
        facets={key: tuple(dict.fromkeys(values)) for key, values in facets.items()},
        territories=place.filed,
        within=place.within,
        within_communes=place.within_communes,
        breadth=place.breadth,
        archived=source.archived,
        weight=_weight(source, today) if kind.ranked else 1.0,
        published_at=page.first_published_at,
        modified_at=page.last_published_at,
        position=position,
        sort_title=fold(page.title),
        card=_page_card(kind, source, position),
        url=page.get_url() or "",
        **kind.dates(source),
    )


def build_object_document(
    kind: Kind,
    thing: Any,
    page: ContentPage,
    visibility: Visibility,
    *,
    relations: Relations,
) -> SearchDocument:
    """The document of an object that belongs to a page (a session of a course), in the
    language of ``page`` and visible as it is."""
    facets, labels = _vocabulary_facets(page.facts)
    for key, values in kind.facets(thing).items():
        facets[key] = tuple(values)
    facets["confiance"] = (page.facts.trust,)
    filed = list(kind.territories(thing))
    place = relations.place(filed)
    key = str(getattr(thing, kind.key))
    return SearchDocument(
        id=object_document_id(kind, key, page.locale.language_code),
        kind=kind.value,
        language=page.locale.language_code,
        title=page.title,
        summary=page.summary,
        search_terms=lines([page.search_terms, *labels, *relations.names(filed)]),
        body=kind.text(thing),
        readable_in=visibility.readable_in,
        audiences=visibility.audiences,
        facets={name: tuple(dict.fromkeys(vs)) for name, vs in facets.items()},
        territories=place.filed,
        within=place.within,
        within_communes=place.within_communes,
        breadth=place.breadth,
        archived=page.facts.archived,
        published_at=page.first_published_at,
        modified_at=page.last_published_at,
        sort_title=fold(page.title),
        card={"trust": page.facts.trust, **kind.card(thing)},
        url=f"{page.get_url() or ''}#{kind.value}-{key}",
        **kind.dates(thing),
    )


def page_document_id(page_id: int) -> str:
    return f"page-{page_id}"


def object_document_id(kind: Kind, key: str, language: str) -> str:
    return f"{kind.value}-{key}-{language}"


def page_text(kind: Kind, page: ContentPage) -> str:
    """The words of a page in its own language, without markup."""
    return lines([*stream_text(page.body), kind.text(page)])


def recheck_on(
    document: SearchDocument, review_by: date | None, today: date
) -> date | None:
    """The next day on which the document of itself is no longer right."""
    dates = [review_by, document.closes_on, document.next_on]
    if document.next_on and not document.starts_on and document.next_on < today:
        dates.append(today)  # the session of this course still goes on
    passing = [day for day in dates if day and today <= day < date.max]
    return min(passing) + timedelta(days=1) if passing else None


def _vocabulary_facets(
    source: ContentPage,
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    facets: dict[str, tuple[str, ...]] = {}
    labels: list[str] = []
    for key, name in VOCABULARY_FACETS.items():
        entries: Iterable[Vocabulary] = _related(source, name)
        values: list[str] = []
        for entry in entries:
            parent = getattr(entry, "parent", None)
            values += [parent.slug, entry.slug] if parent else [entry.slug]
            if key not in {"etape", "audience"}:
                labels.append(entry.label)
        facets[key] = tuple(values)
    return facets, labels


def _related(source: ContentPage, name: str) -> Iterable[Any]:
    """What a relation leads to; where that was prefetched, without the manager that
    each look at a page's relation makes."""
    held: dict[str, Iterable[Any]] = getattr(source, "_prefetched_objects_cache", {})
    return held[name] if name in held else getattr(source, name).all()


def _values(source: ContentPage) -> list[str]:
    return [territory.value for territory in _related(source, "territories")]


def _page_card(
    kind: Kind, source: ContentPage, position: tuple[float, float] | None
) -> dict[str, Any]:
    return {
        **({"position": position} if position else {}),
        "trust": source.trust,
        "trust_on": source.trust_on.isoformat() if source.trust_on else None,
        "review_by": source.review_by.isoformat() if source.review_by else None,
        "archived": source.archived,
        "territories": _values(source),
        **kind.card(source),
    }


def _weight(source: ContentPage, today: date) -> float:
    weight = TRUST_WEIGHT.get(Trust(source.trust), 1.0)
    if source.review_by and source.review_by < today:
        weight *= PAST_REVIEW_WEIGHT
    if source.archived:
        weight *= ARCHIVED_WEIGHT
    return weight
