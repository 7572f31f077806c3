"""Nothing that visitors type or files hold is run: tried in a real browser.

The content policy would hide a fault: here it is put aside, so that what gets through
the templates and the sanitising runs, and is seen.
"""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.hostile import PAGE, QUERIES, SCRIPT
from tests.browser.places import SEARCH


@pytest.fixture
def bare(new_page):
    """A page without the content policy, and what it ran."""
    page = new_page(bypass_csp=True)
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    yield page
    assert not ran


def test_what_is_run_is_seen(new_page):
    page = new_page(bypass_csp=True, expected=[404])
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.goto("/fr/")
    page.evaluate("(html) => { document.body.innerHTML = html }", SCRIPT)
    page.wait_for_event("dialog") if not ran else None
    assert ran == ["1"]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_words(bare, query):
    bare.goto(f"{SEARCH}?q={quote(query)}&lieu={quote(query)}&theme={quote(query)}")
    expect(bare.get_by_role("combobox", name="Que cherchez-vous")).to_have_value(query)
    bare.locator("#tri").select_option(index=1)
    expect(bare).to_have_url(re.compile("tri="))
    assert bare.locator("[onerror], [onload], main script").count() == 0


def test_an_imported_page_is_text(bare):
    bare.goto(f"{SEARCH}?q={PAGE}")
    assert bare.locator("#results [onerror], #results img").count() == 0
    field = bare.get_by_role("combobox", name="Que cherchez-vous")
    field.fill("")
    field.press_sequentially(PAGE)
    bare.get_by_role("listbox").get_by_role("option").first.click()
    expect(bare.get_by_role("heading", level=1)).to_contain_text(PAGE)
    bare.wait_for_load_state("networkidle")
    assert bare.locator("main [onerror], main [onload], main script").count() == 0
    assert bare.locator("main [href^='javascript']").count() == 0
