"""What no page may do in a browser, whatever the test looks at."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, Route


class Watch:
    """Notes script errors, refused content, missing files and other hosts."""

    def __init__(
        self, context: BrowserContext, address: str, expected: Iterable[int] = ()
    ) -> None:
        self.faults: list[str] = []
        self._expected = set(expected)
        self._host = urlsplit(address).netloc
        context.route("**/*", self._on_route)
        context.on("console", self._on_console)
        context.on("response", self._on_response)
        context.on("weberror", lambda error: self._note("script", str(error.error)))

    def _on_route(self, route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob"} or parts.netloc == self._host:
            route.continue_()
        else:
            self._note("other host", request.url)
            route.abort()

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # What was not loaded is told better by the answer itself.
        # A choice that a newer one replaces is no fault.
        told = ["Failed to load resource", "htmx:sendAbort", "htmx:afterRequest"]
        told += [f"Status Error Code {status}" for status in self._expected]
        if not any(words in message.text for words in told):
            self._note("console", message.text)

    def _on_response(self, response: Response) -> None:
        if response.status in self._expected:
            return
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self._note(f"answer {response.status}", response.url)

    def _note(self, kind: str, detail: str) -> None:
        self.faults.append(f"{kind}: {detail}")
