"""The words of a body are those that its reader reads."""

import pytest
from wagtail.blocks import StreamBlock

from knowledge.models import GuidancePage
from portal.core.blocks import StoryBlock
from search.words import rich_text, stream_text

BODY = [
    {"type": "text", "value": "<h2>Titre</h2><p>Une <b>clause</b>&nbsp;sociale</p>"},
    {
        "type": "callout",
        "value": {"kind": "verify", "title": "À savoir", "text": "<p>Dit</p>"},
    },
    {
        "type": "steps",
        "value": [
            {"type": "item", "value": {"title": "Un", "text": "<p>Premier</p>"}},
            {"title": "Deux", "text": None},
        ],
    },
    {
        "type": "table",
        "value": {
            "caption": "Heures",
            "table": {
                "columns": [{"type": "text", "heading": "Année"}],
                "rows": [{"values": ["2026"]}],
                "caption": "",
            },
        },
    },
    {"type": "quote", "value": {"text": "On l’a fait", "author": "Une acheteuse"}},
    {"type": "figure", "value": {"image": {"image": 7, "alt_text": "Un chantier"}}},
    {"type": "figure", "value": {"image": 7, "caption": "Une légende"}},
    {"type": "file", "value": {"document": 7, "title": "Le guide"}},
    {"type": "external", "value": {"label": "Le site", "url": "https://example.org"}},
    {"type": "gone", "value": "<p>D’un bloc qui n’existe plus</p>"},
    {"type": "text", "value": None},
]


def words(body):
    block: StreamBlock = StoryBlock()
    return "\n".join(stream_text(block.to_python(body)))


def test_every_kind_of_block_gives_its_words_without_a_query():
    text = words(BODY)
    for told in (
        "Titre",
        "Une clause sociale",
        "À savoir",
        "Dit",
        "Premier",
        "Deux",
        "Heures",
        "Année",
        "2026",
        "On l’a fait",
        "Une acheteuse",
        "Un chantier",
        "Une légende",
        "Le guide",
        "Le site",
    ):
        assert told in text.replace("\xa0", " ")
    assert "<" not in text
    assert "n’existe plus" not in text
    assert "None" not in text


@pytest.mark.parametrize("body", [[], BODY[:5], [*BODY[:5], *BODY[8:9]]])
def test_what_wagtail_reads_is_read(body):
    value = StoryBlock().to_python(body)
    expected = value.stream_block.get_searchable_content(value)
    told = words(body).replace("\n", " ")
    assert all(
        word in told for text in expected for word in text.split() if word != "None"
    )


def test_a_heading_does_not_run_into_what_follows():
    html = "<h3>Un</h3><p>Deux<br/>trois&nbsp;?</p><ul><li><b>qua</b>tre</li></ul>"
    assert rich_text(html) == "Un\nDeux\ntrois\xa0?\nquatre"
    assert rich_text("") == ""


@pytest.mark.django_db
def test_a_page_made_in_memory_has_words_too():
    page = GuidancePage(body=[("quote", {"text": "Dit", "author": "Elle"})])
    assert stream_text(page.body) == ["Dit", "Elle"]
