"""All that the page, the map and the table of white zones show, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from directory.enums import Need, ZoneState
from directory.following import read_following
from directory.geography import Geography, current_geography
from directory.page_links import page_links
from directory.zones.asking import Question, territories_of
from directory.zones.computing import Zone, zones_of
from directory.zones.facilitators import facilitators
from directory.zones.sessions import sessions
from directory.zones.structures import structures
from directory.zones.supply import Supply
from portal.core.visits import PageLink
from search.labels import Memory


@dataclass(frozen=True)
class Tally:
    """How many territories are in one state, and how many people lack something."""

    state: ZoneState
    count: int
    population: int


@dataclass(frozen=True)
class ZoneReport:
    """``zones`` are all those asked about, ``shown`` those in the state chosen;
    ``pages`` leads to the organisations and courses that they name."""

    question: Question
    geography: Geography
    zones: list[Zone]
    supply: Supply
    pages: dict[int, PageLink]
    today: date

    @property
    def shown(self) -> list[Zone]:
        state = self.question.state
        return [zone for zone in self.zones if not state or zone.state == state]

    @property
    def tallies(self) -> list[Tally]:
        return [
            Tally(
                state,
                sum(1 for zone in self.zones if zone.state == state),
                self.population_of(state),
            )
            for state in ZoneState
        ]

    @property
    def partly(self) -> int:
        return sum(1 for zone in self.zones if zone.is_partly_covered)

    def population_of(self, state: ZoneState) -> int:
        """Inhabitants of communes that lack it, or for the first state of those that
        do not; each commune once, whatever overlaps."""
        communes = 0
        for zone in self.zones:
            if state == ZoneState.COVERED:
                communes |= zone.covered
            elif zone.state == state:
                communes |= zone.lacking
        return self.geography.population(communes)


def report(
    question: Question, memory: Memory, *, today: date, language: str
) -> ZoneReport:
    """Answer a question; the number of queries does not depend on the answer."""
    geography = current_geography(dict(memory.stamps))
    supply = supply_of(question, geography, memory, today=today, language=language)
    zones = zones_of(territories_of(question, geography), supply, geography)
    return ZoneReport(
        question=question,
        geography=geography,
        zones=zones,
        supply=supply,
        pages=page_links(_named(zones)),
        today=today,
    )


def supply_of(
    question: Question,
    geography: Geography,
    memory: Memory,
    *,
    today: date,
    language: str,
) -> Supply:
    match question.need:
        case Need.STRUCTURES if question.sector:
            return structures(question.sector, geography, memory)
        case Need.SESSIONS:
            return sessions(question.months, geography, language=language, today=today)
        case Need.FACILITATOR:
            return facilitators(read_following(geography, today))
    return Supply()


def _named(zones: Iterable[Zone]) -> set[int]:
    keys = {zone.nearest.page for zone in zones if zone.nearest}
    for zone in zones:
        for row in zone.confirmations:
            keys |= {row.by} | ({row.worked_on_by} - {None})
    return keys
