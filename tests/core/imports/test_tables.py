"""Tables of any quality: what can be read is read, the rest says where and why."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.core.imports.columns import Column, Columns, UnknownColumns
from portal.core.imports.delimited import DELIMITERS, MOST_LINES
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport
from portal.core.imports.tables import Table, open_table

COLUMNS = Columns(
    Column("nom", "Nom", ("raison sociale", "dénomination"), group="name"),
    Column("siret", "SIRET", ("n° siret",)),
    Column("ville", "Ville", ("commune",)),
)


def opened(content: bytes, **options: Any) -> Table:
    with override("en"):
        return open_table(BytesIO(content), COLUMNS, **options)


def read(content: bytes, **options: Any) -> tuple[list[dict[str, str]], ImportReport]:
    report = ImportReport("a.csv", "")
    with override("en"):
        table = opened(content, **options)
        return [dict(row.cells) for row in table.records(report)], report


def faults(report: ImportReport) -> list[tuple[int, str]]:
    return [(entry.line, entry.message) for entry in report.rejected]


class TestText:
    @pytest.mark.parametrize("delimiter", DELIMITERS)
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859_15", "utf-16"]
    )
    def test_encodings_and_separators(self, delimiter: str, encoding: str) -> None:
        lines = [["Dénomination", "N° SIRET"], ["Été à Béthune", "79046248500011"]]
        text = "\r\n".join(delimiter.join(line) for line in lines)
        rows, report = read(text.encode(encoding))
        assert rows == [{"nom": "Été à Béthune", "siret": "79046248500011"}]
        assert report.read == 1
        assert opened(text.encode(encoding)).delimiter == delimiter

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_ends_of_lines_and_breaks_inside_cells(self, end: str) -> None:
        text = end.join(["nom;ville", f'"Un;{end}deux";Arras', "", "B;Laon", ""])
        rows, report = read(text.encode())
        assert rows == [
            {"nom": "Un; deux", "ville": "Arras"},
            {"nom": "B", "ville": "Laon"},
        ]
        assert report.read == 2

    def test_the_line_is_that_of_the_file(self) -> None:
        table = opened(b'nom;ville\n"A\nB";x\n\nC;y\n')
        lines = [row.line for row in table.records(ImportReport("", ""))]
        assert lines == [2, 5]

    def test_an_unclosed_quote_spoils_its_own_line(self) -> None:
        rows, report = read(b'nom;ville\nA;"x\nB;y\nC;z\n')
        assert rows == [{"nom": "B", "ville": "y"}, {"nom": "C", "ville": "z"}]
        assert [line for line, _ in faults(report)] == [2]
        assert report.read == 3

    def test_a_quote_closed_far_away_spoils_few_lines(self) -> None:
        filled = b"".join(b"L%d;x\n" % n for n in range(3 * MOST_LINES))
        rows, report = read(b'nom;ville\nA;"x\n' + filled + b'Z;"\n')
        assert len(rows) == 3 * MOST_LINES
        assert [line for line, _ in faults(report)] == [2, 3 * MOST_LINES + 3]

    def test_a_line_in_another_encoding_is_rejected_alone(self) -> None:
        text = "nom;ville\nÉté;Béthune\nÔ;é\n".encode() + "Là;x\n".encode("cp1252")
        rows, report = read(text)
        assert len(rows) == 2
        assert "utf-8" in faults(report)[0][1]

    def test_a_cell_that_is_too_long_is_rejected_alone(self) -> None:
        rows, report = read(b"nom;ville\n" + b"a" * 200_000 + b";x\nB;y\n")
        assert rows == [{"nom": "B", "ville": "y"}]
        assert len(report.rejected) == 1

    def test_ragged_rows(self) -> None:
        rows, report = read(b"nom;ville\nA\nB;Laon;en trop\nC;Arras;;\n")
        assert [row.get("ville") for row in rows] == [None, "Laon", "Arras"]
        assert [entry.value for entry in report.warnings] == ["en trop"]

    def test_controls_and_spaces_are_cleaned(self) -> None:
        rows, _ = read("nom;ville\n A\u00a0\x00B\u202e ;\tx\n".encode())
        assert rows == [{"nom": "A\u00a0B", "ville": "x"}]

    def test_a_line_that_names_the_separator(self) -> None:
        rows, _ = read(b"sep=,\nnom,ville\nA,x\n")
        assert rows == [{"nom": "A", "ville": "x"}]

    @given(
        cells=st.lists(
            st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=8
        )
    )
    def test_what_a_spreadsheet_writes_is_counted(self, cells: list[list[str]]) -> None:
        text = StringIO()
        csv.writer(text, delimiter=";").writerows([["nom", "ville"], *cells])
        content = text.getvalue().encode("utf-8", errors="replace")
        try:
            rows, report = read(content)
        except ImportRefused:
            return  # texts that look encoded twice
        assert len(rows) + len(report.rejected) == report.read <= len(cells)


class TestColumns:
    def test_any_order_case_and_accent(self) -> None:
        rows, _ = read(b"VILLE ;inconnue;Raison_Sociale\nLaon;x;A\n")
        assert rows == [{"ville": "Laon", "nom": "A"}]

    def test_of_two_headings_the_likeliest_counts(self) -> None:
        rows, _ = read("dénomination;nom;nom\nA;B;C\n".encode())
        assert rows == [{"nom": "B"}]

    def test_said_by_hand(self) -> None:
        rows, _ = read(b"colonne 1;colonne 2\nA;Laon\n", places={0: "nom", 1: "ville"})
        assert rows == [{"nom": "A", "ville": "Laon"}]

    @pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"ville\nLaon\n"])
    def test_unknown_headings_refuse_the_file(self, content: bytes) -> None:
        with pytest.raises(UnknownColumns, match="columns") as refusal:
            opened(content)
        assert refusal.value.headings


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "word"),
        [
            (b"", "empty"),
            (b"\n \n", "empty"),
            (b"%PDF-1.4 nom;ville", "text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "text"),
            ("nom;ville\nBÃ©thune;Ã©tÃ©\n".encode(), "encoding"),
            (b"PK\x03\x04 not an archive", "spreadsheet"),
        ],
    )
    def test_say_why(self, content: bytes, word: str) -> None:
        with pytest.raises(ImportRefused, match=word):
            opened(content)


def sheet(rows: Iterable[Iterable[Any]], *, before: Iterable[Any] = ()) -> bytes:
    book = Workbook()
    first = book.active
    assert first is not None
    if before:
        first.append(list(before))
        first = book.create_sheet("Données")
    for row in rows:
        first.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return content.getvalue()


class TestSpreadsheets:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (79046248500011, "79046248500011"),
            (12.0, "12"),
            (1.5, "1.5"),
            (True, "oui"),
            (None, ""),
            ("  Été ", "Été"),
            (datetime(2027, 3, 2, 9, 30), "2027-03-02 09:30:00"),
            (date(2027, 3, 2), "2027-03-02"),
            (time(9, 30), "09:30:00"),
        ],
    )
    def test_cells_are_read_as_people_would_write_them(
        self, value: object, text: str
    ) -> None:
        rows, _ = read(sheet([["nom", "siret", "ville"], ["A", value, "Laon"]]))
        assert rows == [{"nom": "A", "siret": text, "ville": "Laon"}]

    def test_the_sheet_that_has_the_columns_is_read(self) -> None:
        content = sheet([["nom", "ville"], ["A", "Laon"]], before=["Mode d’emploi"])
        assert read(content)[0] == [{"nom": "A", "ville": "Laon"}]

    def test_blank_rows_do_not_count_but_have_their_line(self) -> None:
        content = sheet([[], ["nom", "ville"], [], ["A", "Laon"]])
        table = opened(content)
        assert [row.line for row in table.records(ImportReport("", ""))] == [4]

    def test_a_formula_is_never_computed(self) -> None:
        rows, _ = read(sheet([["nom", "ville"], ["A", '=HYPERLINK("http://x","y")']]))
        assert rows == [{"nom": "A", "ville": ""}]

    def test_macros_are_refused(self) -> None:
        content = archive({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
        with pytest.raises(ImportRefused, match="macros"):
            opened(content)

    def test_a_bomb_is_not_unfolded(self) -> None:
        content = archive({"xl/workbook.xml": bytes(41 * 1024 * 1024)})
        with pytest.raises(ImportRefused, match="too large"):
            opened(content)

    @pytest.mark.parametrize(
        "workbook",
        [
            b"<x/>",
            b"",
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        ],
    )
    def test_a_broken_archive_is_refused(self, workbook: bytes) -> None:
        with pytest.raises(ImportRefused, match="spreadsheet"):
            opened(archive({"xl/workbook.xml": workbook}))

    def test_a_truncated_one_too(self) -> None:
        content = sheet([["nom", "ville"], ["A", "Laon"]])
        for length in (30, len(content) // 2, len(content) - 30):
            with pytest.raises(ImportRefused):
                opened(content[:length])
