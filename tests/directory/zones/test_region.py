"""White zones of the region, against a computation done here from the raw rows."""

import csv
import math
import random
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override

from directory.enums import CoverageState
from directory.models import Activity, ActorPage, Coverage
from directory.zones.asking import read_question
from directory.zones.report import report
from portal.core.enums import StructureKind
from portal.core.models import Sector, Territory
from search.labels import current_memory
from tests.factories import ActivityFactory, ActorPageFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture
def draw() -> random.Random:
    return random.Random(59)  # noqa: S311 - draws rows, keeps no secret


@pytest.fixture
def communes(starter: None) -> dict[int, set[str]]:
    """The codes of the communes of each territory, by key of row."""
    Coverage.objects.all().delete()  # of the starter: these tests draw their own
    own = {
        row.pk: {row.code}
        for row in Territory.objects.filter(level="commune").only("code")
    }
    for holder, code in Territory.communes.through.objects.values_list(
        "from_territory_id", "to_territory__code"
    ):
        own.setdefault(holder, set()).add(code)
    return own


def ask(**parameters: str):
    memory = current_memory()
    question = read_question(parameters, memory)
    with override("fr"):
        return report(question, memory, today=TODAY, language="fr")


def expected_states(
    level: str, communes: dict[int, set[str]], covered: set[str], nobody: set[str]
) -> dict[str, tuple[str, int, int]]:
    """State, communes that lack it and their population, territory by territory."""
    people = dict(
        Territory.objects.filter(level="commune").values_list("code", "population")
    )
    found = {}
    for row in Territory.objects.filter(level=level):
        lacking = communes[row.pk] - covered
        if not lacking:
            state = "couvert"
        else:
            state = "personne" if lacking <= nobody else "inconnu"
        found[row.value] = (state, len(lacking), sum(people[c] or 0 for c in lacking))
    return found


def computed(found) -> dict[str, tuple[str, int, int]]:
    return {
        zone.territory.value: (str(zone.state), zone.lacking_count, zone.population)
        for zone in found.zones
    }


@pytest.mark.parametrize(
    "level", ["epci", "departement", "arrondissement", "zone-emploi"]
)
def test_facilitators(communes, draw, level: str) -> None:
    territories = list(Territory.objects.exclude(level__in=["pays", "region"]))
    actors = [ActorPageFactory(published=True) for _ in range(6)]
    hidden = ActorPageFactory()
    rows = []
    for actor in [*actors, hidden]:
        for territory in draw.sample(territories, 12):
            state = draw.choice(list(CoverageState))
            ends = draw.choice([None, TODAY, TODAY - timedelta(days=1)])
            rows.append(
                Coverage(
                    actor=actor,
                    territory=territory,
                    state=state,
                    checked_on=None if state == CoverageState.UNKNOWN else TODAY,
                    worked_on_by=actors[0] if state == CoverageState.UNKNOWN else None,
                    until=ends,
                )
            )
    Coverage.objects.bulk_create(rows)
    covered: set[str] = set()
    nobody: set[str] = set()
    for row in rows:
        if row.actor_id == hidden.pk or (row.until and row.until < TODAY):
            continue
        there = communes[row.territory_id]
        if row.state == CoverageState.COVERED:
            covered |= there
        elif row.state == CoverageState.NOBODY:
            nobody |= there
    assert computed(ask(niveau=level)) == expected_states(
        level, communes, covered, nobody
    )


def test_structures_count_where_they_work_and_not_where_they_are(
    communes, draw
) -> None:
    sector, other = Sector.objects.filter(parent__isnull=True)[:2]
    child = Sector.objects.filter(parent=sector)[0]
    territories = list(Territory.objects.exclude(level__in=["pays", "region"]))
    kinds = [StructureKind.ACI, StructureKind.ESAT, StructureKind.COMPANY]
    covered: set[str] = set()
    for _ in range(40):
        kind = draw.choice(kinds)
        areas = draw.sample(territories, draw.randrange(3))
        actor = ActorPageFactory(
            kinds=[kind],
            areas=areas,
            commune=draw.choice([t for t in territories if t.level == "commune"]),
            published=True,
        )
        for done in draw.sample([sector, child, other], 2):
            own = draw.sample(territories, draw.randrange(2))
            ActivityFactory(page=actor, sector=done, areas=own)
            if done != other and kind != StructureKind.COMPANY:
                for territory in own or areas:
                    covered |= communes[territory.pk]
    assert Activity.objects.count() == 80
    found = ask(manque="structures", secteur=sector.slug)
    assert computed(found) == expected_states("epci", communes, covered, set())
    assert ActorPage.objects.filter(activities__isnull=False).distinct().count() == 40


def test_the_nearest_help_is_the_nearest_of_all(communes, draw) -> None:
    points = {
        row.code: (row.latitude, row.longitude)
        for row in Territory.objects.filter(level="commune")
    }
    served = Territory.objects.filter(level="epci").order_by("?")[:2]
    actor = ActorPageFactory(published=True)
    for territory in served:
        Coverage.objects.create(actor=actor, territory=territory)
    covered = set().union(*(communes[territory.pk] for territory in served))
    own = {row.value: row for row in Territory.objects.filter(level="epci")}
    for zone in ask().zones:
        if not zone.lacking:
            continue
        row = own[zone.territory.value]
        here = (row.latitude, row.longitude)
        nearest = min(haversine(here, points[code]) for code in covered)
        assert zone.nearest.kilometres == pytest.approx(nearest, rel=1e-4)


def haversine(one: tuple[float, float], two: tuple[float, float]) -> float:
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, two))
    half = (
        math.sin((c - a) / 2) ** 2
        + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(half))


def test_the_file_says_what_the_rows_say(communes, client) -> None:
    actor = ActorPageFactory(title="=HYPERLINK(1)", published=True)
    aisne = Territory.objects.get(value="departement-02")
    Coverage.objects.create(actor=actor, territory=aisne, checked_on=TODAY)
    response = client.get("/fr/zones-blanches.csv?niveau=commune")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "zones-blanches-facilitateur-" in response["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(text), delimiter=";")
    assert len(rows) == Territory.objects.filter(level="commune").count()
    by_state = defaultdict(set)
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        by_state[cells["État"]].add(cells["Code officiel"])
    assert by_state["Un facilitateur est connu"] == communes[aisne.pk]
    helps = {row[header.index("Aide la plus proche")] for row in rows}
    assert helps == {"", "'=HYPERLINK(1)"}


def test_the_map_says_the_same_as_the_table(starter, client) -> None:
    actor = ActorPageFactory(published=True)
    aisne = Territory.objects.get(value="departement-02")
    Coverage.objects.create(actor=actor, territory=aisne)
    soup = BeautifulSoup(client.get("/fr/zones-blanches/").content, "html.parser")
    drawn = {
        area["href"].split("/")[-2]: area["aria-label"].split(". ")[1].split(".")[0]
        for area in soup.select("svg.cs-map__drawing a")
    }
    listed = {
        row.a["href"].split("/")[-2]: row.select_one(".cs-state").get_text()
        for row in soup.select(".cs-zones__table tbody tr")
    }
    assert drawn == listed
    assert len(drawn) == 92
    assert not soup.select("[style]")
    assert soup.select_one(".cs-map__skip")["href"] == "#zones-end"
    assert soup.select_one("#zones-end")
