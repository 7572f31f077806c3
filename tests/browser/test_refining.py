"""Results are refined in place: address, history, focus and spoken count follow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import SEARCH


def status(page: Page):
    return page.get_by_role("status").first


def settled(page: Page) -> None:
    expect(page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(
        0
    )


def total(page: Page) -> int:
    """The total that is said: "10 pratiques et 16 leviers pour…" is 26."""
    said = status(page).inner_text().split(" pour ")[0]
    return sum(int(number) for number in re.findall(r"\d+", said))


@pytest.fixture
def results(page):
    page.goto(f"{SEARCH}?q=insertion")
    page.evaluate("window.sameDocument = true")
    return page


def in_place(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def box(page: Page, name: str):
    return page.locator("#filters").get_by_role("checkbox", name=re.compile(f"^{name}"))


def test_a_choice_refines_in_place_and_is_said(results):
    before = total(results)
    announced = status(results).inner_text()
    levers = box(results, "Leviers")
    levers.check()
    expect(results).to_have_url(f"{SEARCH}?q=insertion&type=levier")
    expect(status(results)).not_to_have_text(announced)
    expect(status(results)).to_have_text(re.compile(r"^\s*\d+ leviers"))
    assert total(results) < before
    expect(results).to_have_title(re.compile(rf"^{total(results)} leviers"))
    expect(levers).to_be_focused()
    assert in_place(results)
    # What is said is that line alone: the list is not read again.
    live = results.locator("[aria-live], [role=status], [role=alert]")
    assert results.locator("#results[aria-live], #results [role=status]").count() == 0
    assert live.count() >= 1


def test_values_of_one_facet_add_up_and_unticking_takes_back(results):
    box(results, "Leviers").check()
    expect(status(results)).to_have_text(re.compile("leviers"))
    levers = total(results)
    box(results, "Pratiques").check()
    expect(results).to_have_url(re.compile("type=pratique"))
    expect(results.locator(".cs-chip")).to_have_count(2)
    assert total(results) > levers
    box(results, "Pratiques").uncheck()
    expect(results).to_have_url(f"{SEARCH}?q=insertion&type=levier")
    assert total(results) == levers
    box(results, "Leviers").uncheck()
    expect(results).to_have_url(f"{SEARCH}?q=insertion")
    expect(results.locator(".cs-chip")).to_have_count(0)
    assert in_place(results)


def test_a_chip_is_removed_and_its_box_unticked(results):
    box(results, "Leviers").check()
    chip = results.get_by_role("link", name=re.compile("Retirer.*Leviers"))
    chip.click()
    expect(results).to_have_url(f"{SEARCH}?q=insertion")
    expect(chip).to_have_count(0)
    expect(box(results, "Leviers")).not_to_be_checked()
    # The link that had the focus is gone: the next key starts from the results.
    expect(results.locator("#headline")).to_be_focused()


def test_a_choice_goes_back_to_the_first_page(results):
    results.get_by_role("link", name="Page suivante").click()
    expect(results).to_have_url(f"{SEARCH}?q=insertion&page=2")
    expect(results).to_have_title(re.compile("page 2 sur"))
    expect(results.locator("#headline")).to_be_focused()
    results.locator("#tri").select_option(index=1)
    expect(results).to_have_url(re.compile("tri="))
    assert "page=" not in results.url
    results.get_by_role("link", name="Page suivante").click()
    expect(results).to_have_url(re.compile("page=2"))
    box(results, "Fiches").check()
    expect(results).to_have_url(re.compile("type=fiche"))
    assert "page=" not in results.url
    assert "tri=" in results.url
    assert in_place(results)


def test_scroll_and_folds_stay_where_the_visitor_left_them(results):
    panel = results.locator("#panel-financeur")
    panel.locator("summary").click()
    box(results, "Leviers").check()
    expect(results).to_have_url(re.compile("type=levier"))
    settled(results)
    expect(panel).to_have_attribute("open", "")
    choice = panel.get_by_role("checkbox").first
    choice.scroll_into_view_if_needed()
    before = choice.bounding_box()
    choice.check()
    expect(results).to_have_url(re.compile("financeur="))
    settled(results)
    after = choice.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 40, "under the eyes where it was ticked"


def test_back_restores_the_list_its_place_and_the_choices(results):
    box(results, "Leviers").check()
    expect(status(results)).to_have_text(re.compile("leviers"))
    settled(results)
    counted = total(results)
    last = results.locator("#results h3 a").nth(7)
    name = last.inner_text()
    last.scroll_into_view_if_needed()
    results.wait_for_function("scrollY > 200")
    before = results.evaluate("scrollY")
    last.click()
    expect(results.get_by_role("heading", level=1)).to_contain_text(name)
    results.go_back()
    expect(status(results)).to_have_text(re.compile(rf"^\s*{counted} leviers"))
    expect(box(results, "Leviers")).to_be_checked()
    expect(results.locator("#results h3 a").nth(7)).to_be_in_viewport()
    results.wait_for_function("before => Math.abs(scrollY - before) < 60", arg=before)
    results.go_back()
    expect(results).to_have_url(f"{SEARCH}?q=insertion")
    expect(box(results, "Leviers")).not_to_be_checked()
    assert total(results) > counted
    # The page was loaded again: its script must be there to go forward.
    results.wait_for_load_state()
    results.go_forward()
    expect(status(results)).to_have_text(re.compile(rf"^\s*{counted} leviers"))


def test_new_words_keep_the_filters(results):
    box(results, "Leviers").check()
    expect(results).to_have_url(re.compile("type=levier"))
    results.get_by_role("combobox", name="Que cherchez-vous").fill("apprentissage")
    results.keyboard.press("Enter")
    expect(results).to_have_url(f"{SEARCH}?q=apprentissage&type=levier")
    expect(results.locator(".cs-chip")).to_have_text(re.compile("Leviers"))


def test_a_place_is_typed_chosen_kept_and_forgotten(results):
    results.get_by_label("Commune, intercommunalité ou département").fill("soissons")
    results.locator("#places").get_by_role("link").first.click()
    expect(results).to_have_url(re.compile("territoire="))
    expect(results.locator("[data-place]")).to_be_visible()
    results.goto(SEARCH)
    offer = results.locator("[data-kept-place]").get_by_role("link")
    expect(offer).to_contain_text("Soissons")
    offer.click()
    expect(results.locator("[data-place]")).to_contain_text("Soissons")
    results.goto(SEARCH)
    results.get_by_role("button", name=re.compile("Oublier")).click()
    results.reload()
    expect(offer).to_have_count(0)


def test_a_long_list_is_narrowed_by_typing(results):
    panel = results.locator("#panel-audience")
    panel.locator("summary").click()
    panel.get_by_role("searchbox").fill("elu")
    expect(box(results, "Élu")).to_be_visible()
    expect(box(results, "Acheteur")).to_be_hidden()


def test_a_search_that_does_not_answer_is_said(new_page):
    page = new_page(expected=[500])
    page.goto(f"{SEARCH}?q=insertion")
    page.route("**/recherche/**", lambda route: route.fulfill(status=500, body=""))
    box(page, "Leviers").click()
    expect(page.get_by_role("alert")).to_contain_text("recherche n’a pas répondu")
    assert total(page) > 0
