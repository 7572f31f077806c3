"""Distances from a territory, for who asks to be near it."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Avg
from django.db.models.functions import Coalesce

from portal.core.models import Territory
from search.engines.base import Point

EARTH_RADIUS = 6371.0  # kilometres


def point_of(value: str) -> Point | None:
    """The point of a territory, else the middle of its communes; None if unknown."""
    if not value:
        return None
    point = (
        Territory.objects.filter(value=value)
        .values_list(
            Coalesce("latitude", Avg("communes__latitude")),
            Coalesce("longitude", Avg("communes__longitude")),
        )
        .first()
    )
    return point if point and None not in point else None


def kilometres(here: Point, card: dict[str, Any]) -> float | None:
    """How far a result lies, as the crow flies (haversine formula); None if nobody
    knows where it is."""
    if not card.get("position"):
        return None
    latitude, longitude = map(radians, card["position"])
    here_latitude, here_longitude = map(radians, here)
    share = (
        sin((latitude - here_latitude) / 2) ** 2
        + cos(latitude)
        * cos(here_latitude)
        * sin((longitude - here_longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS * asin(sqrt(share))
