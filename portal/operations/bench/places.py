"""Territories, directory, white zones and calendar: whole pages, as they are sent."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.enums import Need
from directory.models import DirectoryIndexPage
from directory.zones.asking import NEED
from portal.core.enums import TerritoryLevel
from portal.core.models import Territory
from portal.operations.bench.measuring import repeat
from search.addresses import NEAR
from search.periods import month_of
from training import calendars

RUNS = 40
AHEAD = 60  # days: a month that is neither the fullest nor an empty one
DRAWN = 5


def measure_places() -> dict[str, Any]:
    """Timings of each kind of page by name, and the most SQL statements of one page.

    What a process remembers of territories is warm; no answer is kept from one request
    to the next, and events of a feed are written again.
    """
    client = Client(SERVER_NAME="localhost")
    statements: list[int] = []

    def get(address: str) -> None:
        if client.get(address).status_code != 200:
            raise LookupError(f"{address} does not answer.")

    figures = {}
    # Written events are remembered in the process: here each feed writes all of its own.
    forgetful = calendars._event.__wrapped__
    with patch.object(calendars, "_event", forgetful):
        for name, addresses in _addresses().items():
            for address in addresses:
                with CaptureQueriesContext(connection) as sql:
                    get(address)
                statements.append(len(sql))
            timing = repeat({name: get}, addresses, runs=RUNS)[name]
            figures[name] = timing.summary()
    return {"figures": figures, "facts": {"places_sql": max(statements)}}


def _addresses() -> dict[str, list[str]]:
    wide = Territory.objects.filter(level=TerritoryLevel.DEPARTEMENT)
    narrow = Territory.objects.filter(level=TerritoryLevel.EPCI)[:DRAWN]
    towns = Territory.objects.communes().order_by("-population")[:DRAWN]
    directory = DirectoryIndexPage.objects.order_by("path")[0].get_url()
    zones = reverse("directory:white-zones")
    month = month_of(timezone.localdate() + timedelta(days=AHEAD))
    return {
        "territory": [
            reverse("directory:show-territory", args=[place.value])
            for place in (*wide, *narrow)
        ],
        "directory": [
            directory,
            *(f"{directory}?{urlencode({NEAR: town.value})}" for town in towns),
        ],
        "white_zones": [f"{zones}?{urlencode({NEED: need})}" for need in Need.values],
        "calendar_month": [reverse("training:month", args=[month])],
        "calendar_feed": [reverse("training:feed")],
    }
