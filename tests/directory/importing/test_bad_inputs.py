"""Files of any quality: each bad cell is said, nothing fails, nothing is half written."""

import io
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from directory.models import ActorPage, Contact
from portal.core.imports.refusals import ImportRefused
from tests.directory.importing.reading import SIRETS, bring, counts, entries, table
from tests.factories import TerritoryFactory

pytestmark = pytest.mark.django_db

ACCENTED = [
    {
        "SIRET": SIRETS[0],
        "Type": "ACI",
        "Raison sociale": "Régie de l’Été à Ham",
        "Adresse": "3 allée des Œillets",
    },
    {
        "SIRET": SIRETS[1],
        "Type": "Entreprise d’insertion",
        "Raison sociale": "Écogestes",
        "Adresse": "5 rue du Général Leclerc",
    },
]


def refused(content: Any, **options: str) -> str:
    with pytest.raises(ImportRefused) as refusal:
        bring(content, **options)
    return str(refusal.value)


def one(**cells: str) -> Any:
    return bring([{"type": "ACI", "raison_sociale": "Une structure", **cells}])


class TestFiles:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding",
        ["utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le"],
    )
    def test_any_common_encoding_and_separator(self, encoding, delimiter):
        text = table(ACCENTED, delimiter).replace("’", "'")
        report = bring(text.encode(encoding))
        assert counts(report) == (2, 0, 0, 0)
        assert report.delimiter == delimiter
        names = set(ActorPage.objects.values_list("title", "address"))
        assert names == {
            ("Régie de l'Été à Ham", "3 allée des Œillets"),
            ("Écogestes", "5 rue du Général Leclerc"),
        }

    def test_a_spreadsheet(self):
        book = Workbook()
        for line in [
            ["SIRET", "Type", "Nom", "Code postal", "Latitude"],
            [int(SIRETS[1]), "ACI", "Une structure", 2000, 49.5],
        ]:
            book.active.append(line)
        file = io.BytesIO()
        book.save(file)
        assert counts(bring(file.getvalue())) == (1, 0, 0, 0)
        page = ActorPage.objects.get()
        assert (page.siret, page.postcode) == (SIRETS[1], "02000")
        assert page.latitude == 49.5

    def test_lines_that_end_in_returns_alone(self):
        text = table(ACCENTED).replace("\r\n", "\r")
        assert counts(bring(text)) == (2, 0, 0, 0)

    def test_a_break_inside_quotes(self):
        rows = [{"nom": "Une\nstructure", "type": "ACI"}, {"nom": "B", "type": "EI"}]
        report = bring(table(rows))
        assert counts(report) == (2, 0, 0, 0)
        assert ActorPage.objects.filter(title="Une structure").exists()

    def test_columns_in_any_order_with_others_between(self):
        assert counts(bring("x;Type;y;NOM\n1;ACI;2;A\n")) == (1, 0, 0, 0)

    def test_rows_of_any_length(self):
        report = bring("nom;type;siret\nA;ACI\nB;EI;;;en trop\n\n;;\nC\n")
        assert counts(report) == (2, 0, 0, 1)
        assert entries(report.rejected)[0]["line"] == 6

    @pytest.mark.parametrize(
        ("content", "word"),
        [
            (b"", "vide"),
            (b"   \n\n", "vide"),
            (b"%PDF-1.7 \x00\x01", "texte"),
            (b"PK\x03\x04\x00\x00", "texte"),
            (b"\x00\x01\x02" * 400, "texte"),
            ("couleur;taille\nbleu;3\n", "colonnes"),
            ("nom;ville\nA;Laon\n", "colonnes"),
            ("nom;type\nÃ‰cole dâ€™Ã©tÃ©;ACI\nRÃ©gie;ACI\n", "encodage"),
        ],
    )
    def test_what_is_no_table_of_organisations_is_refused_whole(self, content, word):
        assert word in refused(content)
        assert not ActorPage.objects.exists()

    def test_columns_said_by_hand(self):
        text = "a;b;c\nUne structure;ACI;rien\n"
        assert "colonnes" in refused(text)
        request = {"0": "name", "1": "type"}
        report = bring(text, places={int(n): key for n, key in request.items()})
        assert counts(report) == (1, 0, 0, 0)

    def test_names_tell_the_kind_where_no_column_does(self):
        report = bring("nom;antenne_de\nGEIQ du Nord;\nAntenne X;GEIQ du Nord\nY;\n")
        assert counts(report) == (2, 0, 0, 1)
        assert ActorPage.objects.filter(kinds=["geiq"]).count() == 2

    def test_a_kind_for_the_whole_file(self):
        assert counts(bring("nom\nA\nB\n", type="ESAT")) == (2, 0, 0, 0)
        assert "inconnu" in refused("nom\nA\n", type="navette").lower()


class TestNumbers:
    @pytest.mark.parametrize(
        "siret",
        [
            "12002701",
            "1200270160035",
            "120027016003570",
            "1200270160035X",
            "829605252000xx",
            "00000000000000",
            "12002701600358",
            "1,23E+13",
            "1.20027E+13",
            "１２００２７０１６００３５７",
            "=12002701600357",
        ],
    )
    def test_a_wrong_one_rejects_its_row_and_no_other(self, siret):
        rows = [
            {"nom": "A", "type": "ACI", "siret": siret},
            {"nom": "B", "type": "ACI", "siret": SIRETS[0]},
        ]
        report = bring(rows)
        assert counts(report) == (1, 0, 0, 1)
        entry = entries(report.rejected)[0]
        assert (entry["line"], entry["field"]) == (2, "siret")
        assert ActorPage.objects.get().title == "B"

    @pytest.mark.parametrize(
        "siret",
        ["120 027 016 00357", "120\u00a0027\u202f016 00357", "120.027.016.00357"],
    )
    def test_spaces_do_not_count(self, siret):
        assert counts(one(siret=siret)) == (1, 0, 0, 0)
        assert ActorPage.objects.get().siret == SIRETS[1]

    def test_la_poste_has_its_own_rule(self):
        assert counts(one(siret="35600000049837")) == (1, 0, 0, 0)

    def test_a_siren_is_that_of_its_siret(self):
        report = one(siret=SIRETS[0], siren="120027016")
        assert entries(report.rejected)[0]["field"] == "siren"


class TestCells:
    @pytest.mark.parametrize(
        ("cells", "field"),
        [
            ({"type": "navette"}, "type"),
            ({"type": ""}, "type"),
            ({"raison_sociale": " "}, "name"),
        ],
    )
    def test_what_is_needed_rejects(self, cells, field):
        report = one(**cells)
        assert counts(report) == (0, 0, 0, 1)
        assert entries(report.rejected)[0]["field"] == field

    @pytest.mark.parametrize(
        ("cells", "field"),
        [
            ({"code_postal": "ABCDE"}, "postcode"),
            ({"latitude": "cinquante"}, "latitude"),
            ({"latitude": "910,5"}, "latitude"),
            ({"longitude": "181"}, "longitude"),
            ({"site_web": "javascript:alert(1)"}, "website"),
            ({"site_web": "pas une adresse"}, "website"),
            ({"courriel": "pas une adresse"}, "email"),
            ({"courriel": "prenom.nom@example.org"}, "email"),
            ({"telephone": "12"}, "phone"),
            ({"ville": "Nulle-Part"}, "commune"),
            ({"secteurs": "lévitation"}, "sectors"),
            ({"territoires": "Atlantide"}, "areas"),
            ({"reseaux": "inconnu"}, "networks"),
            ({"type": "ACI / navette"}, "type"),
        ],
    )
    def test_what_should_not_be_is_said_and_left_out(self, cells, field):
        report = one(**cells)
        assert counts(report) == (1, 0, 0, 0)
        assert [entry["field"] for entry in entries(report.warnings)] == [field]
        page = ActorPage.objects.get()
        assert page.website == ""
        assert not Contact.objects.exists()

    def test_an_address_that_may_be_a_person_s_is_nowhere(self):
        report = one(courriel="jeanne.exemple@example.org")
        assert "jeanne" not in str(entries(report.warnings))

    @pytest.mark.parametrize(
        "address", ["contact@example.org", "clause.insertion@a.fr"]
    )
    def test_an_address_of_a_service_is_a_contact(self, address):
        one(courriel=address)
        assert Contact.objects.get().email == address

    @pytest.mark.parametrize(
        ("told", "kinds"),
        [
            ("aci", ["aci"]),
            ("Ateliers et chantiers d'insertion", ["aci"]),
            ("ACI, EI", ["aci", "ei"]),
            ("EI et ETTI", ["ei", "etti"]),
            ("Régie de quartier", ["regie"]),
            ("CAP_EMPLOI", ["prescripteur"]),
            ("OPCS", ["facilitateur"]),
            ("acheteur", ["acheteur"]),
            ("Acheteur public", ["acheteur"]),
        ],
    )
    def test_kinds_have_many_names(self, told, kinds):
        one(type=told)
        assert ActorPage.objects.get().kinds == kinds

    def test_a_commune_by_its_name_and_postcode(self):
        laon = TerritoryFactory(code="02408", name="Laon", postcodes="02000")
        TerritoryFactory(code="80001", name="Laon", postcodes="80000")
        one(ville="LAON CEDEX 9", code_postal="02009")
        assert ActorPage.objects.get().commune == laon

    def test_a_saint_is_a_saint(self):
        commune = TerritoryFactory(code="02691", name="Saint-Quentin")
        one(ville="ST QUENTIN")
        assert ActorPage.objects.get().commune == commune

    def test_one_that_is_unknown_stays_in_the_address(self):
        one(adresse="1 rue A", ville="Bruxelles", code_postal="10000")
        assert ActorPage.objects.get().address == "1 rue A, 10000 Bruxelles"

    def test_markup_is_cleaned(self):
        one(
            description='<script>alert(1)</script><p onclick="x">Un texte assez long'
            " pour faire un résumé de la page.</p>"
        )
        page = ActorPage.objects.get()
        assert "<script" not in page.body[0].value.source
        assert "onclick" not in page.body[0].value.source
        assert "<" not in page.summary

    def test_a_name_that_is_too_long_is_cut(self):
        one(raison_sociale="A" * 400)
        assert len(ActorPage.objects.get().title) == 255

    def test_a_name_of_other_letters_has_an_address(self):
        one(raison_sociale="Ψυχή ☃ 中文")
        assert ActorPage.objects.get().slug


CELLS = st.text(max_size=60) | st.sampled_from(
    ["", "0", "=cmd()", "\x00", "\ufffd", "é" * 300, '"', ";", "\u202e", "1e400", "-"]
)
NAMES = [
    "siret",
    "type",
    "nom",
    "enseigne",
    "adresse",
    "code_postal",
    "ville",
    "code_insee",
    "latitude",
    "site_web",
    "courriel",
    "telephone",
    "description",
    "secteurs",
    "territoires",
]


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(CELLS, min_size=15, max_size=15), min_size=1, max_size=4))
def test_no_cell_makes_an_import_fail(rows):
    kept = [dict(zip(NAMES, row, strict=True)) for row in rows]
    for cells in kept:
        cells["type"] = "ACI"
    try:
        report = bring(table(kept), dry_run=True)
    except ImportRefused:
        return
    dealt_with = report.created + report.updated + report.unchanged
    rejected = {entry.line for entry in report.rejected}
    assert report.read == dealt_with + len(rejected)


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_make_an_import_fail(content):
    with suppress(ImportRefused):
        bring(b"nom;type\nA;ACI\n" + content, dry_run=True)
