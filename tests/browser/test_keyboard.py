"""Everything is done without a mouse, and one sees where one is."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.places import PAGES, SEARCH, SHEETS

OUTLINED = """
() => {
  const shown = (node) => {
    const style = getComputedStyle(node);
    const ringed = (of) => of.outlineStyle !== "none" && parseFloat(of.outlineWidth) > 0;
    return ringed(style)
      || ["::before", "::after"].some((part) => ringed(getComputedStyle(node, part)))
      || [...node.parentElement.querySelectorAll(":scope > label, :scope > *")].some(
        (beside) => beside !== node && ringed(getComputedStyle(beside)));
  };
  const node = document.activeElement;
  return node === document.body || shown(node)
    ? "" : node.outerHTML.slice(0, 160);
}
"""


def focused(page: Page):
    return page.locator("*:focus")


def tab_to(page: Page, target, *, at_most: int = 80, key: str = "Tab") -> None:
    for _press in range(at_most):
        if target.evaluate("(node) => node === document.activeElement"):
            return
        page.keyboard.press(key)
    pytest.fail(f"not reached with {at_most} × {key}")


def test_the_first_stop_skips_to_the_content(page):
    page.goto(SHEETS["guidance"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    inside = "(node) => node.closest('main') !== null"
    assert focused(page).evaluate(inside)


@pytest.mark.parametrize("address", [PAGES["home"], SEARCH, SHEETS["practice"]])
def test_the_focus_is_seen_at_each_stop(page, address):
    page.goto(address)
    unseen = set()
    for _stop in range(45):
        page.keyboard.press("Tab")
        unseen.add(page.evaluate(OUTLINED))
    assert not unseen - {""}


def test_a_whole_search_with_the_keys_alone(page):
    page.goto(PAGES["home"])
    field = page.get_by_role("combobox", name="Que cherchez-vous")
    tab_to(page, field)
    # Suggestions: down, up, closed by Escape, which keeps what was typed.
    page.keyboard.type("inser", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    expect(field).to_have_attribute("aria-activedescendant", str(chosen))
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("inser")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("tion", delay=20)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{SEARCH}?q=insertion")
    # A filter, which keeps the focus; then a result, and back to the same place.
    levers = page.locator("#filters").get_by_role(
        "checkbox", name=re.compile("^Leviers")
    )
    tab_to(page, levers)
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{SEARCH}?q=insertion&type=levier")
    expect(levers).to_be_focused()
    third = page.locator("#results h3 a").nth(2)
    tab_to(page, third, at_most=150)
    name = third.inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    page.go_back()
    expect(page).to_have_url(f"{SEARCH}?q=insertion&type=levier")
    expect(third).to_be_in_viewport()
    expect(levers).to_be_checked()
    expect(third).to_be_focused()


def test_a_suggestion_is_opened_with_the_keys(page):
    page.goto(PAGES["home"])
    field = page.get_by_role("combobox")
    field.focus()
    page.keyboard.type("dois-je", delay=20)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/fr/cadre-de-reference/"))


def stays_inside(page: Page, dialog) -> None:
    """Many stops forward and back never leave the dialog (or the browser's own bar)."""
    inside = "(node) => node.contains(document.activeElement)"
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 60:
        page.keyboard.press(key)
        out = page.evaluate("document.activeElement !== document.body")
        assert not out or dialog.evaluate(inside)


def test_the_panel_of_filters_holds_and_gives_back_the_focus(phone):
    phone.goto(f"{SEARCH}?q=insertion")
    opener = phone.get_by_role("button", name="Filtrer")
    opener.focus()
    phone.keyboard.press("Enter")
    dialog = phone.get_by_role("dialog", name="Affiner")
    expect(dialog).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    stays_inside(phone, dialog)
    phone.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("name", ["Menu", "Rechercher"])
def test_the_menu_and_the_search_of_a_phone_hold_and_give_back_the_focus(phone, name):
    phone.goto(SHEETS["practice"])
    opener = phone.get_by_role("button", name=name, exact=True).first
    expect(opener).to_have_attribute("data-fr-js-modal-button", "true")
    opener.focus()
    phone.keyboard.press("Enter")
    dialog = phone.locator(f"#{opener.get_attribute('aria-controls')}")
    expect(dialog).to_have_attribute("aria-modal", "true")
    expect(dialog.locator("*:focus")).to_have_count(1)
    stays_inside(phone, dialog)
    phone.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
