"""The results page, its fragment and its two helpers, as browsers ask for them."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from tests.factories import (
    GuidancePageFactory,
    LeverPageFactory,
    SessionFactory,
    TerritoryFactory,
)
from tests.search.site.conftest import Site

HOSTILE = yaml.safe_load(
    (Path(__file__).parent / "hostile_requests.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(autouse=True)
def content(site: Site) -> None:
    laon = TerritoryFactory(code="02408", name="Laon")
    TerritoryFactory(code="02409", name="Laonnois")
    TerritoryFactory(departement=True, code="02", name="Aisne", communes=[laon])
    GuidancePageFactory(title="Réserver un lot <b>", territories=[laon], published=True)
    LeverPageFactory(title="Réserver une aide", published=True)
    site.index()


def address(name: str = "find-pages", language: str = "fr") -> str:
    with override(language):
        return reverse(f"search:{name}")


def page(client: Client, query: str = "", **headers: str) -> Any:
    response = client.get(f"{address()}{query}", headers=headers)
    assert response.status_code == 200
    return response


def test_the_page_draws_hits_counts_and_the_status_line(client: Client) -> None:
    response = page(client, "?q=r%C3%A9server")
    text = response.content.decode()
    assert "<html" in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text.replace("&lt;b&gt;", "").split("<main")[1]
    assert response.context["results"].total == 2
    assert "<mark>Réserver</mark>" in text


def test_pieces_of_a_text_stand_apart(client: Client, site: Site) -> None:
    between = "Autre phrase. " * 60
    body = [("text", f"<p>Une annexe. {between}Le bilan &lt;b&gt; final.</p>")]
    GuidancePageFactory(title="Achats", body=body, published=True)
    site.index()
    text = page(client, "?q=annexe+bilan").content.decode()
    why = " ".join(text.split('class="cs-card__why"')[1].split("</p>")[0].split())
    assert "<mark>annexe</mark>" in why
    assert "<mark>bilan</mark> &lt;b&gt;" in why
    assert why.count(" … ") == 1


def test_htmx_gets_the_part_that_changes(client: Client) -> None:
    whole = page(client)
    assert "HX-Request" in whole["Vary"]
    fragment = page(client, "", hx_request="true")
    assert "<html" not in fragment.content.decode()
    again = page(client, "", hx_request="true", hx_history_restore_request="true")
    assert "<html" in again.content.decode()


def test_chips_and_values_lead_to_what_they_say(client: Client) -> None:
    response = page(client, "?type=fiche&q=r%C3%A9server&tri=titre")
    chip = response.context["chips"][0]
    assert chip.label in response.content.decode()
    without = page(client, chip.remove).context["results"]
    assert without.total == 2
    assert without.query.sort == "titre"
    kinds = next(p for p in without.facets if p.key == "type")
    for value in kinds.values:
        chosen = page(client, value.add).context["results"]
        assert chosen.total == value.count


def test_sessions_are_said_to_be_counted_apart(client: Client, site: Site) -> None:
    said = "Les sessions ne sont pas dans le total"
    assert said not in page(client).content.decode()
    SessionFactory()
    site.index()
    response = page(client)
    kinds = next(f for f in response.context["results"].facets if f.key == "type")
    counted = sum(value.count for value in kinds.values)
    assert counted == response.context["results"].total + 1
    assert said in response.content.decode()
    for query in ("?type=session", "?type=levier"):
        assert said not in page(client, query).content.decode()


def test_a_place_in_words_works_without_script(client: Client) -> None:
    one = page(client, "?lieu=laonnois").context["results"]
    assert one.query.chosen("territoire") == ("commune-02409",)
    several = page(client, "?lieu=lao")
    assert len(several.context["place"].choices) == 2
    assert "Laonnois" in several.content.decode()


def test_places_are_offered_as_one_types(client: Client) -> None:
    response = client.get(address("find-places"), {"lieu": "laon", "q": "lot"})
    assert response.status_code == 200
    text = response.content.decode()
    assert "territoire=commune-02408" in text
    assert "q=lot" in text


def test_suggestions_hold_no_markup(client: Client) -> None:
    response = client.get(address("suggest"), {"q": "rés"})
    assert response["Content-Type"] == "application/json"
    assert not {"<", ">", "&"} & set(response.content.decode())
    found = json.loads(response.content)["suggestions"]
    assert {one["text"] for one in found} == {
        "Réserver un lot <b>",
        "Réserver une aide",
    }
    assert set(found[0]) == {"text", "url", "kind"}


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post(address()).status_code == 405


@pytest.mark.parametrize("language", ["fr", "en", "nl", "fr-x-falc"])
def test_every_language_has_its_page(client: Client, language: str) -> None:
    Locale.objects.get_or_create(language_code=language)
    where = address(language=language)
    assert where.startswith(f"/{language}/")
    assert client.get(where, {"q": "reserver"}).status_code == 200


@pytest.mark.parametrize("query", HOSTILE["queries"])
def test_whatever_is_typed_is_answered(client: Client, query: str) -> None:
    given = query * (100_000 // len(query)) if query.startswith("FLOOD") else query
    response = page(client, f"?q={quote(given, errors='surrogatepass')}")
    text = response.content.decode()
    assert "<svg onload" not in text
    assert "{{" not in text.replace("{{7*7}}", "")
    suggested = client.get(
        f"{address('suggest')}?q={quote(given, errors='surrogatepass')}"
    )
    assert suggested.status_code == 200


@pytest.mark.parametrize("query", HOSTILE["addresses"])
def test_whatever_the_address_holds_is_answered(client: Client, query: str) -> None:
    response = page(client, f"?{query}")
    assert any(note.kind == "ignored" for note in response.context["results"].notes)


@pytest.mark.parametrize(
    "query",
    [
        "&".join(f"theme=t{n}" for n in range(1_000)),
        "&".join(f"territoire=commune-{n:05d}" for n in range(500)),
        "&".join(["type=fiche"] * 1_000),
        "&".join(f"cle{n}=1" for n in range(500)),
        "lieu=" + "x" * 50_000,
        "page=500&tri=titre&archives=1&sans=repli&sans=correction",
    ],
    ids=["themes", "territories", "repeated", "keys", "place", "last page"],
)
def test_large_addresses_are_answered(client: Client, query: str) -> None:
    page(client, f"?{query}")
