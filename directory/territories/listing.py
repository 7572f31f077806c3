"""Every territory above communes, level by level."""

from dataclasses import dataclass

from portal.core.enums import TerritoryLevel
from search.labels import Memory
from search.panels import level_labels

LEVELS = (
    TerritoryLevel.REGION,
    TerritoryLevel.DEPARTEMENT,
    TerritoryLevel.EPCI,
    TerritoryLevel.ARRONDISSEMENT,
    TerritoryLevel.EMPLOYMENT_ZONE,
    TerritoryLevel.PERIMETER,
)


@dataclass(frozen=True)
class LevelList:
    level: str
    label: str
    values: list[str]


def list_territories(memory: Memory) -> list[LevelList]:
    """The territories that hold a commune, by name; levels without any are left out."""
    relations, labels = memory.relations, level_labels()
    found = []
    for level in LEVELS:
        held = [
            t.value
            for t in relations.by_level.get(level, ())
            if not relations.is_empty(t.value)
        ]
        if held:
            held.sort(key=relations.order.__getitem__)
            found.append(LevelList(level.value, labels[level], held))
    return found
