"""What opens, grows, or goes to paper: tried with what is open."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.places import PAGES, SEARCH, SHEETS
from tests.browser.structure import assert_no_sideways_scroll

MANY = f"{SEARCH}?q=insertion"
# The spacing that readers may ask for (WCAG 1.4.12).
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
CUT = """
() => [...document.querySelectorAll("main *")].filter((node) => {
  // The design system hides the words of buttons drawn as an icon alone.
  if (node.matches(".fr-btn, .fr-pagination__link")) return false;
  const style = getComputedStyle(node);
  const hides = ["hidden", "clip"].includes(style.overflowX)
    && style.textOverflow !== "ellipsis";
  const small = node.clientWidth < 4 || node.clientHeight < 4;
  return hides && !small && style.position !== "absolute" && !node.closest(".fr-sr-only")
    && (node.scrollWidth > node.clientWidth + 2);
}).map((node) => node.outerHTML.slice(0, 120))
"""


def test_the_panel_of_filters_of_a_phone(new_page):
    page = new_page(width=320)
    page.goto(f"{MANY}&type=levier")
    page.get_by_role("button", name="Filtrer").click()
    expect(page.get_by_role("dialog", name="Affiner")).to_be_visible()
    for fold in page.locator("#filters details:not([open]) > summary").all():
        if fold.is_visible():
            fold.click()
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_every_filter_unfolded(page):
    page.goto(f"{MANY}&theme=preparation&type=pratique&type=levier")
    page.locator("#filters").evaluate(
        "(node) => node.querySelectorAll('details').forEach((fold) => fold.open = true)"
    )
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_of_a_phone(new_page, scheme):
    page = new_page(width=390, color_scheme=scheme)
    page.goto(SHEETS["practice"])
    opener = page.get_by_role("button", name="Menu", exact=True)
    expect(opener).to_have_attribute("data-fr-js-modal-button", "true")
    opener.click()
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_suggestions(new_page, width):
    page = new_page(width=width)
    page.goto(PAGES["home"])
    page.get_by_role("combobox").press_sequentially("clause", delay=10)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_places_to_choose_while_typing(page):
    page.goto(SEARCH)
    page.get_by_label("Commune, intercommunalité ou département").fill("saint")
    expect(page.locator("#places").get_by_role("link").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    "address", [MANY, SHEETS["guidance"]], ids=["results", "sheet"]
)
class TestReadersWhoNeedItLarger:
    def test_text_twice_as_large(self, new_page, address):
        # As the browser does it: half the pixels, each twice as large.
        page = new_page(width=640, height=450, device_scale_factor=2)
        page.goto(address)
        assert_no_sideways_scroll(page)
        assert not page.evaluate(CUT)

    def test_text_spaced_out(self, new_page, address):
        page = new_page(width=390, bypass_csp=True)
        page.goto(address)
        page.add_style_tag(content=SPACING)
        assert_no_sideways_scroll(page)
        assert not page.evaluate(CUT)


@pytest.mark.parametrize(
    "address",
    [SHEETS["talking points"], SHEETS["guidance"], SHEETS["practice"]],
    ids=["talking points", "guidance", "practice"],
)
def test_paper_shows_everything_and_nothing_to_press(page, address):
    page.goto(address)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    main = page.get_by_role("main")
    assert main.locator("details:not([open])").count() == 0
    for gone in (main.get_by_role("button"), page.locator("#navigation")):
        for at in range(gone.count()):
            expect(gone.nth(at)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("sources?$"))).to_be_visible()


def test_paper_unfolds_the_role_matrix_and_folds_it_again(new_page):
    page = new_page(width=390)
    page.goto(PAGES["role matrix"])
    folds = page.locator("main details")
    closed = page.locator("main details:not([open])")
    assert closed.count()
    before = closed.count()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    assert folds.count()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(before)
