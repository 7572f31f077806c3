"""How organisations are found: what they are, where they work, what they do."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from directory.enums import CoverageState
from directory.models import ActorPage
from search.kinds import Drawing, Fact, Kind, register
from search.words import lines


def _facets(source: ActorPage) -> dict[str, Iterable[str]]:
    return {"structure": source.kinds, "secteur": list(_sectors(source))}


def _sectors(source: ActorPage) -> Iterator[str]:
    for activity in source.activities.all():
        if activity.sector.parent:
            yield activity.sector.parent.slug
        yield activity.sector.slug


def _territories(source: ActorPage) -> list[str]:
    """Where it can act or follows clauses; without that, where it is: its commune, or
    the département that its postcode begins with."""
    areas = [*source.areas.all(), *source.territories.all()]
    for activity in source.activities.all():
        areas += activity.areas.all()
    for coverage in source.coverages.all():
        if coverage.state == CoverageState.COVERED:
            areas.append(coverage.territory)
    values = dict.fromkeys(area.value for area in areas)
    if values:
        return list(values)
    if source.commune:
        return [source.commune.value]
    return [f"departement-{source.postcode[:2]}"] if source.postcode else []


def _text(page: ActorPage) -> str:
    """What it is and does, and where. Its street says neither: "rue du Jardin" is no
    green space."""
    source = page.facts
    with override(page.locale.language_code):
        words = [
            *page.kind_labels,
            *(activity.sector.label for activity in source.activities.all()),
        ]
    place = [source.postcode, source.commune.name if source.commune else ""]
    names = [source.legal_name, source.siret, source.siren]
    return lines([*words, *place, *names])


def _card(source: ActorPage) -> dict[str, Any]:
    return {
        "kinds": list(source.kinds),
        "sectors": list(dict.fromkeys(_sectors(source))),
        "places": _places(source),
        "commune": source.commune.value if source.commune else "",
        "confirmed_on": source.confirmed_on and source.confirmed_on.isoformat(),
    }


def _places(source: ActorPage) -> list[tuple[str, list[str]]]:
    """Sectors that are offered in places of their own, where a search for both may find
    the organisation elsewhere."""
    found = [
        (activity.sector.slug, [area.value for area in activity.areas.all()])
        for activity in source.activities.all()
    ]
    return [(sector, areas) for sector, areas in found if areas]


def _position(source: ActorPage) -> tuple[float, float] | None:
    """Where its address is or, if that is not known, its commune."""
    for place in (source, source.commune):
        if place and place.latitude is not None and place.longitude is not None:
            return place.latitude, place.longitude
    return None


def _facts(card: dict[str, Any], to: Drawing) -> Iterator[Fact]:
    if card.get("kinds"):
        yield Fact("kinds", _("What it is"), to.labels("structure", card["kinds"]))
    if card.get("commune"):
        yield Fact("commune", _("Commune"), to.label("territoire", card["commune"]))
    if card.get("places"):
        told = [
            _("%(sector)s: %(places)s")
            % {
                "sector": to.label("secteur", sector),
                "places": to.labels("territoire", areas),
            }
            for sector, areas in card["places"]
        ]
        yield Fact("places", _("Only in some places"), "; ".join(told))
    if not card.get("confirmed_on"):
        yield Fact(
            "confirmed", _("State of the record"), _("To be confirmed"), "warning"
        )


register(
    Kind(
        value="acteur",
        label=gettext_lazy("Organisation"),
        plural=gettext_lazy("Organisations"),
        model=ActorPage,
        prefetch=(
            "commune",
            "areas",
            "activities__sector__parent",
            "activities__areas",
            "coverages__territory",
        ),
        facets=_facets,
        territories=_territories,
        position=_position,
        text=_text,
        card=_card,
        facts=_facts,
        ranked=False,
    )
)
