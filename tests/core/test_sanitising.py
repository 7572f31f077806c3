"""Whatever comes in, what comes out is the editor's own HTML and nothing else."""

import re
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from portal.core.blocks import RICH_TEXT_FEATURES
from portal.core.markup.tokens import names
from portal.core.sanitising import plain_text, sanitise_html, sentences

HOSTILE = (Path(__file__).parents[1] / "data" / "hostile_html.txt").read_text("utf-8")
SAMPLES = [*HOSTILE.splitlines(), HOSTILE]
TAGS = {"a", "b", "br", "h2", "h3", "i", "li", "ol", "p", "ul"}


class Oracle(HTMLParser):
    """Reads what came out and keeps what no reader should meet."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attributes:
            if tag != "a" or name != "href":
                self.faults.append(f"<{tag} {name}>")
            elif not _leads_somewhere_safe(value):
                self.faults.append(value)
        self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        if tag != "br" or attributes:
            self.faults.append(f"<{tag}/>")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_comment(self, data):
        self.faults.append(f"<!--{data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def _leads_somewhere_safe(address: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme == "mailto":
        return "@" in parts.path and not parts.query
    if not parts.scheme:
        return address.startswith("/") and not address.startswith(("//", "/\\"))
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def faults(html: str) -> list[str]:
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return oracle.faults + oracle.open


def opened_by_the_editor(html: str) -> str:
    converter = ContentstateConverter(features=["h2", *RICH_TEXT_FEATURES])
    written = converter.to_database_format(converter.from_database_format(html))
    return re.sub(r' data-block-key="[^"]*"', "", written)


@pytest.mark.parametrize("sample", SAMPLES)
def test_hostile_html_leaves_only_what_the_editor_writes(sample):
    once = sanitise_html(sample)
    assert faults(once) == []
    assert sanitise_html(once) == once
    opened_by_the_editor(once)


_WORDS = st.sampled_from(
    [
        *(
            "a",
            "texte",
            "é",
            "œuvre",
            "<",
            ">",
            "&",
            "&amp;",
            "&lt;",
            "&#60;",
            "&nbsp;",
        ),
        *("'", '"', "-", "*", "=", "\xa0", "\n", "\n\n", "\t", " ", "  ", "\x00"),
        *("\u0301", "\u202e", "\ud800", "\ufeff", "\u2028"),
    ]
)
_TAGS = st.builds(
    "<{}{}{}>".format,
    st.sampled_from(["", "/"]),
    st.sampled_from(
        sorted(
            names(
                "p div b strong i em a ul ol li h1 h2 h3 h6 br table tr td svg style script"
                " template span form img math noscript title x-y"
            )
        )
    ),
    st.sampled_from(
        [
            *("", " ", "/", " href='https://ok.example/a?b=1&c=2'", ' href="/fr/"'),
            *(
                " href=javascript:x",
                ' title="a > b"',
                " onclick='x",
                ' href="http://["',
            ),
        ]
    ),
)
_ODD = st.sampled_from(
    ["<!--", "-->", "<![CDATA[", "]]>", "<!doctype html>", "<", "</"]
)
SOUP = st.lists(st.one_of(_WORDS, _TAGS, _TAGS, _ODD, st.text(max_size=5))).map("".join)


@given(SOUP)
def test_any_soup_of_tags_gives_clean_html_that_cleaning_leaves_alone(soup):
    once = sanitise_html(soup)
    assert faults(once) == []
    assert sanitise_html(once) == once
    assert opened_by_the_editor(once) is not None


_BARE = st.lists(
    st.sampled_from(["mot", "a", "été", "<", ">", " ", "\n", "\n\n", "\xa0", "<b"])
).map("".join)


@given(_BARE)
def test_text_without_tags_keeps_its_words(text):
    assume(not re.search(r"<[ab]\s*>", text))
    html = sanitise_html(text)
    assert faults(html) == []
    assert sanitise_html(html) == html
    assert re.findall(r"\w+|[<>]", plain_text(html)) == re.findall(r"\w+|[<>]", text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Prix < 25 000 € et a<b", "<p>Prix &lt; 25 000 € et a&lt;b</p>"),
        ("si a <b et c> d", "<p>si a &lt;b et c&gt; d</p>"),
        ("voir <mairie@ville.example>", "<p>voir &lt;mairie@ville.example&gt;</p>"),
        ("<nom du lot> à compléter", "<p>&lt;nom du lot&gt; à compléter</p>"),
        ("R&D, AT&amp;T, caf&eacute;", "<p>R&amp;D, AT&amp;T, café</p>"),
        ("un\ndeux\n\ntrois", "<p>un deux</p><p>trois</p>"),
        (
            "À faire :\n- un\n  suite\n- deux",
            "<p>À faire :</p><ul><li>un suite</li><li>deux</li></ul>",
        ),
        ("a\x00b\u202ec\ud800", "<p>abc\ufffd</p>"),
        (" \n\t ", ""),
    ],
)
def test_plain_text_stays_what_it_says(text, html):
    assert sanitise_html(text) == html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>prix < 5 & <b>a<c</b></p>", "<p>prix &lt; 5 &amp; <b>a&lt;c</b></p>"),
        ("<div>un</div><div>deux</div>", "<p>un</p><p>deux</p>"),
        ("un<br><br>deux<br>trois", "<p>un</p><p>deux<br/>trois</p>"),
        ("<h1>T</h1><h5>t</h5>", "<h2>T</h2><h3>t</h3>"),
        (
            "<table><tr><th>Heures<th>Mois<tr><td>150</td>\n<td>1</td></table>",
            "<p>Heures ; Mois</p><p>150 ; 1</p>",
        ),
        (
            "<ol><li><p>un</p><ul><li>a</li></ul></li><li>deux</li></ol>",
            "<ol><li>un<ul><li>a</li></ul></li><li>deux</li></ol>",
        ),
        (
            "<p><strong>gras </strong><em> it</em></p>",
            "<p><b>gras</b> <i>it</i></p>",
        ),
        (
            '<a href="guide.pdf?a=1&amp;b" class="x">le <b>guide</b></a>',
            "<p>le <b>guide</b></p>",
        ),
        (
            "<p>x<!-- <p>y</p> --></p><script>if (a<b) '</p>'</script>z",
            "<p>x</p><p>z</p>",
        ),
    ],
)
def test_html_keeps_its_words_and_its_shape(source, html):
    assert sanitise_html(source) == html


def test_relative_links_lead_to_where_the_text_comes_from():
    source = '<a href="../b.pdf">b</a> <a href="#note">n</a> <a href="/fr/">f</a>'
    base = "https://www.ville.example/a/page.html"
    assert sanitise_html(source, base=base) == (
        '<p><a href="https://www.ville.example/b.pdf">b</a> n'
        ' <a href="https://www.ville.example/fr/">f</a></p>'
    )


@pytest.mark.parametrize(
    "unit",
    [
        *("<div>", "<ul><li>", "<b><i>", "<b>", "<p>", "<table><tr><td>", "<svg>"),
        *(
            "<script>",
            "<!--",
            "<!",
            "<a ",
            "</a ",
            '<a href="',
            "<a '\"",
            "<a/",
            "<a a=",
        ),
        *(
            "<",
            "&",
            "<a =\"'",
            "<ul></ol>",
            "<b><p></b><i></p>",
            "<br>",
            "\xa0",
            "- \n",
        ),
    ],
)
def test_depth_and_repetition_cost_no_more_than_length(unit):
    started = time.process_time()
    html = sanitise_html(f"<p>début</p>{unit * 10_000}fin")
    assert time.process_time() - started < 5
    assert faults(html) == []
    assert "début" in html


def test_five_megabytes_are_cleaned():
    paragraph = f"<p>Un texte <b>assez</b> long. {'Une phrase de plus. ' * 100}</p>"
    count = 5_000_000 // len(paragraph)
    assert sanitise_html(paragraph * count).count("</b>") == count


def test_a_paragraph_without_end_is_parted_and_loses_nothing():
    html = sanitise_html("mot " * 100_000)
    assert sanitise_html(html) == html
    assert sentences(html).split() == ["mot"] * 100_000


def test_titles_and_sentences_are_read_without_markup():
    assert plain_text("<b>L’achat</b> &amp;\n l’insertion") == "L’achat & l’insertion"
    assert plain_text("a <b et c") == "a <b et c"
    assert sentences("<h2>Titre</h2><p>Un.</p><ul><li>Deux.</li></ul>") == "Un. Deux."
