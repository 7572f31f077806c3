"""A real browser on the site as the suite has it: same database, same process.

The server answers from a thread that shares the test's connection, so that a browser
test sees what its fixtures made and leaves nothing behind: no table to empty, no
second database.
"""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.watching import Watch
from tests.plugins.completeness import chromium

# Playwright keeps an event loop in this thread; the database is used beside it, and
# never from it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 15_000  # milliseconds


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def server(db: None) -> Iterator[str]:
    """The address of the site, which answers one request at a time."""
    connections["default"].inc_thread_sharing()
    httpd = WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    httpd.set_app(StaticFilesHandler(get_wsgi_application()))
    shared = connections["default"]

    def answer() -> None:
        connections["default"] = shared
        httpd.serve_forever(poll_interval=0.05)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()
    shared.dec_thread_sharing()


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
    those of Playwright's ``new_context``. Addresses start at the root of the site.

    The test fails when a page does what no page may do: see ``tests.browser.watching``.
    """
    opened = []

    def open_page(width: int = DESKTOP["width"], **options: Any) -> Page:
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": options.pop("height", 900)},
            **{"locale": "fr-FR", "reduced_motion": "reduce", **options},
        )
        context.set_default_timeout(PATIENCE)
        opened.append((context, Watch(context, server)))
        return context.new_page()

    yield open_page
    for context, _watch in opened:
        context.close()
    faults = [fault for _context, watch in opened for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A window 1280 pixels wide, in French."""
    return new_page()
