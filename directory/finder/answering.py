"""Whom to call at a commune, by theme when it differs, and who is beside."""

from dataclasses import dataclass
from datetime import date

from directory.bodies import Body, bodies_of
from directory.enums import ZoneState
from directory.following import Following, best_first, read_following
from directory.geography import Geography, current_geography
from directory.page_links import page_links
from directory.regional_help import actors_wanted, regional_wanted, together
from directory.zones.computing import Zone, zones_of
from directory.zones.facilitators import facilitators
from portal.core.enums import StructureKind
from portal.core.visits import PageLink
from search import service
from search.labels import Memory
from search.results import Hit
from search.territories import KnownTerritory

MOST_BODIES = 20
BESIDE = 6
BESIDE_KINDS = (
    StructureKind.FACILITATOR,
    StructureKind.NETWORK_HEAD,
    StructureKind.PRESCRIBER,
)


@dataclass(frozen=True)
class Lead:
    """Who leads where a contract spans several territories, up to ``territory``."""

    territory: str
    body: Body


@dataclass(frozen=True)
class Answer:
    """``bodies`` are those for all themes, the one to call first; ``by_theme`` those
    who follow one theme only; ``nearest`` the body that serves the nearest commune,
    when none is known here. ``cited`` carry facilitators in an area that holds the
    commune, without a word on whom they follow. ``networks`` and ``prescribers`` are
    beside; these three are empty while the search does not answer."""

    commune: KnownTerritory
    zone: Zone
    bodies: list[Body]
    by_theme: list[tuple[str, list[Body]]]
    leads: list[Lead]
    nearest: Body | None
    pages: dict[int, PageLink]
    regional: tuple[Hit, ...]
    cited: tuple[Hit, ...]
    networks: tuple[Hit, ...]
    prescribers: tuple[Hit, ...]
    today: date

    @property
    def first(self) -> Body | None:
        return self.bodies[0] if self.bodies else None

    @property
    def is_reachable(self) -> bool:
        """Whether one of those for all themes can be called."""
        return any(body.is_reachable for body in self.bodies)

    @property
    def is_confirmed_empty(self) -> bool:
        return self.zone.state == ZoneState.NOBODY


def answer(value: str, memory: Memory, *, today: date) -> Answer:
    """Whom to call at the commune ``value``; a constant number of queries."""
    geography = current_geography(dict(memory.stamps))
    commune = geography.relations.known[value]
    rows = read_following(geography, today)
    here = [row for row in rows if not row.nobody and row.communes & commune.communes]
    [zone] = zones_of([commune], facilitators(rows), geography)
    near = _nearest_rows(zone, rows)
    known = {
        body.key: body
        for body in bodies_of([*here, *near], commune.communes, limit=MOST_BODIES)
    }
    general = _bodies([row for row in here if not row.themes], known, geography, value)
    cited, networks, prescribers, regional = _beside(value, memory)
    return Answer(
        commune=commune,
        zone=zone,
        bodies=general,
        by_theme=_by_theme(here, known, geography, value),
        leads=_leads(here, general, known),
        nearest=known.get(zone.nearest.page) if zone.nearest else None,
        pages=page_links(_confirming(zone)),
        regional=regional,
        cited=cited,
        networks=networks,
        prescribers=prescribers,
        today=today,
    )


def _nearest_rows(zone: Zone, rows: list[Following]) -> list[Following]:
    """What the nearest body follows around the nearest commune that is served."""
    if zone.nearest is None:
        return []
    place = zone.nearest.commune.communes
    return [
        row
        for row in rows
        if row.actor == zone.nearest.page and not row.nobody and row.communes & place
    ]


def _bodies(
    rows: list[Following], known: dict[int, Body], geography: Geography, value: str
) -> list[Body]:
    """The bodies of ``rows``, each with those of its rows that are among them."""
    found: dict[int, list[Following]] = {}
    for row in best_first(rows, geography.communes(value)):
        found.setdefault(row.actor, []).append(row)
    return [
        known[actor].about(tuple(own)) for actor, own in found.items() if actor in known
    ]


def _by_theme(
    rows: list[Following], known: dict[int, Body], geography: Geography, value: str
) -> list[tuple[str, list[Body]]]:
    """Theme by theme, those who follow it and not all of them."""
    limited = [row for row in rows if row.themes]
    themes = dict.fromkeys(theme for row in limited for theme in row.themes)
    return [
        (
            theme,
            _bodies(
                [row for row in limited if theme in row.themes], known, geography, value
            ),
        )
        for theme in themes
    ]


def _leads(
    rows: list[Following], general: list[Body], known: dict[int, Body]
) -> list[Lead]:
    """Leads of territories wider than the one of whom to call here, narrowest first."""
    usual = general[0].rows[0].breadth if general else 0
    wider = [row for row in rows if row.lead and row.breadth > max(usual, 1)]
    return [
        Lead(row.territory, known[row.actor].about((row,)))
        for row in sorted(wider, key=lambda row: row.breadth)
        if row.actor in known
    ]


def _confirming(zone: Zone) -> set[int]:
    keys: set[int] = set()
    for row in zone.confirmations:
        keys |= {row.by} | ({row.worked_on_by} - {None})
    return keys


def _beside(value: str, memory: Memory) -> list[tuple[Hit, ...]]:
    """Who is around, by kind, then those who answer for the region."""
    wanted = [actors_wanted((kind,), value, shown=BESIDE) for kind in BESIDE_KINDS]
    regional = regional_wanted(value, memory)
    found = service.gather([*wanted, *regional], memory=memory)
    if not found:
        return [()] * (len(wanted) + 1)
    kinds, region = found[: len(wanted)], found[len(wanted) :]
    return [*(one.hits for one in kinds), together(region)]
