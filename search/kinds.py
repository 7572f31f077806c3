"""Kinds: how one kind of content is found. Content apps declare theirs here.

The registry is filled by each app's ``kinds.py``, imported when Django is ready.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.functional import Promise

from portal.core.whole_saves import save_whole


@dataclass(frozen=True)
class Fact:
    """One thing that a card says: "Amount: €5,000 per year".

    ``tone`` is that of a badge: empty, success, warning, error, info or new.
    """

    key: str
    label: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class Drawing:
    """What words a card is drawn with: today, and the label of any facet's value."""

    today: date
    label: Callable[[str, str], str]  # (facet key, value)

    def labels(self, key: str, values: Iterable[str]) -> str:
        return ", ".join(self.label(key, value) for value in values)


@dataclass(frozen=True)
class Kind:
    """How objects of one model become documents and result cards.

    ``facets`` gives, from a source-language object, the values of the facets that only
    this kind knows (the shared ones come from ContentPage); ``card`` the raw facts its
    result card shows, and ``facts`` what it says of them in the reader's language;
    ``choices`` labels the values of facets that no vocabulary holds; ``territories``
    stands in place of the page's own; ``position`` is where its address lies (latitude,
    longitude); ``text`` the words of the object (in its own
    language) beyond title, summary, search terms and body. All run with ``prefetch``
    done, without a query per object. Of the pages that an object cites they may read
    the title: no other change there indexes it again.
    """

    value: str  # of the facet `type`
    label: "str | Promise"
    plural: "str | Promise"
    model: type[models.Model]
    prefetch: tuple[str, ...] = ()
    facets: Callable[[Any], dict[str, Iterable[str]]] = lambda source: {}
    card: Callable[[Any], dict[str, Any]] = lambda source: {}
    text: Callable[[Any], str] = lambda page: ""
    dates: Callable[[Any], dict[str, Any]] = lambda source: {}  # starts_on, next_on …
    facts: Callable[[dict[str, Any], "Drawing"], "Iterable[Fact]"] = lambda card, to: ()
    choices: Mapping[str, Sequence[tuple[str, "str | Promise"]]] = field(
        default_factory=dict
    )
    territories: Callable[[Any], Iterable[str]] = lambda source: ()
    position: Callable[[Any], tuple[float, float] | None] = lambda source: None
    ranked: bool = True  # False: trust and freshness never weigh (actors)
    # Of an object that is not a page, such as a session: the field that leads to its
    # source-language page and the field that names it.
    of_page: str = ""
    key: str = "pk"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; raise ``ValueError`` when its value is already taken."""
    if kind.value in _kinds:
        raise ValueError(f"Two kinds are called “{kind.value}”.")
    _kinds[kind.value] = kind
    if kind.of_page:
        save_whole(kind.model)
    return kind


def all_kinds() -> dict[str, Kind]:
    """Every kind by value, in the order of registration."""
    return dict(_kinds)


def kind_of(model: type[models.Model]) -> Kind | None:
    """The kind of a model class, or None."""
    return next((kind for kind in _kinds.values() if kind.model is model), None)


def page_kind_of(kind: Kind) -> Kind:
    """The kind of the pages that objects of ``kind`` belong to."""
    model = kind.model._meta.get_field(kind.of_page).related_model
    return next(other for other in _kinds.values() if other.model is model)
