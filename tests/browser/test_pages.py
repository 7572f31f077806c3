"""Each template and each state of the search, as it is first drawn."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible, violations
from tests.browser.places import EVERYWHERE, FAILING, OTHER_LANGUAGES, SEARCH, SIX
from tests.browser.structure import assert_no_sideways_scroll, assert_well_built


def each(places):
    return pytest.mark.parametrize("address", places.values(), ids=places.keys())


def test_axe_knows_the_french_rules():
    assert "RGAAv4" in AXE_SCRIPT


def test_a_fault_is_found(page):
    page.goto("/live")
    page.set_content("<html lang='fr'><title>x</title><main><img src='data:,'></main>")
    assert any(line.startswith("image-alt") for line in violations(page))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


@each(EVERYWHERE)
def test_a_page_is_accessible_and_holds_on_a_narrow_screen(page, address):
    page.goto(address)
    assert_well_built(page)
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert_no_sideways_scroll(page)


@each(SIX)
def test_a_narrow_phone(new_page, address):
    page = new_page(width=320)
    page.goto(address)
    assert_accessible(page)


@each(SIX)
def test_the_dark_scheme(new_page, address):
    page = new_page(color_scheme="dark")
    page.goto(address)
    assert page.locator("html").get_attribute("data-fr-theme") == "dark"
    assert_accessible(page)


@each(OTHER_LANGUAGES)
def test_other_languages(page, address):
    page.goto(address)
    assert_well_built(page, language=address.split("/")[1])
    assert_accessible(page)


def test_a_failure_of_ours_is_told_with_a_search_box(new_page):
    page = new_page(expected=[500])
    answer = page.goto(FAILING)
    assert answer is not None
    assert answer.status == 500
    assert_well_built(page)
    assert_accessible(page)
    page.get_by_role("searchbox").fill("insertion")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{SEARCH}?q=insertion")


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (
            f"{SEARCH}?q=insertion",
            r"^\d+ résultats pour «\s*insertion\s*», page 1 sur \d+ –",
        ),
        (f"{SEARCH}?q=insertion&page=2", r"«\s*insertion\s*», page 2 sur \d+ –"),
        (f"{SEARCH}?q=zzyxqw", r"^Aucun résultat pour «\s*zzyxqw\s*» –"),
    ],
)
def test_the_title_holds_what_was_asked_how_many_and_the_page(page, address, title):
    page.goto(address)
    expect(page).to_have_title(re.compile(title))
