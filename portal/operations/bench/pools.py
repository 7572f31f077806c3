"""What pages are filed under, drawn with the unevenness of real filing."""

import random
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.db import models

from portal.core.enums import TerritoryLevel, Trust
from portal.core.models import (
    Audience,
    Funder,
    Job,
    LegalReference,
    Public,
    Sector,
    Stage,
    Territory,
    Theme,
)


class Pool:
    """Things of which some are drawn much more often than others."""

    def __init__(self, things: list[Any], chance: random.Random) -> None:
        self.things = chance.sample(things, len(things))
        self.weights = list(
            accumulate((rank + 1) ** -0.7 for rank in range(len(things)))
        )
        self.chance = chance

    def draw(self, low: int, high: int) -> list[Any]:
        """Between ``low`` and ``high`` different things."""
        count = self.chance.randint(low, high)
        drawn = self.chance.choices(self.things, cum_weights=self.weights, k=count)
        return list(dict.fromkeys(drawn))

    def one(self) -> Any:
        return self.draw(1, 1)[0]


class Filing:
    """The vocabularies and territories of the database, ready to be drawn from."""

    vocabularies = {
        "themes": (Theme, 1, 3),
        "stages": (Stage, 0, 3),
        "audiences": (Audience, 1, 4),
        "sectors": (Sector, 0, 2),
        "jobs": (Job, 0, 2),
        "publics": (Public, 0, 3),
        "legal_references": (LegalReference, 0, 2),
    }
    # Level of the territories a page is filed under, and how often; None is nowhere.
    levels = (
        (None, 25),
        (TerritoryLevel.COMMUNE, 22),
        (TerritoryLevel.EPCI, 20),
        (TerritoryLevel.DEPARTEMENT, 20),
        (TerritoryLevel.ARRONDISSEMENT, 4),
        (TerritoryLevel.EMPLOYMENT_ZONE, 3),
        (TerritoryLevel.REGION, 6),
    )

    def __init__(self, chance: random.Random, today: date) -> None:
        self.chance = chance
        self.today = today
        self.pools = {
            name: (Pool(_keys(model), chance), low, high)
            for name, (model, low, high) in self.vocabularies.items()
        }
        self.funders = Pool(_keys(Funder), chance)
        self.sectors = self.pools["sectors"][0]
        self.stages = self.pools["stages"][0]
        self.territories: dict[str, Pool] = {}
        for level in TerritoryLevel.values:
            if keys := _keys(Territory, level=level):
                self.territories[level] = Pool(keys, chance)
        communes = Territory.objects.filter(level=TerritoryLevel.COMMUNE)
        self.communes = {
            pk: (name, postcodes[:5], latitude, longitude)
            for pk, name, postcodes, latitude, longitude in communes.values_list(
                "pk", "name", "postcodes", "latitude", "longitude"
            )
        }

    def shared(self, *, actor: bool = False) -> dict[str, list[int]]:
        """Keys for the relations that every page has."""
        drawn = {
            name: pool.draw(low, high) for name, (pool, low, high) in self.pools.items()
        }
        drawn["territories"] = [] if actor else self.places()
        return drawn

    def places(self) -> list[int]:
        levels, weights = zip(*self.levels, strict=True)
        level = self.chance.choices(levels, weights)[0]
        if level is None or level not in self.territories:
            return []
        return self.territories[level].draw(1, 3 if self.maybe(0.2) else 1)

    def trust(self) -> dict[str, Any]:
        """How far a page is trusted and until when, for all but the summary."""
        trust = self.chance.choices(list(Trust), (20, 15, 25, 40))[0]
        read = trust != Trust.UNREAD
        return {
            "trust": trust,
            "trust_on": self.day(-700, 0) if read else None,
            "review_by": self.day(-200, 900) if self.maybe(0.8) else None,
            "archived": self.maybe(0.03),
        }

    def day(self, first: int, last: int) -> date:
        """A day between two, counted from today."""
        return self.today + timedelta(days=self.chance.randint(first, last))

    def maybe(self, share: float) -> bool:
        return self.chance.random() < share


def _keys(model: type[models.Model], **filters: Any) -> list[int]:
    manager = model._default_manager
    return list(manager.filter(**filters).order_by("pk").values_list("pk", flat=True))
