"""What the HTML of every page holds, as the browser reads it."""

from playwright.sync_api import Page

LOOK = """
() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const shown = (node) => node.checkVisibility({visibilityProperty: true});
  return {
    language: document.documentElement.lang,
    title: document.title,
    main: document.querySelectorAll("main").length,
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")]
      .filter(shown)
      .map((node) => [Number(node.tagName[1]), node.textContent.trim()]),
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    aimless: [...document.querySelectorAll("a[href^='#']")]
      .map((node) => node.getAttribute("href").slice(1))
      .filter((id) => id && !document.getElementById(decodeURIComponent(id))),
    bare: [...document.querySelectorAll("table")]
      .filter((table) => !table.caption || !table.querySelector("th[scope]")).length,
    inline: document.querySelectorAll("[style], style, script:not([src])").length,
  };
}
"""
WIDER = """
() => [...document.querySelectorAll("body *")]
  .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
  .map((node) => node.outerHTML.slice(0, 120))
  .slice(0, 5)
"""


def assert_well_built(page: Page, language: str = "fr") -> None:
    found = page.evaluate(LOOK)
    assert found["language"] == language
    assert found["title"].strip()
    assert found["main"] == 1
    levels = [level for level, _text in found["headings"]]
    assert levels.count(1) == 1, found["headings"]
    jumps = [
        pair
        for pair in zip(found["headings"], found["headings"][1:], strict=False)
        if pair[1][0] > pair[0][0] + 1
    ]
    assert not jumps
    assert all(text for _level, text in found["headings"])
    assert not found["twice"], "the same id twice"
    assert not found["aimless"], "links to places that are not on the page"
    assert not found["bare"], "tables without a caption or headers"
    assert not found["inline"], "styles or scripts in the page"


def assert_no_sideways_scroll(page: Page) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{page.url}: {over} pixels too wide: {page.evaluate(WIDER)}"
