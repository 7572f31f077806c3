"""The sheet of an organisation: what it does, where, how to reach it, since when."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from directory.enums import CoverageRole, FigureKind
from directory.models import Activity, ActorFigure, ActorLabel, ActorPage
from tests.factories import (
    ActivityFactory,
    ActorPageFactory,
    ContactFactory,
    CoverageFactory,
    PracticePageFactory,
    SectorFactory,
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    TrainingPageFactory,
    translated,
)
from tests.templates.reading import faults, read, section, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with override("fr"):
        yield


def activity(*areas: str, sector: str = "Propreté") -> Activity:
    row = ActivityFactory.build(sector=SectorFactory(label_fr=sector))
    row.areas.set([TerritoryFactory(name=name) for name in areas])
    return row


def figure(kind: str, value: str, as_of: date, **fields: str) -> ActorFigure:
    return ActorFigure(kind=kind, value=Decimal(value), as_of=as_of, **fields)


class TestWhatItSays:
    def test_each_activity_and_where_it_is_offered(self, client):
        page = ActorPageFactory(
            published=True,
            areas=[TerritoryFactory(name="Aisne")],
            activities=[activity("Laon", "Soissons"), activity(sector="Espaces verts")],
        )
        said = words(
            section(
                read(client, page.get_url()), "Ce qu’il peut faire pour vous, et où"
            )
        )
        assert "Propreté Prestation, dans ces lieux : Laon, Soissons" in said
        assert "Espaces verts Prestation Il intervient ici : Aisne" in said

    def test_figures_with_their_date_and_those_that_are_old(self, client):
        page = ActorPageFactory(
            published=True,
            figures=[
                figure(
                    FigureKind.INSERTION_STAFF,
                    "1042",
                    date(2025, 12, 31),
                    source="bilan 2025",
                ),
                figure(FigureKind.TURNOVER, "1250000.50", date(2019, 12, 31)),
            ],
        )
        said = words(section(read(client, page.get_url()), "En chiffres"))
        assert "1 042 le 31 décembre 2025 – bilan 2025" in said
        assert "1 250 000,5 € donnée ancienne (31 décembre 2019)" in said

    def test_labels_and_those_that_ended(self, client):
        page = ActorPageFactory(
            published=True,
            labels=[
                ActorLabel(name="Qualiopi", valid_until=date(2099, 5, 1)),
                ActorLabel(name="RSEi", valid_until=date(2020, 5, 1)),
            ],
        )
        said = words(read(client, page.get_url()).main)
        assert "Qualiopi (jusqu’au 1er mai 2099)" in said
        assert "RSEi (terminé le 1er mai 2020)" in said

    def test_where_it_leads_and_where_nobody_does(self, client):
        page = ActorPageFactory(published=True)
        CoverageFactory(actor=page, territory=TerritoryFactory(name="Hirson"))
        CoverageFactory(
            actor=page,
            territory=TerritoryFactory(name="Laon"),
            role=CoverageRole.LEAD,
            themes=[ThemeFactory(label_fr="Publics")],
            checked_on=date(2026, 11, 2),
        )
        CoverageFactory(
            nobody=True, actor=page, territory=TerritoryFactory(name="Guise")
        )
        CoverageFactory(
            actor=page,
            territory=TerritoryFactory(name="Vervins"),
            until=date(2020, 1, 1),
        )
        sheet = read(client, page.get_url())
        covered = words(section(sheet, "Territoires où il suit les clauses"))
        assert covered.index("Laon") < covered.index("Hirson")
        assert "Facilitateur pilote · Publics · vérifié le 2 novembre 2026" in covered
        assert "Hirson à vérifier" in covered
        assert "Vervins" not in words(sheet.main)
        zones = section(
            sheet, "Territoires où il confirme que personne ne suit les clauses"
        )
        assert "Guise confirmé le 2 novembre 2026" in words(zones)

    def test_the_policies_of_a_buyer(self, client):
        page = ActorPageFactory(
            published=True,
            buyer=True,
            spaser_targets="Un quart des marchés.",
            counting_method="Une heure pour une heure.",
        )
        said = words(section(read(client, page.get_url()), "Ses achats"))
        assert "Un quart des marchés." in said
        assert "Une heure pour une heure." in said

    def test_its_networks_and_the_members_of_a_network(self, client):
        network = ActorPageFactory(published=True, title="Le réseau")
        member = ActorPageFactory(
            published=True, title="Un membre", networks=[network], carriers=["plie"]
        )
        ActorPageFactory(title="Un brouillon", networks=[network])
        members = section(read(client, network.get_url()), "Membres de ce réseau")
        assert words(members) == "Membres de ce réseau Un membre"
        facts = words(section(read(client, member.get_url()), "L’essentiel"))
        assert "Réseaux Le réseau PLIE" in facts

    def test_its_numbers_lead_to_the_register_of_the_state(self, client):
        page = ActorPageFactory(published=True, siret="35600000000048")
        sheet = read(client, page.get_url())
        assert "356 000 000 00048" in words(sheet.main)
        assert sheet.select_one('a[href$="/etablissement/35600000000048"]')

    def test_what_it_took_part_in_gives_and_announces(self, client):
        page = ActorPageFactory(published=True)
        PracticePageFactory(published=True, title="Un chantier", buyer=page)
        course = TrainingPageFactory(published=True, title="Un cours", provider=page)
        SessionFactory(course=course)
        sheet = read(client, page.get_url())
        for heading, said in (
            ("Pratiques auxquelles il a pris part", "Un chantier"),
            ("Formations qu’il donne", "Un cours"),
            ("Ses prochaines sessions", "Un cours"),
        ):
            assert said in words(section(sheet, heading))

    def test_nothing_known_is_said_plainly(self, client):
        page = ActorPageFactory(published=True, kinds=["autre"])
        sheet = read(client, page.get_url())
        assert "Aucun moyen de le joindre n’est connu ici." in words(sheet.main)
        assert faults(sheet) == []


class TestInAnotherLanguage:
    def test_words_are_translated_and_facts_are_the_source_s(self, client):
        source = ActorPageFactory(
            published=True,
            activities=[activity("Laon")],
            figures=[figure(FigureKind.SUPPORTED, "12", date(2025, 12, 31))],
            opening="Le matin",
        )
        copy = translated(source, published=True, opening="In the morning")
        sheet = words(read(client, copy.get_url()).main)
        assert "In the morning" in sheet
        assert "Laon" in sheet
        assert "12" in sheet


def full(number: int) -> ActorPage:
    """An organisation with ``number`` rows of everything."""
    many = range(number)
    networks = ActorPageFactory.create_batch(number, published=True)
    page = ActorPageFactory(
        published=True,
        networks=networks,
        areas=TerritoryFactory.create_batch(number),
        activities=[activity("A", "B") for _ in many],
        figures=[figure(FigureKind.SUPPORTED, "9", date(2025, 1, 1)) for _ in many],
        labels=[ActorLabel(name="Un label") for _ in many],
    )
    for _ in many:
        ContactFactory(actor=page)
        CoverageFactory(actor=page, themes=[ThemeFactory()])
        CoverageFactory(actor=page, nobody=True, worked_on_by=networks[0])
        ActorPageFactory(published=True, networks=[page])
        PracticePageFactory(published=True, buyer=page)
        SessionFactory(course=TrainingPageFactory(published=True, provider=page))
    return page


def asked(client: Client, address: str) -> int:
    client.get(address)  # what a process remembers
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_as_many_queries_however_much_it_says(client, language):
    addresses = []
    for number in (1, 4):
        page = full(number)
        if language == "en":
            page = translated(page, published=True)
        addresses.append(page.get_url())
    assert asked(client, addresses[0]) == asked(client, addresses[1])
