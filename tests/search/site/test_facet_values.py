"""Boxes and links of facet values, drawn without a template: nothing gets through."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from search.query import SearchQuery
from search.results import FacetValue
from search.templatetags.facet_values import facet_values

HOSTILE = "\"><script>alert(1)</script>' onclick=x &amp;"
QUERY = SearchQuery(today=date(2026, 11, 22), q=HOSTILE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, list[str | None]] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value)

    def handle_data(self, data: str) -> None:
        self.text += data


def read(value: FacetValue) -> _Reader:
    reader = _Reader()
    reader.feed(facet_values("theme", [value]))
    return reader


def hostile(*children: FacetValue, selected: bool = False) -> FacetValue:
    return FacetValue(HOSTILE, HOSTILE, 3, selected, "theme", QUERY, children)


def test_a_box_says_its_value_label_and_count() -> None:
    box = read(hostile())
    assert box.tags == {"li", "div", "input", "label", "span"}
    assert box.attributes["value"] == [HOSTILE]
    assert box.attributes["id"] == box.attributes["for"]
    assert "checked" not in box.attributes
    assert box.text == f"{HOSTILE} 3"
    assert "checked" in read(hostile(selected=True)).attributes


def test_what_lies_below_unfolds_or_narrows() -> None:
    child = replace(hostile(), instead_of=(HOSTILE,))
    folded = read(hostile(child))
    assert folded.attributes["value"] == [HOSTILE, HOSTILE]
    assert "open" not in folded.attributes
    assert "open" in read(hostile(replace(child, selected=True))).attributes
    narrowed = read(hostile(child, selected=True))
    assert narrowed.attributes["href"] == [child.add]
    assert "script" not in folded.tags | narrowed.tags
