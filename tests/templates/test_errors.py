"""Pages for when things go wrong: plain words and a search box."""

import pytest
from django.db import connections
from django.db.utils import OperationalError
from django.test import Client, RequestFactory
from django.utils.translation import override
from django.views.defaults import server_error

from tests.templates.reading import faults, read, words


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/fr/nulle-part/", "/fr/outils/rien/"])
def test_a_missing_page_offers_the_search(client: Client, address: str) -> None:
    page = read(client, address, status=404)
    assert words(page.h1) == "Cette page n’est pas ici"
    assert page.select_one("main form")["action"] == "/fr/recherche/"
    assert faults(page) == []


@pytest.mark.django_db
def test_a_missing_page_leads_to_other_languages_home(client: Client) -> None:
    page = read(client, "/fr/nulle-part/", status=404)
    for link in page.select(".fr-header__tools a"):
        assert client.get(link["href"]).status_code == 200


@pytest.mark.django_db
def test_the_root_leads_to_french(client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/fr/")


def test_an_error_is_told_without_the_database(monkeypatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(type(connections["default"]), "cursor", refuse)
    with override("fr"):
        response = server_error(RequestFactory().get("/fr/"))
    text = response.content.decode()
    assert response.status_code == 500
    assert "Une erreur est survenue de notre côté" in text
    assert 'action="/fr/recherche/"' in text
    assert "Traceback" not in text
