"""Long sheets start with the list of what they hold."""

import pytest
from django.test import Client
from wagtail.rich_text import RichText

from portal.core.templatetags.contents import PLACE, with_contents
from tests.factories import GuidancePageFactory
from tests.templates.reading import faults, read, words

pytestmark = pytest.mark.django_db


def text_of(number: int) -> list[tuple[str, RichText]]:
    parts = "".join(
        f"<h3>Point {one} &amp; suite</h3><p>…</p>" for one in range(number)
    )
    return [("text", RichText(parts))]


def test_each_entry_leads_to_its_heading(client: Client) -> None:
    page = GuidancePageFactory(published=True, body=text_of(6))
    drawn = read(client, page.get_url())
    links = drawn.select(".cs-contents a")
    shown = {words(link): link["href"][1:] for link in links}
    assert "Point 5 & suite" in shown
    assert all(words(drawn.find(id=shown[text])) == text for text in shown)
    assert drawn.select_one(".cs-contents details").get("open") is None
    assert faults(drawn) == []


def test_a_short_text_has_no_list() -> None:
    assert (
        with_contents(f"<h2>Un</h2>{PLACE}<h2>Deux</h2>") == "<h2>Un</h2><h2>Deux</h2>"
    )


def test_without_a_place_nothing_changes() -> None:
    html = "<h2>Un</h2>" * 9
    assert with_contents(html) == html
