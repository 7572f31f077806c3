"""Whom to call on a territory: rows of coverage, organisation by organisation."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from directory.following import Following, best_first
from directory.geography.bits import union
from directory.models import ActorPage, Contact
from directory.page_links import page_links
from portal.core.visits import PageLink


@dataclass(frozen=True)
class Body:
    """An organisation to call: ``rows`` are what it follows, ``contact`` whom to reach
    there and ``website`` its page, if it says so."""

    key: int
    page: PageLink
    rows: tuple[Following, ...]
    contact: Contact | None = None
    website: str = ""

    def about(self, rows: tuple[Following, ...]) -> "Body":
        """The same body, as far as some of its rows go."""
        return replace(self, rows=rows)

    def serves(self, communes: int) -> bool:
        """Whether it serves all of ``communes``."""
        return not communes & ~union(row.communes for row in self.rows)

    @property
    def places(self) -> list[str]:
        return list(dict.fromkeys(row.territory for row in self.rows))

    @property
    def is_lead(self) -> bool:
        return any(row.lead for row in self.rows)

    @property
    def themes(self) -> tuple[str, ...]:
        """What it follows; none for all themes."""
        if any(not row.themes for row in self.rows):
            return ()
        return tuple(dict.fromkeys(theme for row in self.rows for theme in row.themes))

    @property
    def checked_on(self) -> date | None:
        """The oldest check: all that is said holds since then at least."""
        days = [row.checked_on for row in self.rows]
        known = [day for day in days if day is not None]
        return min(known) if len(known) == len(days) else None

    @property
    def is_reachable(self) -> bool:
        return bool(self.contact or self.website)

    @property
    def contact_list(self) -> list[Contact]:
        return [self.contact] if self.contact else []

    @property
    def source(self) -> Following | None:
        return next((row for row in self.rows if row.source_label), None)


def bodies_of(rows: Iterable[Following], communes: int, *, limit: int) -> list[Body]:
    """The first organisations that follow clauses in ``communes``, as a visitor should
    call; those who confirm that nobody does are left out. A constant number of
    queries."""
    by_actor: dict[int, list[Following]] = {}
    for row in best_first(rows, communes):
        if not row.nobody:
            by_actor.setdefault(row.actor, []).append(row)
    shown = dict(list(by_actor.items())[:limit])
    pages = page_links(shown)
    contacts = _contacts(shown)
    websites = dict(
        ActorPage.objects.filter(pk__in=list(shown)).values_list("pk", "website")
    )
    return [
        Body(
            actor,
            pages[actor],
            tuple(own),
            _best(own, contacts.get(actor, [])),
            websites.get(actor, ""),
        )
        for actor, own in shown.items()
        if actor in pages
    ]


def _contacts(actors: Iterable[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    for contact in Contact.objects.visible().filter(actor__in=list(actors)):
        found.setdefault(contact.actor_id, []).append(contact)
    return found


def _best(rows: list[Following], contacts: list[Contact]) -> Contact | None:
    """The contact that a row names, or else the first of the organisation."""
    named = {row.contact for row in rows}
    return next((c for c in contacts if c.pk in named), None) or next(
        iter(contacts), None
    )
