"""What a visit costs, keeps and reveals, as `make demo` serves it."""

import re
from collections import Counter

import pytest

from tests.browser.places import PAGES, SEARCH, SHEETS, SIX

HEAVIEST = 300_000  # bytes, compressed, on a first visit
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
}


def transferred(page, address):
    """What comes over the wire for a first visit, by address."""
    sizes, names = Counter(), {}
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tools.on(
        "Network.responseReceived",
        lambda event: names.update({event["requestId"]: event["response"]["url"]}),
    )
    tools.on(
        "Network.loadingFinished",
        lambda event: sizes.update(
            {names.get(event["requestId"], "?"): int(event["encodedDataLength"])}
        ),
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sizes


@pytest.mark.parametrize(
    "address",
    [f"{SEARCH}?q=insertion", SEARCH, PAGES["home"], SHEETS["guidance"]],
    ids=["results", "everything", "home", "guidance"],
)
def test_a_first_visit_is_light(page, address):
    sizes = transferred(page, address)
    assert sum(sizes.values()) <= HEAVIEST, sizes.most_common()


@pytest.mark.parametrize("address", SIX.values(), ids=SIX.keys())
def test_each_answer_is_guarded_and_files_are_kept_for_good(page, address):
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    html, *files = [(answer.url, answer.all_headers()) for answer in answers]
    for url, headers in (html, *files):
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, url
        assert "permissions-policy" in headers, url
        assert "set-cookie" not in headers, url
    policy = html[1]["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert html[1]["content-encoding"] in {"gzip", "br"}
    assert files
    for url, headers in files:
        if "/static/" in url:
            assert re.search(r"\.[0-9a-f]{12}\.", url), url
            assert "immutable" in headers["cache-control"], url


def test_choosing_sends_the_parts_that_change(page):
    page.goto(f"{SEARCH}?q=insertion")
    with page.expect_response(re.compile("type=levier")) as answer:
        page.get_by_role("checkbox", name=re.compile("^Leviers")).check()
    assert "<html" not in answer.value.text()
    assert answer.value.request.headers["hx-request"] == "true"
