"""Who to call, what a territory has, where something is missing: as people meet them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.places import PAGES
from tests.browser.structure import assert_no_sideways_scroll

FINDER = PAGES["my facilitator"]
ZONES = PAGES["white zones"]


class TestTheFinder:
    def test_typing_offers_communes(self, page):
        page.goto(FINDER)
        page.get_by_label("Votre commune").press_sequentially("hirs")
        page.locator("#communes").get_by_role("link", name="Hirson (02)").click()
        expect(page).to_have_url(re.compile("commune=commune-02381"))
        expect(page.get_by_role("main")).to_contain_text("Hirson")

    def test_without_script_a_postcode_gives_its_communes(self, new_page):
        page = new_page(java_script_enabled=False)
        page.goto(FINDER)
        page.get_by_label("Votre commune").fill("02500")
        page.get_by_role("button", name="Qui appeler").click()
        expect(page.locator("#communes")).to_contain_text("De quelle commune")
        page.get_by_role("link", name="Hirson (02)").click()
        expect(page.get_by_role("main")).to_contain_text("clause sociale à Hirson")

    def test_with_the_keyboard_alone(self, page):
        page.goto(FINDER)
        page.get_by_label("Votre commune").focus()
        page.keyboard.type("Laon")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("commune=Laon"))
        expect(page.get_by_role("main")).to_contain_text("Laon")

    def test_the_commune_is_kept_for_searches(self, page):
        page.goto(f"{FINDER}?commune=commune-02408")
        page.goto(PAGES["home"])
        offer = page.locator("[data-kept-place]").get_by_role("link")
        expect(offer).to_contain_text("Laon")


class TestTheMap:
    def test_each_area_has_a_name_and_its_focus_is_seen(self, page):
        page.goto(ZONES)
        areas = page.locator(".cs-map__drawing a")
        assert areas.count() == 92
        area = page.get_by_role("link", name=re.compile(r"^CA du Pays de Laon\. "))
        area.focus()
        stroke = area.locator(".cs-map__ground").evaluate(
            "(node) => parseFloat(getComputedStyle(node).strokeWidth)"
        )
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(area).to_be_focused()
        outlined = area.locator(".cs-map__ground").evaluate(
            "(node) => parseFloat(getComputedStyle(node).strokeWidth)"
        )
        assert outlined >= max(stroke, 4)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Laon")

    def test_it_is_skipped_in_one_press(self, page):
        page.goto(ZONES)
        skip = page.get_by_role("link", name=re.compile("Passer la carte"))
        skip.focus()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        inside = "(node) => node.closest('.cs-map') === null"
        assert page.locator("*:focus").evaluate(inside)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_it_holds_on_a_narrow_phone(self, new_page, scheme):
        page = new_page(width=320, color_scheme=scheme)
        page.goto(ZONES)
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        drawn = page.locator(".cs-map__drawing").bounding_box()
        assert drawn["width"] > 250
        area = page.locator(".cs-map__drawing a").first.bounding_box()
        assert min(area["width"], area["height"]) >= 24

    def test_on_paper_states_are_still_told_apart(self, page):
        page.goto(ZONES)
        page.emulate_media(media="print")
        expect(page.locator(".cs-map__drawing")).to_be_visible()
        expect(page.locator(".cs-map__key")).to_be_visible()
        expect(page.locator(".cs-zones__form")).to_be_hidden()
        unknown = page.locator(".cs-zones__table .cs-state--inconnu").count()
        assert page.locator(".cs-map__pattern").count() == unknown > 0


class TestWhiteZones:
    def test_a_sector_and_a_département_are_chosen(self, page):
        page.goto(ZONES)
        page.get_by_label("Ce qui peut manquer").select_option("structures")
        page.get_by_label("Secteur").select_option("espaces-verts")
        page.get_by_label("Où", exact=True).select_option("departement-02")
        page.get_by_role("button", name="Voir ces zones").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Espaces verts")
        expect(page).to_have_url(re.compile("secteur=espaces-verts"))
        rows = page.get_by_role("table").get_by_role("row")
        assert 1 < rows.count() < 40
        expect(page.get_by_role("main")).to_contain_text("Vous savez")

    def test_one_state_is_listed_alone_and_all_again(self, page):
        page.goto(ZONES)
        page.locator(".cs-zones__tallies").get_by_role("link", name="Non connu").click()
        expect(page).to_have_url(re.compile("etat=inconnu"))
        page.get_by_role("link", name="Revoir tous les états").click()
        expect(page).not_to_have_url(re.compile("etat="))

    def test_the_table_is_downloaded(self, page):
        page.goto(ZONES)
        with page.expect_download() as download:
            page.get_by_role("link", name="Télécharger le tableau").click()
        name = download.value.suggested_filename
        assert re.fullmatch(r"zones-blanches-facilitateur-[\d-]+\.csv", name)


def test_a_territory_is_found_by_its_name(page):
    page.goto(PAGES["territories"])
    page.get_by_label("Commune, code postal").fill("Soissons")
    page.get_by_role("button", name="Voir ce territoire").click()
    page.locator(".cs-find__choices").get_by_role("link", name="Soissons (02)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Soissons")
    expect(page.get_by_role("main")).to_contain_text("Pratiques réalisées ici")
