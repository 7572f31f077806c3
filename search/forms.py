"""What the form of a results page shows: fields, orders, place, page numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.core.enums import TerritoryLevel
from search import addresses
from search.labels import Memory
from search.query import MAX_QUERY_LENGTH, MAX_RANK, ReadQuery, SearchQuery, Sort
from search.results import SearchResults

PAGES_AROUND = 2


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    selected: bool
    link: str


@dataclass(frozen=True)
class SearchForm:
    """A form sent by GET; ``hidden`` are the parameters that it keeps."""

    q: str
    hidden: tuple[tuple[str, str], ...]
    sorts: tuple[Option, ...]
    archives: Option
    max_length: int = MAX_QUERY_LENGTH


def sort_labels(*, near: bool = False) -> dict[Sort, str]:
    """The orders; near a place the nearest come first unless another one is chosen."""
    near_first = _("The nearest first")
    return {
        Sort.RELEVANCE: near_first if near else _("The most useful first"),
        Sort.RECENT: _("The newest first"),
        Sort.MODIFIED: _("The last updated first"),
        Sort.NEXT_DATE: _("The next date first"),
        Sort.TITLE: _("By title"),
    }


def search_form(query: SearchQuery) -> SearchForm:
    return SearchForm(
        q=query.q,
        hidden=tuple(addresses.kept_pairs(query)),
        sorts=tuple(
            Option(
                sort.value,
                label,
                sort is query.sort,
                addresses.sorted_by(query, sort),
            )
            for sort, label in sort_labels(near=bool(query.near)).items()
        ),
        archives=Option(
            addresses.YES,
            _("Also what is kept for memory"),
            query.archived,
            addresses.with_archives(query, not query.archived),
        ),
    )


@dataclass(frozen=True)
class PlaceChoice:
    value: str
    label: str
    level: str
    add: str


@dataclass(frozen=True)
class PlaceField:
    """The field that names a territory; ``choices`` when several could be meant."""

    text: str = ""
    choices: tuple[PlaceChoice, ...] = ()

    @property
    def asked(self) -> bool:
        return bool(self.text)


def near_field(read: ReadQuery, memory: Memory) -> PlaceField:
    """The field that names what to be near to; its text when nothing is chosen yet."""
    relations = memory.relations
    choices = tuple(
        PlaceChoice(
            value,
            relations.label(value),
            str(TerritoryLevel(relations.known[value].level).label),
            addresses.near_to(read.query, value),
        )
        for value in read.near_places
    )
    near = read.query.near
    return PlaceField(relations.label(near) if near else read.near, choices)


def place_field(read: ReadQuery, memory: Memory) -> PlaceField:
    return PlaceField(read.place, place_choices(read.places, read.query, memory))


def place_choices(
    values: tuple[str, ...], query: SearchQuery, memory: Memory
) -> tuple[PlaceChoice, ...]:
    relations = memory.relations
    chosen = query.chosen("territoire")
    found = []
    for value in values:
        instead_of = [v for v in chosen if relations.related(v, value)]
        found.append(
            PlaceChoice(
                value,
                relations.label(value),
                str(TerritoryLevel(relations.known[value].level).label),
                addresses.adding(query, "territoire", value, instead_of),
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class PageLink:
    number: int
    link: str
    current: bool


@dataclass(frozen=True)
class Pager:
    """Links to other pages; empty where there is none."""

    page: int
    pages: int
    first: str
    previous: str
    next: str
    last: str
    around: tuple[PageLink, ...]


def pager(results: SearchResults) -> Pager:
    query, pages = results.query, min(results.pages, MAX_RANK // results.query.size)
    page = min(query.page, pages)

    def link(number: int) -> str:
        at_another = number != query.page and 1 <= number <= pages
        return addresses.at_page(query, number) if at_another else ""

    def around() -> Iterator[PageLink]:
        for number in range(
            max(1, page - PAGES_AROUND), min(pages, page + PAGES_AROUND) + 1
        ):
            yield PageLink(
                number, addresses.at_page(query, number), number == query.page
            )

    return Pager(
        page=page,
        pages=pages,
        first=link(1),
        previous=link(page - 1),
        next=link(page + 1),
        last=link(pages),
        around=tuple(around()),
    )
