"""Tags and texts of a document, one after the other, in linear time.

A "<" that begins no tag of HTML is text: "a < b", "<jean@example.org>". In a document
without any tag it always is.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5


def names(text: str) -> frozenset[str]:
    """The names of elements in ``text``."""
    return frozenset(text.split())


ELEMENTS = names(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo"
    " bgsound big blink blockquote body br button canvas caption center cite code col"
    " colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header"
    " hgroup hr html i iframe image img input ins isindex kbd keygen label layer legend"
    " li link listing main map mark marquee math menu menuitem meta meter nav nobr"
    " noembed noframes noscript object ol optgroup option output p param picture"
    " plaintext portal pre progress q rb rp rt rtc ruby s samp script search section"
    " select slot small source spacer span strike strong style sub summary sup svg table"
    " tbody td template textarea tfoot th thead time title tr track tt u ul var video"
    " wbr xml xmp"
)
# Elements whose content is no text: dropped whole when they are closed.
CODE = names(
    "script style template noscript svg math head title iframe object noembed noframes"
    " canvas audio video select"
)

# Bounded, so that no text makes it go over the same characters more than 40 times.
_ATTRIBUTE = r"""(?:[^<>=]++|=\s{0,9}+(?:"[^"]{0,2000}"|'[^']{0,2000}')|=)"""
_MARKUP = re.compile(
    rf"<!--|<[!?][^<>]*>|<(/?)([a-zA-Z][a-zA-Z0-9:-]{{0,30}})(?=[\s/>])"
    rf"({_ATTRIBUTE}{{0,40}}+[^<>]*+)>"
)
_CODE_END = re.compile(rf"</({'|'.join(sorted(CODE))})(?=[\s/>])", re.IGNORECASE)
_HREF = re.compile(
    r"""(?:^|[\s"'/])href\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z0-9]{2,32}));")


@dataclass(frozen=True)
class Tag:
    name: str
    closes: bool = False
    address: str = ""  # of a link


def has_markup(source: str) -> bool:
    """Whether ``source`` is HTML rather than a text that happens to hold a "<"."""
    comments_end = source.rfind("-->")
    return any(
        match.start() < comments_end if match[0] == "<!--" else _is_tag(match)
        for match in _MARKUP.finditer(source)
    )


def decoded(text: str) -> str:
    """``text`` with its character references read, those that end with ";" only."""
    return _ENTITY.sub(_character, text)


def parts(source: str) -> Iterator[Tag | str]:
    """The tags that HTML knows and the texts between them; comments and code left out."""
    comments_end = source.rfind("-->")
    code_ends = {m[1].lower(): m.start() for m in _CODE_END.finditer(source)}
    place = 0
    while match := _MARKUP.search(source, place):
        yield decoded(source[place : match.start()])
        place = match.end()
        name = (match[2] or "").lower()
        if match[0] == "<!--":
            if match.start() + 2 <= comments_end:
                place = source.find("-->", match.start() + 2) + 3
            else:
                yield match[0]
        elif not match[1] and code_ends.get(name, 0) > place:
            place = _after_code(name, source, place)
        elif name in ELEMENTS:
            yield Tag(name, bool(match[1]), _address(match) if name == "a" else "")
    yield decoded(source[place:])


def _is_tag(match: re.Match[str]) -> bool:
    """Not "a <b and c> d": what follows the name is nothing, or has a value."""
    known = (match[2] or "").lower() in ELEMENTS
    return known and (not match[3].strip("/ \t\r\n") or "=" in match[3])


def _after_code(name: str, source: str, place: int) -> int:
    end = re.compile(rf"</{name}(?=[\s/>])[^<>]*>?", re.IGNORECASE).search(
        source, place
    )
    return end.end() if end else place


def _address(match: re.Match[str]) -> str:
    if match[1] or not (href := _HREF.search(match[3])):
        return ""
    return decoded(next(filter(None, href.groups()), ""))


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return html5.get(f"{match[1]};", match[0])
    return html.unescape(match[0])
