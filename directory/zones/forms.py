"""What the form of white zones offers, and the figures above the map."""

from dataclasses import dataclass, replace

from django.utils.translation import ngettext

from directory.enums import Need, ZoneState
from directory.zones.asking import (
    LEVEL,
    LEVELS,
    MONTH_CHOICES,
    MONTHS,
    NEED,
    SECTOR,
    WITHIN,
    Question,
)
from directory.zones.report import ZoneReport
from directory.zones.wording import state_label
from portal.core.enums import TerritoryLevel
from search.labels import Memory, label_language
from search.panels import level_labels


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    selected: bool
    below: bool = False  # stands under the one before


@dataclass(frozen=True)
class ZoneForm:
    """A form sent by GET; fields that do not fit the need are left out."""

    names: dict[str, str]
    needs: list[Choice]
    sectors: list[Choice]
    months: list[Choice]
    levels: list[Choice]
    places: list[Choice]


def zone_form(question: Question, memory: Memory) -> ZoneForm:
    levels = level_labels()
    return ZoneForm(
        names={
            "need": NEED,
            "sector": SECTOR,
            "months": MONTHS,
            "level": LEVEL,
            "within": WITHIN,
        },
        needs=[
            Choice(need.value, str(need.label), need == question.need) for need in Need
        ],
        sectors=_sectors(question, memory),
        months=[
            Choice(
                str(count),
                ngettext("%(count)s month", "%(count)s months", count)
                % {"count": count},
                count == question.months,
            )
            for count in MONTH_CHOICES
        ],
        levels=[
            Choice(level.value, str(levels[level]), level == question.level)
            for level in reversed(LEVELS)
        ],
        places=_places(question, memory),
    )


def _sectors(question: Question, memory: Memory) -> list[Choice]:
    table = memory.tables["secteur"]
    labels = table.labels(label_language())
    found = []
    for slug, entry in table.items():
        if entry.parent:
            continue
        found.append(Choice(slug, labels[slug], slug == question.sector))
        found += [
            Choice(child, labels[child], child == question.sector, below=True)
            for child, other in table.items()
            if other.parent == slug
        ]
    return found


def _places(question: Question, memory: Memory) -> list[Choice]:
    """Départements, and the territory chosen when it is none of them."""
    relations = memory.relations
    known = sorted(
        relations.by_level.get(TerritoryLevel.DEPARTEMENT, ()),
        key=lambda t: relations.order[t.value],
    )
    values = [territory.value for territory in known]
    if question.within and question.within not in values:
        values.append(question.within)
    return [
        Choice(value, relations.label(value), value == question.within)
        for value in values
    ]


@dataclass(frozen=True)
class StateFigure:
    """One of the three states: how many territories, how many people, and the address
    that lists them alone."""

    state: ZoneState
    label: str
    count: int
    population: int
    address: str
    selected: bool


def tallies(report: ZoneReport) -> list[StateFigure]:
    question = report.question
    return [
        StateFigure(
            tally.state,
            state_label(question.need, tally.state),
            tally.count,
            tally.population,
            _listing(question, tally.state),
            tally.state == question.state,
        )
        for tally in report.tallies
    ]


def _listing(question: Question, state: ZoneState) -> str:
    """The address that lists one state alone, or all again when it is chosen."""
    chosen = "" if question.state == state else state.value
    return replace(question, state=chosen).address
