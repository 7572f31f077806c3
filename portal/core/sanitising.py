"""The one allow-list for rich text that does not come from the editor.

Two independent parsers clean it (bleach, at its last release, then nh3 with the same
list); then Wagtail's own converter keeps what the editor knows, so that the result
opens in it.
"""

import html
import re

import bleach
import nh3
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

ALLOWED_TAGS = frozenset(
    {"a", "b", "br", "em", "h2", "h3", "i", "li", "ol", "p", "strong", "ul"}
)
ALLOWED_ATTRIBUTES = {"a": {"href"}}
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto"})
EDITOR_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]

# Elements whose content is code, not text: dropped whole.
CODE_ELEMENTS = frozenset({"script", "style", "template", "noscript", "svg", "math"})
_CODE = re.compile(
    r"<({names})\b[^>]*>.*?</\1\s*>".format(names="|".join(sorted(CODE_ELEMENTS))),
    re.IGNORECASE | re.DOTALL,
)
_BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


def sanitise_html(source: str) -> str:
    """Return ``source`` reduced to what the editor offers, safe to show and to edit.

    Sanitising twice changes nothing. Plain text comes back as paragraphs.
    """
    if not source.strip():
        return ""
    if "<" not in source:
        source = paragraphs(source)
    cleaned = bleach.clean(
        _CODE.sub("", source),
        tags=ALLOWED_TAGS,
        attributes={name: list(kept) for name, kept in ALLOWED_ATTRIBUTES.items()},
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    cleaned = nh3.clean(
        cleaned,
        tags=set(ALLOWED_TAGS),
        attributes={name: set(kept) for name, kept in ALLOWED_ATTRIBUTES.items()},
        url_schemes=set(ALLOWED_PROTOCOLS),
        clean_content_tags=set(CODE_ELEMENTS),
        link_rel=None,
    )
    return _as_the_editor_writes(cleaned)


def paragraphs(text: str) -> str:
    """Plain text as HTML paragraphs, one per block of lines."""
    blocks = re.split(r"\n[ \t]*\n", text.strip())
    return "".join(
        "<p>{}</p>".format(html.escape(" ".join(block.split()), quote=False))
        for block in blocks
        if block.strip()
    )


def _as_the_editor_writes(cleaned: str) -> str:
    converter = ContentstateConverter(features=EDITOR_FEATURES)
    # The editor's parser wants void elements closed.
    state = converter.from_database_format(cleaned.replace("<br>", "<br/>"))
    return _BLOCK_KEY.sub("", converter.to_database_format(state))
