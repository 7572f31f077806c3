"""The browser suite's own tools do what its tests count on."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

from tests.browser.accessibility import assert_accessible, violations
from tests.browser.watching import Watch
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def test_axe_knows_the_french_rules():
    assert "RGAAv4" in AXE_SCRIPT


def test_a_fault_is_found(page):
    page.goto("/live")
    page.set_content("<html lang='fr'><title>x</title><main><img src='data:,'></main>")
    assert any(line.startswith("image-alt") for line in violations(page))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_other_hosts_are_never_reached(browser, server):
    context = browser.new_context(base_url=server)
    watch = Watch(context, server)
    with pytest.raises(Error):
        context.new_page().goto("https://example.org/")
    context.close()
    assert watch.faults == ["other host: https://example.org/"]


def test_the_site_shows_what_the_test_made(page):
    made = StandardPageFactory(published=True, title="Une page de test")
    page.goto(made.url)
    assert page.locator("h1").inner_text() == "Une page de test"
