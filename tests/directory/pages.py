"""Reading a page as a visitor does."""

from bs4 import BeautifulSoup
from django.test import Client


def read(client: Client, url: str, status: int = 200) -> BeautifulSoup:
    """The page at ``url``; no-break spaces are plain, which reads better in tests."""
    response = client.get(url)
    assert response.status_code == status
    text = response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    return BeautifulSoup(text, "html.parser")


def words(part: BeautifulSoup | None) -> str:
    return " ".join(part.get_text(" ").split()) if part else ""


def section(soup: BeautifulSoup, key: str) -> str:
    """The words of the section whose heading has the identifier ``key``."""
    return words(soup.find(attrs={"aria-labelledby": key}))
