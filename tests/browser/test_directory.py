"""Which structures can do it near here: the directory, its distances and its map."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.organisations import NEARBY
from tests.browser.places import DIRECTORY, PAGES
from tests.browser.structure import assert_no_sideways_scroll
from tests.browser.test_keyboard import tab_to


def first_card(page: Page):
    return page.locator(".cs-hits .cs-card").first


def fields(page: Page):
    return page.get_by_label("Quoi, ou qui"), page.get_by_label("Près d’une commune")


def area(page: Page):
    """The area of the map where the organisation of Béthune is."""
    return page.locator("#map svg").get_by_role(
        "link", name=re.compile(r"Béthune.*1 organisme$")
    )


def test_on_a_phone_who_can_do_green_spaces_around_bethune(phone):
    phone.goto(PAGES["home"])
    phone.get_by_role("button", name="Menu").tap()
    menu = phone.get_by_role("navigation", name="Menu principal")
    menu.get_by_role("link", name="Annuaire").tap()
    what, near = fields(phone)
    what.fill("espaces verts")
    near.fill("62400")
    phone.get_by_role("main").get_by_role("button", name="Rechercher").tap()
    expect(first_card(phone)).to_contain_text(NEARBY)
    expect(first_card(phone)).to_contain_text("À moins de 1 km")
    expect(phone.locator("#near")).to_contain_text("Les plus proches de Béthune (62)")
    phone.get_by_role("button", name="Filtrer").tap()
    filters = phone.get_by_role("dialog", name="Affiner")
    filters.get_by_role("checkbox", name=re.compile(r"\(EI\)")).check()
    expect(phone).to_have_url(re.compile("structure=ei"))
    filters.get_by_role("button", name=re.compile("Voir le")).tap()
    expect(first_card(phone)).to_contain_text(NEARBY)
    assert_accessible(phone)
    assert_no_sideways_scroll(phone)
    phone.get_by_role("link", name="Les voir sur la carte").tap()
    expect(phone.locator("#map svg").first).to_be_in_viewport()
    first_card(phone).get_by_role("link").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(NEARBY)


def test_list_field_and_map_follow_each_choice_in_place(page):
    page.goto(f"{DIRECTORY}?q=espaces+verts")
    page.evaluate("window.sameDocument = true")
    expect(page.locator("#map .cs-map__drawing .cs-map__sign")).to_have_count(0)
    _what, near = fields(page)
    near.fill("béthune")
    near.press("Enter")
    expect(page).to_have_url(re.compile("pres="))
    expect(first_card(page)).to_contain_text("À moins de 1 km")
    expect(page.locator("#map .cs-map__drawing .cs-map__sign")).to_have_count(1)
    page.locator("#filters").get_by_role("checkbox", name=re.compile(r"\(EI\)")).check()
    expect(page).to_have_url(re.compile("structure=ei"))
    expect(near).to_have_value("Béthune (62)")
    page.get_by_role("link", name="Sans les distances").click()
    expect(page).not_to_have_url(re.compile("pres="))
    expect(page).to_have_url(re.compile("structure=ei"))
    expect(near).to_have_value("")
    expect(first_card(page)).not_to_contain_text("km")
    assert page.evaluate("window.sameDocument")
    assert_accessible(page)


def test_with_a_keyboard_from_the_words_to_an_area_of_the_map(page):
    page.goto(DIRECTORY)
    what, near = fields(page)
    tab_to(page, what)
    page.keyboard.type("espaces verts")
    tab_to(page, near)
    page.keyboard.type("Béthune")
    page.keyboard.press("Enter")
    expect(first_card(page)).to_contain_text("À moins de 1 km")
    tab_to(page, area(page), at_most=150)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"territoire=epci-\d+.*#headline$"))
    expect(page.get_by_role("link", name=re.compile("^Retirer"))).to_be_visible()
    expect(first_card(page)).to_contain_text(NEARBY)
    chosen = page.locator("#map svg").get_by_role("link", name=re.compile("Choisi"))
    tab_to(page, chosen, at_most=150)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("territoire="))


def test_the_table_says_what_the_map_says(page):
    page.goto(f"{DIRECTORY}?q=espaces+verts")
    areas = page.locator("#map svg").get_by_role(
        "link", name=re.compile("1 organisme$")
    )
    said = [link.get_attribute("aria-label") for link in areas.all()]
    page.get_by_text("La même chose en tableau").click()
    rows = page.locator("#map-table tbody tr")
    expect(rows).to_have_count(2)
    table = [row.locator("th, td").all_inner_texts() for row in rows.all()]
    told = [f"{name.strip()}. {count.strip()} organisme" for name, count in table]
    assert sorted(said) == sorted(told)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_without_script(new_page, width):
    plain = new_page(width=width, java_script_enabled=False)
    plain.goto(DIRECTORY)
    what, near = fields(plain)
    what.fill("espaces verts")
    near.fill("62400")
    plain.get_by_role("main").get_by_role("button", name="Rechercher").click()
    expect(first_card(plain)).to_contain_text("À moins de 1 km")
    plain.get_by_role("checkbox", name=re.compile(r"\(EI\)")).check()
    plain.get_by_role("button", name=re.compile("Voir le")).click()
    expect(plain).to_have_url(re.compile("structure=ei"))
    expect(first_card(plain)).to_contain_text("À moins de 1 km")
    area(plain).click()
    expect(plain).to_have_url(re.compile("territoire=epci-"))
    expect(first_card(plain)).to_contain_text(NEARBY)


def test_a_name_of_several_places_is_asked_about(page):
    page.goto(f"{DIRECTORY}?pres=Saint")
    near = page.locator("#near")
    expect(near).to_contain_text("De quel lieu s’agit-il")
    choice = near.get_by_role("link").first
    name = choice.inner_text().splitlines()[0].strip()
    choice.click()
    expect(fields(page)[1]).to_have_value(name)
    expect(near).to_contain_text("Les plus proches de")
