"""Files brought in the admin: run once, whatever stops, and not kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.imports import kinds, running
from portal.core.imports.columns import Column, Columns
from portal.core.imports.kinds import ImportKind, ImportRequest, register
from portal.core.imports.refusals import ImportRefused
from portal.core.imports.report import ImportReport, Outcome
from portal.core.imports.tables import open_table
from portal.core.imports.understanding import understood
from portal.core.models import ImportRun
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

State = ImportRun.State


class Names:
    """An import that keeps the names of a table in a list."""

    columns = Columns(Column("nom", "Nom", group="name"))

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.allowed = True
        self.fails = False

    def run(self, request: ImportRequest) -> ImportReport:
        if self.fails:
            raise RuntimeError("a fault of ours")
        table = open_table(request.file, self.columns, request.places)
        report = ImportReport(request.name, table.encoding, table.delimiter)
        report.headings, report.places = table.headings, dict(table.places)
        for record in table.records(report):
            request.on_progress(report.read, 2)
            new = record["nom"] not in self.kept
            outcome = Outcome.CREATED if new else Outcome.UNCHANGED
            report.count(outcome, record.line, record["nom"])
            if new and not request.dry_run:
                self.kept.append(record["nom"])
        return report


@pytest.fixture
def names(monkeypatch):
    found = Names()
    monkeypatch.setattr(kinds, "_kinds", {})
    register(
        ImportKind(
            "names",
            "Names",
            "",
            (".csv",),
            run=found.run,
            may_use=lambda user: found.allowed,
            columns=found.columns,
        )
    )
    return found


def brought(content: bytes = b"nom\nA\nB\n", **fields: object) -> ImportRun:
    return ImportRun.objects.create(
        kind="names",
        user=UserFactory(),
        file_name="a.csv",
        language="fr",
        content=content,
        **fields,
    )


def again(run: ImportRun) -> ImportRun:
    return ImportRun.objects.get(pk=run.pk)


class TestRuns:
    def test_a_file_is_checked_and_nothing_is_written(self, names):
        run = brought()
        assert running.run_next() == 1
        checked = again(run)
        assert (checked.state, names.kept) == (State.CHECKED, [])
        assert checked.report["created"] == 2
        assert [entry["value"] for entry in checked.report["changes"]] == ["A", "B"]
        assert bytes(checked.content) == b"nom\nA\nB\n"
        assert running.run_next() == 0

    def test_a_confirmed_file_is_imported_and_forgotten(self, names):
        run = brought(state=State.TO_WRITE)
        running.run_next()
        assert (again(run).state, names.kept) == (State.DONE, ["A", "B"])
        assert bytes(again(run).content) == b""

    def test_columns_said_by_hand_are_kept(self, names):
        run = brought(b"x\nA\n", places={"0": "nom"})
        running.run_next()
        assert again(run).report["created"] == 1

    def test_unknown_columns_are_told_with_their_headings(self, names):
        run = brought(b"x;y\nA;B\n")
        running.run_next()
        refused = again(run)
        assert (refused.state, refused.report["headings"]) == (
            State.REFUSED,
            ["x", "y"],
        )
        assert "colonnes" in refused.refusal

    def test_what_was_read_and_what_was_left_out_is_told(self, names):
        run = brought("Nom;Âge;\nA;3;\n".encode())
        running.run_next()
        assert dict(understood(again(run))) == {
            "Encodage": "utf-8",
            "Séparateur": "point-virgule",
            "Colonnes lues": "Nom",
            "Colonnes laissées de côté": "Âge",
            "Enregistrements lus": "1",
        }

    def test_a_right_lost_meanwhile_imports_nothing(self, names):
        names.allowed = False
        run = brought(state=State.TO_WRITE)
        running.run_next()
        assert (again(run).state, names.kept) == (State.REFUSED, [])

    def test_a_fault_of_ours_is_told_without_its_traceback(self, names, caplog):
        names.fails = True
        run = brought()
        running.run_next()
        assert again(run).state == State.REFUSED
        assert "RuntimeError" not in again(run).refusal
        assert "a fault of ours" in caplog.text

    def test_a_kind_that_is_gone(self, names):
        run = brought()
        ImportRun.objects.update(kind="gone")
        running.run_next()
        assert again(run).state == State.REFUSED


class TestLease:
    def test_two_workers_do_not_run_the_same_file(self, names):
        run = brought()
        assert run.lease(running.LEASE)
        assert not again(run).lease(running.LEASE)
        assert running.run_next() == 0

    def test_a_killed_worker_gives_it_up(self, names):
        run = brought(leased_until=timezone.now() - timedelta(seconds=1))
        assert running.run_next() == 1
        assert again(run).state == State.CHECKED

    def test_progress_keeps_the_lease(self, names, monkeypatch):
        monkeypatch.setattr(running, "TOLD_EVERY", 0)
        run = brought()
        seen = []

        def look(request: ImportRequest) -> ImportReport:
            request.on_progress(1, 2)
            seen.append((again(run).percent, again(run).leased_until))
            raise ImportRefused("stop")

        monkeypatch.setattr(
            running, "kind_named", lambda name: _with_run(kinds.kind_named(name), look)
        )
        running.run_next()
        percent, leased_until = seen[0]
        assert percent == 50
        assert leased_until > timezone.now()

    def test_large_files_wait_for_the_worker(self, names, monkeypatch):
        monkeypatch.setattr(running, "SMALL", 3)
        run = brought()
        running.run_if_small(run)
        assert again(run).state == State.TO_CHECK


def test_files_are_kept_a_day_and_reports_a_month(names):
    fresh, old, older = brought(), brought(), brought()
    for run, days in ((old, 2), (older, 31)):
        created_at = timezone.now() - timedelta(days=days)
        ImportRun.objects.filter(pk=run.pk).update(created_at=created_at)
    ImportRun.objects.forget_old()
    kept = {run.pk: bytes(run.content) for run in ImportRun.objects.all()}
    assert kept == {fresh.pk: b"nom\nA\nB\n", old.pk: b""}


def _with_run(kind: ImportKind | None, run) -> ImportKind:
    assert kind is not None
    return replace(kind, run=run)
