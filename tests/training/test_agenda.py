"""The calendar shows what the search finds, one offer at a time, from today on."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from search.periods import month_of
from search.service import asking
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    ThemeFactory,
    TrainingPageFactory,
    translated,
)
from tests.search.service.oracle import Oracle
from tests.templates.reading import faults, read, words
from training.enums import ForWhom, Modality
from training.models import Session
from training.moments import PARIS, Part

pytestmark = pytest.mark.django_db

LIST = "/fr/agenda/"


def soon(days: int, hour: int = 9) -> datetime:
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def month_page(day: date) -> str:
    return f"{LIST}{month_of(day)}/"


def titles(page: BeautifulSoup) -> list[str]:
    return [words(link) for link in page.select("#results .cs-date__when a")]


def entries(page: BeautifulSoup) -> list[str]:
    return [words(title) for title in page.select(".cs-entry__title")]


def session(title: str = "Calibrer", **fields: object) -> Session:
    course = {"title": title, "published": True, **fields.pop("course", {})}
    return SessionFactory(course=TrainingPageFactory(**course), **fields)


class TestList:
    def test_sessions_to_come_soonest_first_by_month(self, client, index):
        first = session("Un", starts_at=soon(2))
        session("Trois", starts_at=soon(70))
        session("Deux", starts_at=soon(2, 14))
        session("Passée", past=True)
        index()
        page = read(client, LIST)
        assert titles(page) == ["Un", "Deux", "Trois"]
        headings = [words(tag) for tag in page.select(".cs-agenda__month")]
        assert len(headings) == 2
        link = page.select_one(".cs-date__when a")
        assert isinstance(link, Tag)
        assert link["href"] == f"{first.course.get_url()}#session-{first.uid}"
        assert faults(page) == []

    def test_a_cancelled_one_stays_and_says_why(self, client, index):
        session(cancelled=True, starts_at=soon(3), registration_url="https://a.fr/")
        index()
        page = read(client, LIST)
        assert "Annulée : Trop peu d’inscrits." in words(page.select_one("#results"))
        assert page.find("a", href="https://a.fr/") is None

    def test_one_in_several_half_days_stands_at_the_next_of_them(self, client, index):
        thing = session("Longue", starts_at=soon(-7))
        parts = [Part(soon(days), soon(days, 12)) for days in (-7, 0, 7)]
        thing.set_parts([Part(p.start, p.end) for p in parts])
        thing.save()
        session("Demain", starts_at=soon(1))
        index()
        assert titles(read(client, LIST)) == ["Longue", "Demain"]

    def test_an_empty_calendar_says_what_to_do(self, client, index):
        index()
        page = read(client, LIST)
        assert "Aucune date" in words(page.select_one("#headline"))
        assert "Suivez cet agenda" in words(page.select_one("#results"))
        assert faults(page) == []

    def test_pages_follow_each_other(self, client, index):
        course = TrainingPageFactory(published=True)
        for days in range(1, 34):
            SessionFactory(course=course, starts_at=soon(days))
        index()
        page = read(client, f"{LIST}?page=2")
        assert len(titles(page)) == 3
        assert "page 2 sur 2" in words(page.title)


class TestOffers:
    def test_are_never_mixed(self, client, index):
        session("Pour les pros", starts_at=soon(2))
        session("Pour un parcours", starts_at=soon(2), course={"for_whom": "parcours"})
        index()
        assert titles(read(client, LIST)) == ["Pour les pros"]
        assert titles(read(client, f"{LIST}?offre=parcours")) == ["Pour un parcours"]
        both = read(client, f"{LIST}?offre=professionnels&offre=parcours")
        assert titles(both) == ["Pour les pros"]

    def test_one_leads_to_the_other_and_keeps_the_filters(self, client, index):
        session(starts_at=soon(2))
        index()
        page = read(client, f"{LIST}?modalite=presentiel")
        links = {words(link): link for link in page.select(".cs-offers__link")}
        other = links[str(ForWhom.PEOPLE.label)]
        assert "offre=parcours" in other["href"]
        assert "modalite=presentiel" in other["href"]
        assert links[str(ForWhom.PROFESSIONALS.label)].get("aria-current") == "true"

    def test_what_is_chosen_is_sent_along(self, client, index):
        index()
        page = read(client, f"{LIST}?offre=parcours&sans=plus-large")
        sent = {(f["name"], f["value"]) for f in page.select("#find [type=hidden]")}
        assert {("offre", "parcours"), ("sans", "plus-large")} <= sent


class TestFilters:
    def test_are_those_of_the_search(self, client, index):
        laon, theme = TerritoryFactory(name="Laon"), ThemeFactory(label_fr="Calibrage")
        session("Ici", starts_at=soon(2), territory=laon, course={"themes": [theme]})
        session("Là", starts_at=soon(2), territory=TerritoryFactory())
        session("Loin", starts_at=soon(2), modality=Modality.REMOTE)
        index()
        here = read(client, f"{LIST}?territoire={laon.value}&sans=plus-large")
        assert titles(here) == ["Ici"]
        wider = read(client, f"{LIST}?territoire={laon.value}")
        assert set(titles(wider)) == {"Ici", "Loin"}
        assert titles(read(client, f"{LIST}?theme={theme.slug}")) == ["Ici"]
        assert titles(read(client, f"{LIST}?modalite=distance")) == ["Loin"]
        assert titles(read(client, f"{LIST}?q=ici")) == ["Ici"]
        keys = [tag["id"] for tag in wider.select("details.cs-panel")]
        assert "panel-periode" in keys
        assert {"panel-type", "panel-offre"}.isdisjoint(keys)

    def test_a_count_is_what_choosing_gives(self, client, index):
        for days in (1, 2, 20, 40):
            session(starts_at=soon(days))
        session(starts_at=soon(2), course={"for_whom": "parcours"})
        index()
        page = read(client, LIST)
        for field in page.select("input[name=periode]"):
            count = words(page.select_one(f"label[for={field['id']}] .cs-value__count"))
            chosen = read(client, f"{LIST}?periode={field['value']}")
            assert len(titles(chosen)) == int(count)

    @pytest.mark.parametrize(
        "query",
        [
            "type=pratique",
            "periode=passees",
            "theme=inconnu",
            "page=0",
            "offre=tous",
            "tri=titre",
            "periode=2027-13",
            "periode=0001-01",
            "periode=9999-12",
        ],
    )
    def test_what_is_not_known_is_left_out(self, client, index, query):
        session("Une", starts_at=soon(2))
        session("Passée", past=True)
        index()
        assert titles(read(client, f"{LIST}?{query}")) == ["Une"]

    def test_courses_at_a_date_are_sessions(self, client, index):
        session("Une", starts_at=soon(2))
        index()
        page = read(client, f"{LIST}?type=formation&periode=30-jours")
        assert titles(page) == ["Une"]
        assert page.select(".cs-notes__note") == []

    def test_a_filter_that_finds_nothing_can_be_dropped(self, client, index):
        session(starts_at=soon(2))
        index()
        page = read(client, f"{LIST}?modalite=distance")
        [link] = [a for a in page.select(".cs-nothing a") if "Sans " in words(a)]
        assert titles(read(client, urlsplit(LIST).path + link["href"])) == ["Calibrer"]


class TestMonth:
    def test_each_day_shows_what_takes_place(self, client, index):
        start = soon(3)
        thing = session("Longue", starts_at=start)
        thing.set_parts([Part(soon(d, 9), soon(d, 12)) for d in (3, 4)])
        thing.save()
        index()
        page = read(client, month_page(start.date()))
        days = page.select(".cs-day:not(.cs-day--empty)")
        same_month = soon(4).month == start.month
        assert len(days) == (2 if same_month else 1)
        assert "9 h" in words(days[0])
        assert faults(page) == []

    def test_days_gone_by_have_left(self, client, index):
        session("Passée", past=True, starts_at=timezone.now() - timedelta(hours=30))
        session("À venir", starts_at=timezone.now() + timedelta(hours=1))
        index()
        assert "Passée" not in entries(read(client, month_page(timezone.localdate())))

    def test_filters_and_months_stay_together(self, client, index):
        session(starts_at=soon(1))
        later = session("Plus tard", starts_at=soon(95), modality=Modality.REMOTE)
        index()
        page = read(client, f"{month_page(timezone.localdate())}?modalite=distance")
        step = page.select_one("a[rel~=next]")
        assert isinstance(step, Tag)
        expected = month_page(timezone.localdate(later.starts_at))
        assert step["href"].startswith(f"{expected}?")
        assert "modalite=distance" in step["href"]
        assert entries(read(client, step["href"])) == ["Plus tard"]
        assert page.select("#panel-periode") == []

    def test_many_sessions_on_a_day_are_folded(self, client, index):
        course = TrainingPageFactory(published=True)
        for minutes in range(5):
            start = soon(3) + timedelta(minutes=minutes)
            SessionFactory(course=course, starts_at=start)
        index()
        page = read(client, month_page(soon(3).date()))
        assert len(page.select(".cs-day__more li")) == 2
        assert "2 autres" in words(page.select_one(".cs-day__more summary"))

    @pytest.mark.parametrize("address", ["/fr/agenda/2999-01/", "/fr/agenda/2027-13/"])
    def test_months_that_nobody_plans_are_not_found(self, client, index, address):
        assert client.get(address).status_code == 404

    def test_a_past_month_leads_to_this_one(self, client, index):
        response = client.get("/fr/agenda/2020-01/")
        assert response.url == month_page(timezone.localdate())

    def test_midnight_is_that_of_france(self, client, index):
        start = datetime(timezone.localdate().year + 1, 6, 30, 22, 30, tzinfo=UTC)
        session(starts_at=start)
        index()
        assert entries(read(client, month_page(start.date()))) == []
        july = read(client, month_page(start.astimezone(PARIS).date()))
        assert words(july.select_one(".cs-day:not(.cs-day--empty) h3")).endswith(
            "juillet"
        )


class TestWhoSees:
    def test_a_session_hides_with_its_course(self, client, index):
        thing = session(starts_at=soon(2))
        index()
        PageViewRestriction.objects.create(
            page=thing.course, restriction_type=PageViewRestriction.LOGIN
        )
        assert titles(read(client, LIST)) == []
        assert client.get(f"/fr/agenda/{thing.uid}.ics").status_code == 404

    def test_a_translation_has_its_own_words(self, client, index):
        thing = session(starts_at=soon(2))
        translated(thing.course, "en", published=True, title="Size the hours")
        index()
        assert titles(read(client, "/en/calendar/")) == ["Size the hours"]
        assert titles(read(client, LIST)) == ["Calibrer"]


class TestInPlace:
    def test_a_choice_changes_a_part_of_the_page(self, client, index):
        session(starts_at=soon(2))
        index()
        response = client.get(LIST, headers={"HX-Request": "true"})
        page = BeautifulSoup(response.content, "html.parser")
        assert page.find("main") is None
        swapped = {tag["id"] for tag in page.select("[hx-swap-oob]")}
        assert {"headline", "panels", "views", "offers"} <= swapped
        assert "HX-Request" in response["Vary"]
        assert len(page.select(".cs-date__when a")) == 1


class TestQueries:
    @pytest.mark.parametrize("view", ["list", "month", "feed"])
    def test_their_number_does_not_grow(
        self, client, index, view, django_assert_max_num_queries
    ):
        addresses = {
            "list": LIST,
            "month": month_page(soon(3)),
            "feed": "/fr/agenda.ics",
        }
        counts = []
        for several in (1, 12):
            for _ in range(several):
                session(starts_at=soon(3), territory=TerritoryFactory())
            index()
            client.get(addresses[view])  # what is remembered between requests
            with django_assert_max_num_queries(30) as asked:
                assert client.get(addresses[view]).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_without_its_engine_the_calendar_still_answers(
        self, client: Client, index, monkeypatch
    ):
        session("À venir", starts_at=soon(2))
        session("Passée", past=True)
        session("Autre offre", starts_at=soon(2), course={"for_whom": "parcours"})
        index()
        engine = Oracle()
        engine.down = True
        monkeypatch.setattr(asking, "current_engine", lambda: engine)
        page = read(client, LIST)
        assert titles(page) == ["À venir"]
        assert "simplifiée" in words(page.select_one(".cs-notes"))
