import os
import signal
import threading

import pytest
from django.core.management import call_command

from portal.operations import jobs, worker
from portal.operations.worker import Task, Worker


def failing() -> int:
    raise ValueError("broken")


def waiting() -> int:
    raise jobs.Waiting


class TestATask:
    def test_its_failure_is_logged_and_stops_nothing(self, caplog):
        task = Task("Example", failing, every=1.0)
        assert task.attempt() == 0
        assert "Example" in caplog.text

    def test_slows_down_while_it_fails(self, monkeypatch):
        monkeypatch.setattr(worker.random, "uniform", lambda low, high: high)
        task = Task("Example", failing, every=1.0)
        pauses = []
        for _ in range(8):
            task.attempt()
            pauses.append(task.next_at)
        assert task.misses == 8
        assert pauses == sorted(pauses)
        assert task.next_at <= worker.time.monotonic() + worker.LONGEST_PAUSE

    def test_those_who_fail_together_do_not_come_back_together(self):
        tasks = [Task("Example", failing, every=60.0) for _ in range(5)]
        for task in tasks:
            task.attempt()
        ahead = [task.next_at - worker.time.monotonic() for task in tasks]
        assert max(ahead) - min(ahead) > 0.1

    def test_waiting_is_no_fault(self, caplog):
        Task("Example", waiting, every=1.0).attempt()
        assert caplog.text == ""

    def test_is_done_again_at_once_while_there_is_work(self):
        task = Task("Example", lambda: 5, every=60.0)
        task.attempt()
        assert task.next_at == 0


@pytest.mark.django_db
class TestOnce:
    def test_says_what_was_done(self, capsys):
        call_command("worker", once=True)
        printed = capsys.readouterr().out
        for name in ("Index", "Publication", "Passed dates", "Mails"):
            assert f"{name}: 0" in printed

    def test_ends_with_an_error_when_a_job_failed(self, monkeypatch, capsys):
        monkeypatch.setattr(worker, "send_one_mail", failing)
        with pytest.raises(SystemExit):
            call_command("worker", once=True)
        assert "Mails" in capsys.readouterr().err


class TestStopping:
    @pytest.fixture
    def handlers(self):
        kept = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
        yield
        for number, handler in kept.items():
            signal.signal(number, handler)

    @pytest.fixture
    def idle(self, monkeypatch):
        """No job touches the database; the first turn asks the process to stop."""
        turns = []

        def turn() -> int:
            turns.append(threading.current_thread())
            os.kill(os.getpid(), signal.SIGTERM)
            return 0

        for name in ("recheck_passed_dates", "send_one_mail"):
            monkeypatch.setattr(worker, name, lambda: 0)
        monkeypatch.setattr(worker.ScheduledPublication, "run", lambda self: 0)
        monkeypatch.setattr(worker, "bring_index_up_to_date", turn)
        monkeypatch.setattr(worker, "close_old_connections", lambda: None)
        monkeypatch.setattr(worker.connections, "close_all", lambda: None)
        return turns

    def test_a_signal_ends_the_turn_and_leaves(self, idle, handlers):
        call_command("worker")
        assert len(idle) == 1

    def test_each_turn_leaves_a_sign_of_life(self, idle, handlers, tmp_path):
        call_command("worker", alive=tmp_path / "alive")
        assert (tmp_path / "alive").exists()

    def test_a_slow_mail_server_does_not_delay_the_index(self, monkeypatch, idle):
        in_mail, index_done = threading.Event(), threading.Event()

        def slow_mail() -> int:
            in_mail.set()
            index_done.wait(timeout=10)
            return 0

        def index() -> int:
            in_mail.wait(timeout=10)
            index_done.set()
            running.stop()
            return 0

        monkeypatch.setattr(worker, "send_one_mail", slow_mail)
        monkeypatch.setattr(worker, "bring_index_up_to_date", index)
        running = Worker()
        running.run()
        assert index_done.is_set()


@pytest.mark.django_db
class TestIndex:
    def test_an_engine_that_is_down_makes_it_wait(self, monkeypatch):
        monkeypatch.setattr(jobs, "drain", lambda limit: 0)
        monkeypatch.setattr(jobs, "pending_entries", lambda limit: ["entry"])
        with pytest.raises(jobs.Waiting):
            jobs.bring_index_up_to_date()
