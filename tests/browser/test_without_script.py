"""Where no script runs, the same links and the same form do the same."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import PAGES, SEARCH, SHEETS
from tests.browser.structure import assert_no_sideways_scroll


@pytest.fixture
def plain(new_page):
    return new_page(java_script_enabled=False)


def box(page, name):
    return page.locator("#filters").get_by_role("checkbox", name=re.compile(f"^{name}"))


def test_search_filter_order_and_pages(plain):
    plain.goto(PAGES["home"])
    field = plain.get_by_label("Que cherchez-vous")
    field.fill("insertion")
    expect(plain.get_by_role("listbox")).to_have_count(0)
    plain.get_by_role("button", name="Rechercher").click()
    expect(plain).to_have_url(re.compile(r"/fr/recherche/\?q=insertion"))
    box(plain, "Fiches").check()
    plain.locator("#tri").select_option(index=1)
    plain.get_by_role("button", name=re.compile("Voir les .* résultats")).click()
    expect(plain).to_have_url(re.compile(r"q=insertion.*type=fiche"))
    expect(box(plain, "Fiches")).to_be_checked()
    expect(plain.locator("#headline")).to_have_text(re.compile(r"\d+ fiches"))
    plain.get_by_role("link", name="Page suivante").click()
    expect(plain).to_have_url(re.compile("type=fiche.*page=2|page=2.*type=fiche"))
    plain.get_by_role("link", name=re.compile("Retirer.*Fiches")).click()
    expect(box(plain, "Fiches")).not_to_be_checked()
    assert "page=2" not in plain.url


def test_a_place_is_typed(plain):
    plain.goto(SEARCH)
    place = plain.get_by_label("Commune, intercommunalité ou département")
    place.fill("Soissons")
    plain.get_by_role("button", name=re.compile("Voir les .* résultats")).click()
    choice = plain.locator("#places").get_by_role("link").first
    chip = plain.get_by_role("link", name=re.compile("Retirer.*Soissons"))
    expect(choice.or_(chip).first).to_be_visible()
    if not chip.count():
        choice.click()
    expect(chip).to_be_visible()
    expect(plain).to_have_url(re.compile("territoire=|lieu="))


def test_on_a_phone_filters_are_a_link_away(new_page):
    page = new_page(width=320, java_script_enabled=False)
    page.goto(SEARCH)
    page.get_by_role("link", name="Réduire cette liste").click()
    expect(page.locator("#filters-title")).to_be_in_viewport()


def test_nothing_to_press_that_does_nothing(plain):
    for address in (SEARCH, SHEETS["talking points"], PAGES["home"]):
        plain.goto(address)
        for name in ("Filtrer", "Imprimer", "Menu", "Fermer"):
            button = plain.get_by_role("button", name=re.compile(f"^{name}"))
            for at in range(button.count()):
                expect(button.nth(at)).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
def test_menu_search_and_filters_are_reached_at_any_width(new_page, width):
    page = new_page(width=width, java_script_enabled=False)
    page.goto(SEARCH)
    expect(box(page, "Leviers")).to_be_visible()
    page.goto(SHEETS["practice"])
    assert page.get_by_role("searchbox").count() == 1
    expect(page.get_by_role("searchbox")).to_be_visible()
    menu = page.get_by_role("navigation", name="Menu principal")
    expect(menu.get_by_role("link", name="Pratiques")).to_be_visible()
    menu.get_by_role("link", name="Qui fait quoi").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qui fait quoi")


def test_a_narrow_screen_holds(new_page):
    page = new_page(width=320, java_script_enabled=False)
    for address in (PAGES["home"], f"{SEARCH}?q=insertion", SHEETS["guidance"]):
        page.goto(address)
        assert_no_sideways_scroll(page)
