"""The list of what a long sheet holds, made from its headings, without script."""

import re
from dataclasses import dataclass
from html import unescape

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.html import strip_tags

register = template.Library()

PLACE = "<!-- contents -->"
# Fewer are seen at a glance.
FEWEST = 4
HEADING = re.compile(r"<h([23])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
IDENTIFIER = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True)
class Heading:
    level: int
    identifier: str
    text: str


def with_contents(html: str) -> str:
    """``html`` with the list of the headings that follow the place kept for it.

    Headings without identifier are given one; a short text has no list.
    """
    before, kept, after = html.partition(PLACE)
    if not kept:
        return html
    found: list[Heading] = []

    def note(match: re.Match[str]) -> str:
        level, attributes, inside = match.groups()
        text = " ".join(unescape(strip_tags(inside)).split())
        if "fr-sr-only" in attributes or not text:
            return match[0]
        named = IDENTIFIER.search(attributes)
        identifier = named[1] if named else f"partie-{len(found) + 1}"
        found.append(Heading(int(level), identifier, text))
        if named:
            return match[0]
        return f'<h{level} id="{identifier}"{attributes}>{inside}</h{level}>'

    marked = HEADING.sub(note, after)
    if len(found) < FEWEST:
        return before + after
    listed = render_to_string("components/_contents.html", {"headings": found})
    return before + listed + marked


class ContentsNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        return with_contents(self.nodelist.render(context))


@register.tag
def contents(parser: Parser, token: Token) -> ContentsNode:
    """``{% contents %}…<!-- contents -->…{% endcontents %}``."""
    nodelist = parser.parse(("endcontents",))
    parser.delete_first_token()
    return ContentsNode(nodelist)
