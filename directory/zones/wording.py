"""White zones in words: the same in the table, on the map and in the file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.enums import Need, ZoneState
from directory.zones.asking import Question
from directory.zones.computing import Zone
from directory.zones.report import ZoneReport
from directory.zones.supply import Confirmation
from portal.core.templatetags.wording import day, number
from portal.core.visits import PageLink
from search.facets import FACETS
from search.labels import Memory

# The year of the municipal populations that territories come with (Insee).
POPULATION_YEAR = 2021

STATE_LABELS: dict[Need, dict[ZoneState, "str | Promise"]] = {
    Need.FACILITATOR: {
        ZoneState.COVERED: gettext_lazy("A facilitator is known"),
        ZoneState.NOBODY: gettext_lazy("Nobody: it is confirmed"),
        ZoneState.UNKNOWN: gettext_lazy("Not known"),
    },
    Need.STRUCTURES: {
        ZoneState.COVERED: gettext_lazy("A structure works there"),
        ZoneState.NOBODY: gettext_lazy("None: it is confirmed"),
        ZoneState.UNKNOWN: gettext_lazy("Not known"),
    },
    Need.SESSIONS: {
        ZoneState.COVERED: gettext_lazy("A date is announced"),
        ZoneState.NOBODY: gettext_lazy("None: it is confirmed"),
        ZoneState.UNKNOWN: gettext_lazy("Not known"),
    },
}


def state_label(need: Need, state: ZoneState) -> str:
    return str(STATE_LABELS[need][state])


@dataclass(frozen=True)
class Row:
    """One territory of the table. ``kilometres`` is rounded; ``facts`` are sentences."""

    zone: Zone
    name: str
    state: str
    facts: list[str]
    nearest: PageLink | None
    nearest_place: str
    kilometres: int | None

    @property
    def summary(self) -> str:
        """All in one sentence, for who reads a map aloud."""
        return ". ".join([self.state, *map(capfirst, self.facts)])


def rows_of(report: ZoneReport, *, shown_only: bool = True) -> list[Row]:
    zones = report.shown if shown_only else report.zones
    return [_row(zone, report) for zone in zones]


def _row(zone: Zone, report: ZoneReport) -> Row:
    nearest = zone.nearest
    return Row(
        zone=zone,
        name=report.geography.relations.label(zone.territory.value),
        state=state_label(report.question.need, zone.state),
        facts=list(facts_of(zone, report.pages, report.today)),
        nearest=report.pages.get(nearest.page) if nearest else None,
        nearest_place=report.geography.relations.label(nearest.place)
        if nearest
        else "",
        kilometres=round(nearest.kilometres) if nearest else None,
    )


def facts_of(zone: Zone, pages: Mapping[int, PageLink], today: date) -> Iterator[str]:
    """What is known of a zone besides its state; ``pages`` are those that it names."""
    if zone.is_partly_covered:
        yield ngettext(
            "%(covered)s commune of %(total)s is served",
            "%(covered)s communes of %(total)s are served",
            zone.covered_count,
        ) % {"covered": number(zone.covered_count), "total": number(zone.size)}
    if zone.unchecked:
        yield _("to be checked: a public source says so, nobody has asked yet")
    if zone.is_limited:
        yield _("for some themes only, a body is known")
    for row in zone.confirmations:
        if row.on:
            yield _as_far(row, zone, confirmed(row, pages))
        if said := worked_on(row, pages, today):
            yield _as_far(row, zone, said)
    if zone.hints:
        yield ngettext(
            "%(count)s structure has its address there and does not say where it works",
            "%(count)s structures have their address there and do not say where they"
            " work",
            zone.hints,
        ) % {"count": number(zone.hints)}


def confirmed(row: Confirmation, pages: Mapping[int, PageLink]) -> str:
    words = {"body": _title(row.by, pages), "date": day(row.on)}
    return _("confirmed by %(body)s on %(date)s") % words


def worked_on(row: Confirmation, pages: Mapping[int, PageLink], today: date) -> str:
    """Which body works on it, and until when; empty when none or when it is late."""
    if row.worked_on_by is None or not row.is_worked_on(today):
        return ""
    words = {
        "body": _title(row.worked_on_by, pages),
        "date": day(row.worked_on_until),
    }
    if row.worked_on_until:
        return _("%(body)s works on it, answer expected by %(date)s") % words
    return _("%(body)s works on it") % words


def _as_far(row: Confirmation, zone: Zone, said: str) -> str:
    """What a body said, with how many communes it holds for unless for all of them."""
    part = (row.communes & zone.communes).bit_count()
    if part == zone.size:
        return said
    return ngettext(
        "%(said)s, for %(part)s commune of %(total)s",
        "%(said)s, for %(part)s communes of %(total)s",
        part,
    ) % {"said": said, "part": number(part), "total": number(zone.size)}


def _title(key: int, pages: Mapping[int, PageLink]) -> str:
    return pages[key].title if key in pages else _("a body")


def is_worked_on(zone: Zone, report: ZoneReport) -> bool:
    return any(row.is_worked_on(report.today) for row in zone.confirmations)


def title(question: Question, memory: Memory) -> str:
    """What is asked, as a heading."""
    match question.need:
        case Need.STRUCTURES:
            label = FACETS["secteur"].values.label(question.sector, memory)
            return _("Where is there no structure for “%(sector)s”?") % {
                "sector": label
            }
        case Need.SESSIONS:
            return ngettext(
                "Where is there no course date in the next %(months)s month?",
                "Where is there no course date in the next %(months)s months?",
                question.months,
            ) % {"months": question.months}
    return _("Where is a facilitator of social clauses missing?")


def answer(report: ZoneReport) -> str:
    """The answer in one sentence, to be read on the telephone."""
    total = len(report.zones)
    if not total:
        return _("No territory of this level is known here.")
    lacking = [zone for zone in report.zones if zone.state != ZoneState.COVERED]
    if not lacking:
        return _("Everywhere: no territory lacks it.")
    nobody = sum(1 for zone in lacking if zone.state == ZoneState.NOBODY)
    unknown = len(lacking) - nobody
    sentences = []
    if nobody:
        sentences.append(
            ngettext(
                "In %(count)s territory of %(total)s: it is confirmed.",
                "In %(count)s territories of %(total)s: it is confirmed.",
                nobody,
            )
            % {"count": number(nobody), "total": number(total)}
        )
    if unknown:
        sentences.append(
            ngettext(
                "For %(count)s territory of %(total)s, the portal does not know yet, or"
                " not for all of its communes.",
                "For %(count)s territories of %(total)s, the portal does not know yet,"
                " or not for all of their communes.",
                unknown,
            )
            % {"count": number(unknown), "total": number(total)}
        )
    return " ".join(sentences)


def method(question: Question) -> list[str]:
    """How the figures are made, in sentences."""
    match question.need:
        case Need.STRUCTURES:
            first = _(
                "A commune is served when a structure of this sector says that it works"
                " there: the area of the activity counts, or else that of the"
                " structure; an address does not count."
            )
        case Need.SESSIONS:
            first = _(
                "A territory is served when a date takes place in one of its communes."
                " Remote courses serve everybody and are left out; so are dates that"
                " are cancelled or given as examples."
            )
        case _:
            first = _(
                "A commune is served when a body says that it follows clauses there on"
                " all themes."
            )
    return [
        first,
        _(
            "“Nobody” needs a body that confirmed it on a day. Without anything known,"
            " the territory is “not known”: it is no white zone."
        ),
        _(
            "People are counted in communes that lack it (municipal population of"
            " %(year)s, Insee, an old figure). Distances are as the crow flies, from"
            " the centre of the territory to the nearest commune that is served."
        )
        % {"year": POPULATION_YEAR},
    ]
