"""Sessions from calendars: each event stands alone, and the same file again changes
nothing."""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.imports.kinds import ImportRequest
from portal.core.imports.refusals import ImportRefused
from search.labels import current_memory
from tests.factories import (
    SessionFactory,
    TerritoryFactory,
    TrainingPageFactory,
)
from tests.training.importing import YEAR, calendar, counts, event, local
from training.agenda import meeting_of
from training.calendars import calendar_file
from training.enums import Modality, SessionStatus
from training.importing.event_blocks import read_blocks
from training.importing.files import import_sessions
from training.models import Session, TrainingPage
from training.moments import PARIS, Part

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> TrainingPage:
    return TrainingPageFactory(title="Calibrer les heures", published=True)


class TestCalendars:
    def test_again_and_again(self, run, course):
        assert counts(run(calendar(event()))) == (1, 1, 0, 0, 0)
        session = Session.objects.get()
        assert (session.course, session.uid, session.place) == (
            course,
            "a",
            "Maison de l’emploi",
        )
        assert local(session) == "03-02 09:00"
        assert counts(run(calendar(event()))) == (1, 0, 0, 1, 0)
        changed = calendar(event(LOCATION="Mairie"))
        assert counts(run(changed)) == (1, 0, 1, 0, 0)
        assert Session.objects.get().place == "Mairie"

    def test_a_dry_run_writes_nothing(self, run, course):
        report = run(
            calendar(event(), event("b", SUMMARY="Inconnue")), "a.ics", "--dry-run"
        )
        assert counts(report) == (2, 2, 0, 0, 0)
        assert report["dry_run"]
        assert not Session.objects.exists()
        assert TrainingPage.objects.count() == 1

    def test_calendars_that_hold_an_event_are_told_what_comes_after(self, run, course):
        run(calendar(event(SEQUENCE="3")))
        assert Session.objects.get().sequence == 3
        run(calendar(event(SEQUENCE="3", LOCATION="Mairie")))
        assert Session.objects.get().sequence == 4
        run(calendar(event(SEQUENCE="9", LOCATION="École")))
        session = Session.objects.get()
        assert session.sequence == 9
        session.place = "Gymnase"
        session.save()
        assert session.sequence == 10

    @pytest.mark.parametrize("written", ["", "-1", "9" * 5_000, "un", "２"])
    def test_a_version_that_is_none_costs_nothing(self, run, course, written):
        assert counts(run(calendar(event(SEQUENCE=written)))) == (1, 1, 0, 0, 0)
        assert 0 <= Session.objects.get().sequence < 2**31

    def test_what_a_person_completed_stays(self, run, course):
        run(calendar(event()))
        Session.objects.update(seats=12, registration_url="https://a.fr/")
        run(calendar(event(LOCATION="Mairie")))
        session = Session.objects.get()
        assert (session.seats, session.registration_url) == (12, "https://a.fr/")

    def test_a_session_whose_date_changed_was_moved(self, run, course):
        run(calendar(event()))
        was = Session.objects.get().starts_at
        moved = {
            "DTSTART;TZID=Europe/Paris": f"{YEAR}0309T090000",
            "DTEND;TZID=Europe/Paris": f"{YEAR}0309T123000",
        }
        run(calendar(event(**moved)))
        session = Session.objects.get()
        assert (session.status, session.moved_from) == (SessionStatus.MOVED, was)
        assert session.sequence == 1

    @pytest.mark.parametrize(
        ("changes", "head", "status"),
        [
            ({"STATUS": "CANCELLED"}, "", "cancelled"),
            ({"STATUS": "TENTATIVE"}, "", "announced"),
            ({}, "METHOD:CANCEL\n", "cancelled"),
            ({}, "", "open"),
        ],
    )
    def test_status(self, run, course, changes, head, status):
        run(calendar(event(**changes), head=head))
        assert Session.objects.get().status == status

    def test_a_whole_day(self, run, course):
        day = {
            "DTSTART;TZID=Europe/Paris": "",
            "DTEND;TZID=Europe/Paris": "",
            "DTSTART;VALUE=DATE": f"{YEAR}0302",
        }
        run(calendar(event(**day)))
        session = Session.objects.get()
        assert session.all_day
        assert [str(day) for day in session.days] == [f"{YEAR}-03-02"]

    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            ("DTSTART:{y}0302T090000", "DTEND:{y}0302T100000", "03-02 09:00"),
            ("DTSTART:{y}0302T090000Z", "DTEND:{y}0302T100000Z", "03-02 10:00"),
            (
                "DTSTART;TZID=Romance Standard Time:{y}0302T090000",
                "DURATION:PT3H",
                "03-02 09:00",
            ),
            (
                "DTSTART;TZID=America/Montreal:{y}0302T040000",
                "DURATION:PT3H",
                "03-02 10:00",
            ),
            ("DTSTART;TZID=Nulle/Part:{y}0302T090000", "DURATION:PT3H", "03-02 09:00"),
        ],
    )
    def test_time_zones(self, run, course, start, end, expected):
        lines = f"UID:a\nSUMMARY:Calibrer les heures\nLOCATION:x\n{start}\n{end}"
        report = run(calendar(lines.format(y=YEAR)))
        assert local(Session.objects.get()) == expected
        assert bool(report["warnings"]) == ("Nulle" in start)

    def test_a_zone_of_the_file_s_own(self, run, course):
        zone = (
            "BEGIN:VTIMEZONE\nTZID:Chez nous\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
            "TZOFFSETFROM:+0500\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
        lines = f"UID:a\nSUMMARY:Calibrer les heures\nLOCATION:x\nDURATION:PT1H\nDTSTART;TZID=Chez nous:{YEAR}0302T140000"
        run(calendar(lines, head=zone))
        assert local(Session.objects.get()) == "03-02 10:00"

    def test_the_hours_that_clocks_repeat_or_skip(self, run, course):
        twice = event(
            "a",
            **{
                "DTSTART;TZID=Europe/Paris": "20261025T023000",
                "DTEND;TZID=Europe/Paris": "20261025T040000",
            },
        )
        never = event(
            "b",
            **{
                "DTSTART;TZID=Europe/Paris": "20270328T023000",
                "DTEND;TZID=Europe/Paris": "20270328T040000",
            },
        )
        report = run(calendar(twice, never))
        assert Session.objects.get().starts_at == datetime(
            2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC")
        )
        assert [entry["field"] for entry in report["rejected"]] == ["DTSTART"]
        assert "n’existe pas" in report["rejected"][0]["message"]

    def test_a_room_that_is_an_address_is_remote(self, run, course):
        run(calendar(event(LOCATION="Visio : https://visio.exemple.fr/x")))
        session = Session.objects.get()
        assert session.modality == Modality.REMOTE
        assert session.remote_url == "https://visio.exemple.fr/x"

    def test_a_commune_named_in_the_place(self, run, course):
        laon = TerritoryFactory(name="Laon", code="02408")
        TerritoryFactory(name="Mairieux", code="59370")
        run(calendar(event(LOCATION="Mairie\\, 02000 Laon")))
        assert Session.objects.get().territory == laon
        run(calendar(event("b", LOCATION="Mairie")))
        assert Session.objects.get(uid="b").territory is None

    def test_without_a_place_readers_are_told(self, run, course):
        report = run(calendar(event(LOCATION="")))
        assert counts(report) == (1, 1, 0, 0, 0)
        assert [entry["field"] for entry in report["warnings"]] == ["lieu"]

    def test_alarms_and_other_components_are_left(self, run, course):
        alarm = event() + "\nBEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:x\nEND:VALARM"
        todo = "BEGIN:VTODO\nUID:t\nSUMMARY:x\nEND:VTODO\n"
        assert counts(run(calendar(alarm, head=todo))) == (1, 1, 0, 0, 0)

    def test_identifiers_that_fit_no_address(self, run, course):
        odd = '/o=Outlook/cn=é "x" ' + "y" * 300
        run(calendar(event(odd)))
        assert Session.objects.get().uid.startswith("ics-")
        assert counts(run(calendar(event(odd)))) == (1, 0, 0, 1, 0)

    def test_without_identifier_it_is_known_by_its_start_and_place(self, run, course):
        assert counts(run(calendar(event("")))) == (1, 1, 0, 0, 0)
        assert counts(run(calendar(event("", STATUS="CANCELLED")))) == (1, 0, 1, 0, 0)
        assert counts(run(calendar(event("", LOCATION="Mairie")))) == (1, 1, 0, 0, 0)


class TestBrokenCalendars:
    def test_each_event_stands_alone(self, run, course):
        bad = [
            event("b", **{"DTSTART;TZID=Europe/Paris": "hier"}),
            event("c", **{"DTSTART;TZID=Europe/Paris": ""}),
            event("d", **{"DTEND;TZID=Europe/Paris": ""}),
            event("e", **{"DTEND;TZID=Europe/Paris": f"{YEAR}0301T090000"}),
            event("f", **{"DTSTART;TZID=Europe/Paris": "00010101T090000"}),
            event("g") + "\nBEGIN:VEVENT",
            "sans deux-points",
        ]
        report = run(calendar(event("a"), *bad, event("z")))
        assert set(Session.objects.values_list("uid", flat=True)) >= {"a", "z"}
        assert report["read"] == report["created"] + len(report["rejected"])
        assert all(entry["message"] for entry in report["rejected"])

    def test_lines_are_those_of_the_file(self, run, course):
        text = calendar(event("a"), event("b", **{"DTSTART;TZID=Europe/Paris": "x"}))
        [entry] = run(text)["rejected"]
        assert text.splitlines()[entry["line"] - 1] == "BEGIN:VEVENT"
        assert entry["line"] > 5

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_folds_in_the_middle_of_a_letter(self, run, course, end):
        text = calendar(event(LOCATION="Évaluer é")).replace("\n", end).encode()
        cut = text.index("é".encode(), text.index(b"LOCATION")) + 1
        run(text[:cut] + end.encode() + b" " + text[cut:])
        assert Session.objects.get().place == "Évaluer é"

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
    def test_encodings(self, run, course, encoding):
        text = calendar(event(LOCATION="Hôtel de ville à Béthune, près de l'église"))
        report = run(text.encode(encoding))
        assert Session.objects.get().place.startswith("Hôtel de ville à Béthune")
        assert report["encoding"]

    @pytest.mark.parametrize(
        ("content", "name", "word"),
        [
            (b"", "a.ics", "vide"),
            (b"bonjour", "a.ics", "agenda"),
            (b"%PDF-1.4", "a.ics", "texte"),
            (b"a;b\n1;2\n", "a.csv", "colonnes"),
            ("début\nBÃ©thune Ã©\n".encode(), "a.csv", "encodage"),
            (b"PK\x03\x04", "a.xlsx", "tableur"),
        ],
    )
    def test_files_that_are_none_are_refused_whole(self, run, content, name, word):
        assert word in run(content, name)["error"].lower()

    def test_a_parent_that_is_none(self, run):
        assert "error" in run(calendar(event()), "a.ics", "--parent=/fr/outils/")
        assert "error" in run(calendar(event()), "a.ics", "--parent=/fr/rien/")

    def test_deep_and_endless_components(self, run, course):
        deep = "BEGIN:VALARM\n" * 5000 + "END:VALARM\n" * 5000
        endless = "X-A:1\n" * 5000
        report = run(calendar(event() + "\n" + deep, event("b") + "\n" + endless))
        assert report["read"] == 2
        assert report["created"] + len(report["rejected"]) == 2

    @settings(
        max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        lines=st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        b"BEGIN:VCALENDAR",
                        b"BEGIN:VEVENT",
                        b"END:VEVENT",
                        b"BEGIN:VTIMEZONE",
                        b"END:VTIMEZONE",
                        b"BEGIN:VALARM",
                        b"END:VALARM",
                        b"UID:x",
                        b"DTSTART:20270302T090000",
                        b"DTSTART;VALUE=DATE:20270302",
                        b"DTEND:20270302T100000",
                        b"DURATION:P1D",
                        b"RRULE:FREQ=WEEKLY",
                        b"RRULE:FREQ=SECONDLY",
                        b"RECURRENCE-ID:20270302T090000",
                        b"EXDATE:20270309T090000",
                        b"SUMMARY:Calibrer les heures",
                        b" suite",
                    ]
                ),
                st.binary(max_size=30),
            ),
            max_size=30,
        )
    )
    def test_any_lines_give_a_report(self, course, lines):
        data = b"BEGIN:VCALENDAR\n" + b"\n".join(lines)
        request = ImportRequest(
            BytesIO(data), "a.ics", options={"page": str(course.pk)}, dry_run=True
        )
        try:
            report = import_sessions(request)
        except ImportRefused:
            return
        known = report.created + report.updated + report.unchanged
        assert known <= report.read == len(read_blocks(BytesIO(data)).events)


class TestRecurrences:
    def test_each_occurrence_is_a_session_and_one_record(self, run, course):
        report = run(calendar(event(RRULE="FREQ=WEEKLY;COUNT=5")))
        assert counts(report) == (1, 1, 0, 0, 0)
        assert [local(s) for s in Session.objects.all()][:2] == [
            "03-02 09:00",
            "03-09 09:00",
        ]
        assert Session.objects.count() == 5
        # Through the night when clocks change.
        assert {s.starts_at.astimezone(PARIS).hour for s in Session.objects.all()} == {
            9
        }
        assert counts(run(calendar(event(RRULE="FREQ=WEEKLY;COUNT=5")))) == (
            1,
            0,
            0,
            1,
            0,
        )

    def test_exceptions_and_moved_occurrences(self, run, course):
        master = event(
            RRULE="FREQ=WEEKLY;COUNT=3",
            **{"EXDATE;TZID=Europe/Paris": f"{YEAR}0309T090000"},
        )
        moved = event(
            **{
                "RECURRENCE-ID;TZID=Europe/Paris": f"{YEAR}0316T090000",
                "DTSTART;TZID=Europe/Paris": f"{YEAR}0317T140000",
                "DTEND;TZID=Europe/Paris": f"{YEAR}0317T160000",
            }
        )
        report = run(calendar(master, moved))
        assert [local(s) for s in Session.objects.all()] == [
            "03-02 09:00",
            "03-17 14:00",
        ]
        assert counts(report) == (2, 2, 0, 0, 0)
        assert counts(run(calendar(moved, master))) == (2, 0, 0, 2, 0)

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=DAILY;COUNT=1000000",
            "FREQ=DAILY",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        ],
    )
    def test_there_are_never_too_many(self, run, course, rule):
        report = run(calendar(event(RRULE=rule)))
        assert report["read"] == report["created"] == 1
        assert Session.objects.count() <= 104
        assert report["warnings"]

    @pytest.mark.parametrize(
        "rule",
        [
            "FREQ=SECONDLY;COUNT=1000000",
            "FREQ=HOURLY",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
            "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=15",
            "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
            "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2",
            "FREQ=DAILY;BYHOUR=9,10,11",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=RIEN",
            "n’importe quoi",
        ],
    )
    def test_rules_that_nobody_plans_by_are_said(self, run, course, rule):
        report = run(calendar(event(RRULE=rule)))
        assert counts(report) == (1, 0, 0, 0, 1)
        assert report["rejected"][0]["message"]
        assert not Session.objects.exists()

    @pytest.mark.parametrize(
        ("rule", "days"),
        [
            ("FREQ=MONTHLY;BYDAY=1TU;COUNT=3", ["03-02", "04-06", "05-04"]),
            ("FREQ=MONTHLY;COUNT=3", ["03-02", "04-02", "05-02"]),
            (
                "FREQ=WEEKLY;INTERVAL=2;UNTIL={y}0330T100000Z",
                ["03-02", "03-16", "03-30"],
            ),
        ],
    )
    def test_rules_of_trainers(self, run, course, rule, days):
        start = date(2027, 3, 2)
        lines = event(
            RRULE=rule.format(y=2027),
            **{
                "DTSTART;TZID=Europe/Paris": f"{start:%Y%m%d}T090000",
                "DTEND;TZID=Europe/Paris": f"{start:%Y%m%d}T100000",
            },
        )
        run(calendar(lines))
        assert [local(s)[:5] for s in Session.objects.all()] == days


class TestRoundTrip:
    def test_what_was_exported_is_known_again(self, run, course, index):
        laon = TerritoryFactory(name="Laon", code="02408")
        start = datetime(YEAR, 3, 2, 9, tzinfo=PARIS)
        sessions = [
            SessionFactory(
                course=course, starts_at=start, place="Mairie", territory=laon
            ),
            SessionFactory(course=course, modality=Modality.REMOTE, place=""),
            SessionFactory(course=course, cancelled=True),
            SessionFactory(course=course, starts_at=start + timedelta(days=1)),
        ]
        long = sessions[-1]
        long.set_parts(
            [
                Part(
                    long.starts_at + timedelta(days=d), long.ends_at + timedelta(days=d)
                )
                for d in (0, 7)
            ]
        )
        long.save()
        index()
        memory = current_memory()
        meetings = [meeting_of(s.uid, memory, "fr", ("public",)) for s in sessions]
        content = calendar_file(
            [m for m in meetings if m], "Agenda", site="https://a.fr"
        )
        report = run(content)
        assert report["read"] == 5
        assert not report["rejected"]
        assert report["created"] == 0
        assert Session.objects.count() == 4
        assert len(Session.objects.get(uid=long.uid).parts) == 2


@pytest.mark.real_data
def test_a_real_calendar_of_public_holidays(run, course, real_data) -> None:
    path = real_data / "agenda" / "jours_feries_metropole.ics"
    content = path.read_bytes()
    report = run(content, "a.ics", f"--parent={course.get_url()}")
    assert report["read"] == content.count(b"BEGIN:VEVENT") > 0
    assert report["created"] == report["read"]
    assert all(session.all_day for session in Session.objects.all())
    again = run(content, "a.ics", f"--parent={course.get_url()}")
    assert again["unchanged"] == report["read"]
