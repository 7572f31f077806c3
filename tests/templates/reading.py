"""How tests read a page: as a browser and a screen reader would."""

from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from django.test import Client


def read(client: Client, address: str, *, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.content, "html.parser")


def words(tag: Tag | None) -> str:
    """The text of a tag on one line, with plain spaces."""
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def section(page: BeautifulSoup, heading: str) -> Tag:
    """The section that stands under this heading."""
    for title in page.find_all(["h2", "h3"]):
        if words(title) == heading:
            found = title.find_parent(["section", "aside"])
            assert isinstance(found, Tag)
            return found
    raise AssertionError(f"no section called {heading!r}")


def faults(page: BeautifulSoup) -> list[str]:
    """What no page may have, whatever it shows."""
    found = []
    titles = page.find_all("h1")
    if len(titles) != 1:
        found.append(f"{len(titles)} h1")
    levels = [int(tag.name[1]) for tag in page.find_all(["h1", "h2", "h3", "h4"])]
    for above, below in pairwise(levels):
        if below > above + 1:
            found.append(f"h{below} right after h{above}")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    found += [f"id {name} twice" for name in set(ids) if ids.count(name) > 1]
    for tag in page.find_all(attrs={"for": True}):
        if tag["for"] not in ids:
            found.append(f"label for {tag['for']}, which is not there")
    for name in ("aria-labelledby", "aria-controls", "aria-describedby"):
        for tag in page.find_all(attrs={name: True}):
            if tag[name] not in ids:
                found.append(f"{name}={tag[name]}, which is not there")
    for tag in page.find_all("a", href=True):
        if not words(tag):
            found.append(f"a link without words: {tag['href']}")
        if tag["href"].startswith("#") and tag["href"][1:] not in ids:
            found.append(f"{tag['href']} leads nowhere")
    for tag in page.find_all(style=True):
        found.append(f"inline style: {tag.name}")
    for tag in page.find_all(["script", "style"]):
        if tag.name == "style" or not tag.get("src"):
            found.append(f"inline {tag.name}")
    for tag in page.find_all(True):
        found += [f"inline {name}" for name in tag.attrs if name.startswith("on")]
    for tag in page.find_all("table"):
        if tag.find("caption") is None:
            found.append("a table without caption")
    if not page.title or words(page.title).startswith("–"):
        found.append("no title")
    return found
