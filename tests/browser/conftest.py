"""A real browser on the site as `make demo` serves it, prepared once for the run."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.hostile import write_page
from tests.browser.organisations import write_organisations
from tests.browser.serving import make_site, manage, served
from tests.browser.watching import Watch
from tests.plugins.completeness import chromium

DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 20_000  # milliseconds


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Marks these tests, and leaves them for the end: while Playwright runs, this
    thread has an event loop, in which Django refuses to open a connection."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that holds the starter content, the examples, three
    organisations more, and one page that came from a hostile file."""
    folder = tmp_path_factory.mktemp("site")
    make_site(folder)
    manage(folder, "import_pages", str(write_page(folder)), "--publish")
    manage(folder, "import_actors", str(write_organisations(folder)), "--publish")
    return folder


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The address of this site."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # As root, Chromium starts only without its own sandbox.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens a window: ``new_page(width=320, color_scheme="dark")``; other options are
    those of Playwright's ``new_context``; answers of ``expected`` statuses are no
    fault. Addresses start at the root of the site.

    The test fails when a page does what no page may do (see ``tests.browser.watching``)
    or leaves a cookie: visitors have no account.
    """
    opened = []

    def open_page(
        width: int = DESKTOP["width"], expected: Iterable[int] = (), **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": options.pop("height", 900)},
            **{"locale": "fr-FR", "reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, server, expected)))
        return context.new_page()

    yield open_page
    faults = [fault for _context, watch in opened for fault in watch.faults]
    for context, _watch in opened:
        faults += [f"cookie: {cookie['name']}" for cookie in context.cookies()]
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A window 1280 pixels wide, in French."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A telephone held upright, touched and not clicked."""
    return new_page(width=390, height=844, has_touch=True, is_mobile=True)


@pytest.fixture
def editor(browser: Browser, server: str, site: Path) -> Iterator[Page]:
    """A window of the office, where the demonstration editor is signed in."""
    context = browser.new_context(
        base_url=server, viewport=DESKTOP, locale="fr-FR", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    watch = Watch(context, server)
    page = context.new_page()
    page.goto("/gestion/login/")
    page.get_by_label("Nom d’utilisateur").fill("demo")
    page.get_by_label("Mot de passe").fill((site / "demo-password").read_text().strip())
    page.get_by_role("button", name="S'identifier").click()
    page.wait_for_url("**/gestion/")
    yield page
    context.close()
    assert not watch.faults, "\n".join(watch.faults)
