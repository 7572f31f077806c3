from io import BytesIO

import pytest

from portal.core.imports.encodings import (
    Encoding,
    UnreadableLine,
    is_doubly_encoded,
    survey,
)
from portal.core.imports.refusals import ImportRefused

FRENCH = "Réservé à l'insertion : où ça ? Là-bas, après l'été, chez l'hôte « Noël »."


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("times", [1, 50])
def test_files_of_french_text_are_told_apart(encoding, times):
    content = f"{FRENCH}\n".replace("«", '"').replace("»", '"') * times
    assert survey(BytesIO(content.encode(encoding))).name == encoding


def test_most_lines_decide():
    lines = [FRENCH.encode(), FRENCH.encode(), FRENCH.encode("cp1252")]
    assert survey(BytesIO(b"\n".join(lines))).name == "utf-8"
    assert survey(BytesIO(b"\n".join([lines[2], *lines[1:]]))).name == "cp1252"


def test_the_file_is_left_at_its_start():
    file = BytesIO(FRENCH.encode())
    survey(file)
    assert file.tell() == 0


@pytest.mark.parametrize("content", [b"", b"\n \n", b"%PDF-1.4", b"\x00" * 100])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(ImportRefused):
        survey(BytesIO(content))


def test_a_line_is_utf_8_whenever_it_can_be():
    assert Encoding("utf-8").read("été".encode()) == ("été", False)
    assert Encoding("cp1252").read("été".encode("cp1252")) == ("été", False)
    assert Encoding("cp1252").read("été".encode()) == ("été", True)
    assert Encoding("cp1252").read(b"ete") == ("ete", False)


@pytest.mark.parametrize(("name", "data"), [("utf-8", b"\xe9t"), ("cp1252", b"\x81")])
def test_a_line_that_makes_no_text_is_said(name, data):
    with pytest.raises(UnreadableLine):
        Encoding(name).read(data)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_accents_encoded_twice_are_seen(encoding):
    for text in ("Réservé", "l’été", "déjà vu « là »", "œuvre, cœur", "Noël"):
        twice = text.encode().decode(encoding, errors="replace")
        if "\ufffd" not in twice:
            assert is_doubly_encoded(twice), twice


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sans accent",
        FRENCH,
        "À LA UNE : « ÉTÉ » – 50 °C… l’Âge d’or, ÂGÉ, PÂQUES, ANGLÈS’",
        "Voilà…» déjà\xa0« vu »",
        "Un texte réparé où é s’écrivait Ã© par erreur, là où l’été s’achève.",
    ],
)
def test_right_accents_are_left_alone(text):
    assert not is_doubly_encoded(text)
