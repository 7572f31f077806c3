"""axe-core on a page: no rule switched off, no region left out."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = [
    "RGAAv4",
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
}
AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it stands, one line for each element."""
    found = AXE.run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} — "
        f"{' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, f"{page.url} as drawn:\n" + "\n".join(found)
