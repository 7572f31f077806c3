"""What a visitor asks of white zones: parameters of the address, each with a default."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from directory.enums import Need, ZoneState
from directory.geography import Geography
from portal.core.enums import TerritoryLevel
from search.labels import Memory
from search.territories import KnownTerritory

NEED, SECTOR, MONTHS = "manque", "secteur", "mois"
LEVEL, WITHIN, STATE = "niveau", "territoire", "etat"
MONTH_CHOICES = (1, 3, 6, 12)
# Levels that a page lists; communes, some thousands, are for the table to download.
LEVELS = (
    TerritoryLevel.DEPARTEMENT,
    TerritoryLevel.ARRONDISSEMENT,
    TerritoryLevel.EMPLOYMENT_ZONE,
    TerritoryLevel.EPCI,
)


@dataclass(frozen=True)
class Question:
    """``sector`` counts for structures only, ``months`` for course dates only;
    ``within`` limits the territories to those that share a commune with one."""

    need: Need = Need.FACILITATOR
    sector: str = ""
    months: int = 6
    level: TerritoryLevel = TerritoryLevel.EPCI
    within: str = ""
    state: str = ""

    @property
    def address(self) -> str:
        """The question as a query string, defaults left out."""
        default = Question()
        pairs = [
            (NEED, self.need.value, default.need.value),
            (SECTOR, self.sector if self.need == Need.STRUCTURES else "", ""),
            (
                MONTHS,
                self.months if self.need == Need.SESSIONS else default.months,
                default.months,
            ),
            (LEVEL, self.level.value, default.level.value),
            (WITHIN, self.within, ""),
            (STATE, self.state, ""),
        ]
        asked = [(name, value) for name, value, usual in pairs if value != usual]
        return f"?{urlencode(asked)}" if asked else "?"

    def about(self, value: str) -> "Question":
        return replace(self, within=value)


def read_question(
    parameters: Mapping[str, str],
    memory: Memory,
    *,
    levels: tuple[TerritoryLevel, ...] = LEVELS,
) -> Question:
    """Whatever the parameters are, a question: what is not known counts as not said.

    Structures without a sector are those of the first of them.
    """
    default = Question()
    sector = parameters.get(SECTOR, "")
    sectors = memory.tables["secteur"]
    if sector not in sectors:
        sector = next((s for s, entry in sectors.items() if not entry.parent), "")
    months = parameters.get(MONTHS, "")
    within = parameters.get(WITHIN, "")
    level = parameters.get(LEVEL, "")
    state = parameters.get(STATE, "")
    need = parameters.get(NEED, "")
    return Question(
        need=Need(need) if need in Need.values else default.need,
        sector=sector,
        months=int(months) if months in map(str, MONTH_CHOICES) else default.months,
        level=TerritoryLevel(level) if level in levels else default.level,
        within=within if within in memory.relations.known else "",
        state=state if state in ZoneState.values else "",
    )


def territories_of(question: Question, geography: Geography) -> list[KnownTerritory]:
    """The territories that the question is about, by name."""
    found = geography.relations.by_level.get(question.level, [])
    order = geography.relations.order
    return sorted(_inside(found, question, geography), key=lambda t: order[t.value])


def _inside(
    found: list[KnownTerritory], question: Question, geography: Geography
) -> Iterator[KnownTerritory]:
    inside = geography.communes(question.within) if question.within else -1
    return (territory for territory in found if territory.communes & inside)
