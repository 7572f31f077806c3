import pytest

from portal.core.markup.links import kept_address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        (
            "https://www.ville.example/a?b=1&c=é#d",
            "https://www.ville.example/a?b=1&c=é#d",
        ),
        ("HTTP://ville.example", "HTTP://ville.example"),
        (" https://ville.example/a b ", "https://ville.example/a%20b"),
        ("/fr/outils/", "/fr/outils/"),
        ("//ville.example/x", "https://ville.example/x"),
        ("mailto:contact@ville.example", "mailto:contact@ville.example"),
        (
            "mailto:contact@ville.example?bcc=x@y.example",
            "mailto:contact@ville.example",
        ),
        *(
            (address, "")
            for address in [
                *("", "#note", "page.html", "javascript:alert(1)", "java\tscript:x"),
                *(
                    "data:text/html,x",
                    "vbscript:x",
                    "ftp://x.example",
                    "tel:0102030405",
                ),
                *("https://user:password@x.example", "https://gouv.fr@x.example"),
                *("\\\\x.example", "/\\x.example", "https:\\\\x.example", "http://["),
                *("https://", "https:///x", "https://x.example:99999999/", "mailto:x"),
                "https://x.example/" + "a" * 2000,
            ]
        ),
    ],
)
def test_links_lead_to_the_web_to_a_mailbox_or_inside(address, kept):
    assert kept_address(address) == kept


def test_relative_links_lead_from_the_base():
    base = "https://www.ville.example/dossier/page.html"
    assert kept_address("b.pdf", base) == "https://www.ville.example/dossier/b.pdf"
    assert kept_address("/b", base) == "https://www.ville.example/b"
    assert kept_address("//x.example/b", base) == "https://x.example/b"
    assert kept_address("javascript:alert(1)", base) == ""
