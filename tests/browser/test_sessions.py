"""The calendar, a date that is needed, dates that are announced: as people meet them."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.places import AGENDA, PAGES, SHEETS
from tests.browser.structure import assert_no_sideways_scroll, assert_well_built

COURSE = SHEETS["course"]


def ask_for_a_date(page: Page, place: str) -> None:
    page.goto(COURSE)
    page.get_by_role("link", name="Pas de date près de chez vous").click()
    page.get_by_label("Votre commune").fill(place)
    page.get_by_role("button", name="Dire qu’il en faut une").click()
    page.wait_for_load_state()


class TestTheCalendar:
    def test_dates_of_a_territory_come_into_mine(self, page):
        page.goto(PAGES["home"])
        page.get_by_role("navigation", name="Menu principal").get_by_role(
            "link", name="Formations"
        ).click()
        page.get_by_role("link", name="Voir les dates").click()
        page.get_by_label("Aisne", exact=False).first.check()
        expect(page).to_have_url(re.compile("territoire=departement-02"))
        page.get_by_role("link", name="Les suivre dans mon agenda").click()
        follow = page.get_by_role("link", name="Suivre dans mon agenda", exact=True)
        expect(follow).to_be_in_viewport()
        address = page.get_by_label("Ou copiez-y cette adresse").input_value()
        expect(follow).to_have_attribute(
            "href", "webcal://" + address.partition("://")[2]
        )
        calendar = page.request.get(address)
        assert calendar.headers["content-type"].startswith("text/calendar")
        assert "departement-02" in address
        assert "BEGIN:VEVENT" in calendar.text()

    def test_months_follow_each_other_with_the_keyboard(self, page):
        page.goto(AGENDA)
        page.get_by_role("link", name="Mois", exact=True).press("Enter")
        months = page.get_by_role("navigation", name="Mois")
        headline = page.locator("#headline")
        shown = headline.inner_text()
        months.locator("[rel~=next]").press("Enter")
        expect(headline).not_to_have_text(shown)
        expect(headline).to_be_focused()
        months.locator("[rel~=prev]").press("Enter")
        expect(headline).to_have_text(shown)

    @pytest.mark.parametrize("month", ["", f"{date.today():%Y-%m}/"])
    def test_it_holds_on_a_narrow_phone(self, new_page, month):
        page = new_page(width=320)
        page.goto(AGENDA + month)
        assert_no_sideways_scroll(page)
        assert_accessible(page)


class TestANeed:
    @pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
    def test_is_counted_and_leads_to_who_can_answer(self, new_page, script):
        page = new_page(java_script_enabled=script)
        ask_for_a_date(page, "Laon")
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Votre besoin est compté"
        )
        expect(page.get_by_role("status")).to_contain_text("Laon (02)")
        page.get_by_role("link", name="Voir et suivre ces dates").click()
        expect(page).to_have_url(re.compile("territoire=commune-02408"))

    def test_a_place_that_is_not_known_is_asked_again(self, page):
        ask_for_a_date(page, "Atlantide")
        expect(page.get_by_label("Votre commune")).to_have_attribute(
            "aria-invalid", "true"
        )
        assert_well_built(page)
        assert_accessible(page)

    @pytest.mark.parametrize("width", [320, 1280])
    def test_its_pages_are_accessible(self, new_page, width):
        page = new_page(width=width)
        ask_for_a_date(page, "Saint-Quentin")
        for _step in ("answered", "asked"):
            assert_well_built(page)
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            page.goto(page.url.partition("?")[0])


class TestAnnouncing:
    def test_a_trainer_announces_three_dates_from_their_course(self, editor):
        days = [date.today() + timedelta(days=600 + more) for more in (0, 7, 14)]
        editor.get_by_placeholder("Rechercher toutes les pages").fill("calibrer")
        editor.keyboard.press("Enter")
        editor.get_by_role("link", name="Calibrer les heures").first.click()
        editor.get_by_role("link", name="Annoncer des dates").first.click()
        for number, day in enumerate(days, start=1):
            field = editor.get_by_role("textbox", name=f"Jour {number}")
            field.fill(f"{day:%d/%m/%Y}")
            field.press("Tab")
            expect(field).to_have_value(f"{day:%d/%m/%Y}")
        editor.get_by_role("button", name="Annoncer", exact=True).click()
        expect(editor.get_by_role("main")).to_contain_text("3 dates annoncées")
        editor.goto(f"{AGENDA}{days[0]:%Y-%m}/")
        expect(editor.locator(".cs-month")).to_contain_text("Calibrer les heures")

    @pytest.mark.parametrize("typed", ["31/02/2031", "2031/2/3", "demain"])
    def test_a_day_that_is_none_stays_as_it_was_typed_and_is_refused(
        self, editor, typed
    ):
        editor.get_by_placeholder("Rechercher toutes les pages").fill("calibrer")
        editor.keyboard.press("Enter")
        editor.get_by_role("link", name="Calibrer les heures").first.click()
        editor.get_by_role("link", name="Annoncer des dates").first.click()
        field = editor.get_by_role("textbox", name="Jour 1")
        field.fill(typed)
        field.press("Tab")
        editor.get_by_label("Jour 2").focus()
        expect(field).to_have_value(typed)
        editor.get_by_role("button", name="Annoncer", exact=True).click()
        expect(editor.get_by_role("textbox", name="Jour 1")).to_have_value(typed)
        expect(editor.get_by_role("main")).not_to_contain_text("date annoncée")
