"""Every page of the starter content, drawn: undefined variables fail, links lead."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Page

from tests.templates.reading import faults, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed_starter")]


def addresses() -> Iterator[str]:
    for page in Page.objects.live().filter(depth__gt=1).select_related("locale"):
        yield page.get_url() or ""
    yield from (
        "/fr/plan-du-site/",
        "/fr/glossaire/",
        "/fr/qui-fait-quoi/",
        "/fr/qui-fait-quoi/?a=facilitateur&b=prescripteur",
        "/fr/recherche/",
        "/en/site-map/",
        "/en/who-does-what/",
    )


@pytest.fixture(scope="module")
def drawn(indexed_starter: None, django_db_blocker: object) -> dict[str, BeautifulSoup]:
    """Each address of the site and its page, drawn once for the module."""
    with django_db_blocker.unblock():
        client = Client()
        return {address: read(client, address) for address in addresses()}


def test_each_has_a_sound_structure(drawn: dict[str, BeautifulSoup]) -> None:
    wrong = {address: faults(page) for address, page in drawn.items()}
    assert {address: found for address, found in wrong.items() if found} == {}


def test_no_link_is_dead(drawn: dict[str, BeautifulSoup], client: Client) -> None:
    known = {urlsplit(address).path for address in drawn}
    linked: dict[str, str] = {}
    for address, page in drawn.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if not parts.netloc and parts.path:
                linked.setdefault(parts.path, address)
    asked = {path: source for path, source in linked.items() if path not in known}
    dead = {
        f"{path} (on {source})"
        for path, source in asked.items()
        if client.get(path).status_code >= 400
    }
    assert dead == set()


def test_each_fragment_of_a_link_is_on_its_page(
    drawn: dict[str, BeautifulSoup],
) -> None:
    missing = {
        f"{link['href']} (on {address})"
        for address, page in drawn.items()
        for link in page.find_all("a", href=re.compile(r"^/.+#"))
        if (target := drawn.get(link["href"].split("#")[0])) is not None
        and target.find(id=link["href"].split("#")[1]) is None
    }
    assert missing == set()


def test_titles_tell_pages_apart(drawn: dict[str, BeautifulSoup]) -> None:
    titles: dict[tuple[str, str], list[str]] = {}
    for address, page in drawn.items():
        language = page.html["lang"]
        titles.setdefault((words(page.title), language), []).append(address)
    assert {key: found for key, found in titles.items() if len(found) > 1} == {}


def test_the_home_page_opens_six_doors(drawn: dict[str, BeautifulSoup]) -> None:
    page = drawn["/fr/"]
    assert len(page.select(".cs-door")) == 6
    assert len(page.select(".cs-examples__list a")) >= 3


def test_examples_of_the_home_page_find_something(
    drawn: dict[str, BeautifulSoup], client: Client
) -> None:
    for link in drawn["/fr/"].select(".cs-examples__list a, .cs-doors a"):
        page = read(client, link["href"])
        if urlsplit(link["href"]).path == "/fr/recherche/":
            assert page.select(".cs-hits__hit"), link["href"]
