"""The one way in for rich text that does not come from the editor.

The text is first read as the blocks that the editor knows, in one linear pass: nothing
that was sent reaches the parsers as it was, so that none can be made slow or deep. Two
independent parsers then hold it to one allow-list: bleach, at its last release, and nh3.

Wagtail's converter opens the result (a test sees to it) but does not rewrite it: it
parts a numbered list after an inner one, whose numbers then begin again.
"""

import nh3
from bleach.sanitizer import Cleaner

from portal.core.markup.blocks import LIST_KINDS, Block
from portal.core.markup.characters import one_line
from portal.core.markup.links import SCHEMES
from portal.core.markup.reading import blocks_of_html, blocks_of_text
from portal.core.markup.tokens import decoded, has_markup
from portal.core.markup.writing import as_html, batches

ALLOWED_TAGS = frozenset({"a", "b", "br", "h2", "h3", "i", "li", "ol", "p", "ul"})
ALLOWED_ATTRIBUTES = {"a": {"href"}}

_AT_ONCE = 1000


def sanitise_html(source: str, *, base: str = "") -> str:
    """Return ``source`` reduced to what the editor offers, safe to show and to edit.

    Sanitising twice changes nothing. A text without tags comes back as paragraphs,
    "<" included. ``base`` is where the text comes from: its relative links lead there.
    """
    blocks = _blocks(source, base)
    if not blocks:
        return ""
    cleaner = Cleaner(
        tags=ALLOWED_TAGS,
        attributes={name: list(kept) for name, kept in ALLOWED_ATTRIBUTES.items()},
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
    )
    return "".join(
        _cleaned(as_html(batch), cleaner) for batch in batches(blocks, _AT_ONCE)
    )


def plain_text(source: str) -> str:
    """``source``, which may be HTML, as one line of plain text: a title, a label."""
    if not has_markup(source):
        return one_line(decoded(source))
    return one_line(" ".join(block.text for block in blocks_of_html(source)))


def sentences(source: str) -> str:
    """The running text of ``source``, which may be HTML, without its headings."""
    running = [block for block in _blocks(source) if block.kind in {"p", *LIST_KINDS}]
    return " ".join(block.text for block in running)


def _blocks(source: str, base: str = "") -> list[Block]:
    if has_markup(source):
        return blocks_of_html(source, base)
    return blocks_of_text(source)


def _cleaned(source: str, cleaner: Cleaner) -> str:
    cleaned = nh3.clean(
        cleaner.clean(source),
        tags=set(ALLOWED_TAGS),
        attributes={name: set(kept) for name, kept in ALLOWED_ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    # As the editor writes them; its parser wants void elements closed.
    return cleaned.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
