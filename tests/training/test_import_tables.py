"""Sessions from tables, and the courses that they go to."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from tests.factories import (
    TerritoryFactory,
    TrainingPageFactory,
    first_index,
)
from tests.training.importing import YEAR, calendar, counts, event, local
from training.enums import SeatState, SessionStatus
from training.models import Session, TrainingIndexPage, TrainingPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> TrainingPage:
    return TrainingPageFactory(title="Calibrer les heures", published=True)


class TestTables:
    HEAD = "Formation;Date;Heure de début;Heure de fin;Lieu;Commune;Places;Statut"

    def test_a_table_with_usual_headings(self, run, course):
        laon = TerritoryFactory(name="Laon", code="02408")
        row = f"Calibrer les heures;02/03/{YEAR};9h;12 h 30;Mairie;Laon;12;complet"
        report = run(f"{self.HEAD}\n{row}\n", "a.csv")
        assert counts(report) == (1, 1, 0, 0, 0)
        assert (report["encoding"], report["delimiter"]) == ("utf-8", ";")
        session = Session.objects.get()
        assert local(session) == "03-02 09:00"
        assert (session.territory, session.seats) == (laon, 12)
        assert (session.status, session.seat_state) == (
            SessionStatus.FULL,
            SeatState.FULL,
        )
        assert counts(run(f"{self.HEAD}\n{row}\n", "a.csv")) == (1, 0, 0, 1, 0)

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("2027-03-02 09:00", "2027-03-02 12:30", "03-02 09:00"),
            ("2027-03-02T09:00", "12:30", "03-02 09:00"),
            ("2/3/27 à 9h", "2/3/27 à 12h30", "03-02 09:00"),
            ("mardi 2 mars 2027 9h00", "mardi 2 mars 2027 17h00", "03-02 09:00"),
            ("1er août 2027 9h", "2 août 2027 12h", "08-01 09:00"),
            ("2026-10-25T02:30+01:00", "2026-10-25T05:00+01:00", "10-25 02:30"),
            ("02.03.2027", "", "03-02 00:00"),
        ],
    )
    def test_dates_as_people_write_them(self, run, course, start, end, expected):
        report = run(
            f"début,fin,lieu\n{start},{end},Laon\n",
            "a.csv",
            f"--parent={course.get_url()}",
        )
        assert counts(report) == (1, 1, 0, 0, 0), report
        assert local(Session.objects.get()) == expected

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            (";9h;12h;Laon;;;", "debut"),
            ("demain;9h;12h;Laon;;;", "debut"),
            ("31/02/2027;9h;12h;Laon;;;", "debut"),
            ("02/03/2027;25h;12h;Laon;;;", "heure_debut"),
            ("02/03/2027;9h;;Laon;;;", "heure_fin"),
            ("02/03/2027;12h;9h;Laon;;;", "fin"),
            ("28/03/2027;2h30;4h;Laon;;;", "debut"),
            ("25/10/2026;2h30;4h;Laon;;;", "debut"),
            ("02/03/2027;9h;12h;Laon;;beaucoup;", "places"),
        ],
    )
    def test_lines_that_cannot_be_say_which_cell(self, run, course, row, field):
        good = "02/04/2027;9h;12h;Laon;;;"
        head = self.HEAD.removeprefix("Formation;")
        report = run(
            f"{head}\n{row}\n{good}\n", "a.csv", f"--parent={course.get_url()}"
        )
        assert counts(report) == (2, 1, 0, 0, 1)
        assert (report["rejected"][0]["line"], report["rejected"][0]["field"]) == (
            2,
            field,
        )

    def test_a_spreadsheet(self, run, course):
        book = Workbook()
        sheet = book.active
        sheet.append(["Formation", "Début", "Fin", "Lieu"])
        sheet.append(
            [
                "Calibrer les heures",
                datetime(YEAR, 3, 2, 9),
                datetime(YEAR, 3, 2, 12, 30),
                "Laon",
            ]
        )
        content = BytesIO()
        book.save(content)
        report = run(content.getvalue(), "a.xlsx")
        assert counts(report) == (1, 1, 0, 0, 0)
        assert local(Session.objects.get()) == "03-02 09:00"

    def test_what_is_not_known_is_left_out_and_said(self, run, course):
        row = "Calibrer les heures;02/03/2027;9h;12h;Mairie;Ailleurs;;peut-être"
        report = run(f"{self.HEAD}\n{row}\n", "a.csv")
        assert [entry["field"] for entry in report["warnings"]] == [
            "statut",
            "territoire",
        ]


class TestCourses:
    def test_known_by_title_slug_or_address(self, run, course):
        rows = [course.title.upper(), course.slug, course.get_url()]
        lines = [f"{name};0{n}/03/2027;9h;12h;Laon" for n, name in enumerate(rows, 1)]
        head = "formation;date;heure de début;heure de fin;lieu"
        assert counts(run("\n".join([head, *lines]), "a.csv"))[1] == 3
        assert {s.course for s in Session.objects.all()} == {course}

    def test_an_unknown_one_is_made_as_a_draft(self, run):
        report = run(
            calendar(event(SUMMARY="Une neuve"), event("b", SUMMARY="Une neuve"))
        )
        made = TrainingPage.objects.get()
        assert (made.title, made.live) == ("Une neuve", False)
        assert made.sessions.count() == 2
        assert [entry["field"] for entry in report["warnings"]] == ["formation"]
        assert made.get_parent().specific == first_index(TrainingIndexPage)
        assert counts(run(calendar(event(SUMMARY="Une neuve"))))[3] == 1

    def test_published_when_asked_if_it_has_a_text(self, run):
        text = "Une formation qui dit ce qu’elle apprend, en une phrase assez longue."
        run(
            calendar(
                event(SUMMARY="Avec", DESCRIPTION=text), event("b", SUMMARY="Sans")
            ),
            "a.ics",
            "--publish",
        )
        assert TrainingPage.objects.get(title="Avec").live
        assert not TrainingPage.objects.get(title="Sans").live

    def test_a_row_without_course_under_a_list(self, run):
        report = run("date;lieu\n02/03/2027;Laon\n", "a.csv")
        assert [entry["field"] for entry in report["rejected"]] == ["formation"]
