"""The territories of the region, from one table of official facts."""

from django.db import transaction

from portal.core.enums import TerritoryLevel
from portal.core.models import Stamp, Territory
from portal.core.models.territories import value_of
from portal.core.stamps import TERRITORIES
from portal.starter.loading.files import CONTENT, read_csv

# Column of the table that says, for a commune, which territory of the level holds it.
MEMBERSHIPS = {
    TerritoryLevel.DEPARTEMENT: "departement",
    TerritoryLevel.ARRONDISSEMENT: "arrondissement",
    TerritoryLevel.EPCI: "epci",
    TerritoryLevel.EMPLOYMENT_ZONE: "zone_emploi",
}


@transaction.atomic
def load_territories() -> int:
    """Add the territories that are missing; return how many.

    Official codes and names are facts that nobody edits here: what exists is kept.
    """
    known = set(Territory.objects.values_list("value", flat=True))
    rows = read_csv(CONTENT / "territories.csv")
    new = [
        Territory(
            level=row["level"],
            code=row["code"],
            value=value_of(row["level"], row["code"]),
            name=row["name"],
            population=int(row["population"]) if row["population"] else None,
            latitude=float(row["lat"]) if row["lat"] else None,
            longitude=float(row["lon"]) if row["lon"] else None,
            postcodes=row["postcodes"],
            partial=row["partial"] == "yes",
        )
        for row in rows
        if value_of(row["level"], row["code"]) not in known
    ]
    if TerritoryLevel.COUNTRY not in known:
        new.append(
            Territory(
                level=TerritoryLevel.COUNTRY,
                code="fr",
                value=TerritoryLevel.COUNTRY,
                name="France entière",
            )
        )
    if not new:
        return 0
    Territory.objects.bulk_create(new, batch_size=500)
    _link_communes(rows, {territory.value for territory in new})
    Stamp.advance(TERRITORIES)  # bulk writes send no signal
    return len(new)


def _link_communes(rows: list[dict[str, str]], new: set[str]) -> None:
    keys = dict(Territory.objects.values_list("value", "pk"))
    through = Territory.communes.through
    links = []
    for row in rows:
        if row["level"] != TerritoryLevel.COMMUNE:
            continue
        commune = keys[value_of(row["level"], row["code"])]
        containers = [
            value_of(level, row[column])
            for level, column in MEMBERSHIPS.items()
            if row[column]
        ]
        containers.append(value_of(TerritoryLevel.REGION, "32"))
        links += [
            through(from_territory_id=keys[value], to_territory_id=commune)
            for value in containers
            if value in new
        ]
    through.objects.bulk_create(links, batch_size=1000)
