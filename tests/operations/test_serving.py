import os
import signal
import socket
import sys

import pytest

from portal.operations import serving
from portal.operations.serving import Address, CannotServe

WAITS = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDS = [sys.executable, "-c", ""]


class TestAddress:
    @pytest.fixture(autouse=True)
    def bare(self, monkeypatch):
        for name in ("HOST", "PORT", "PORTAL_BASE_URL", "PORTAL_ALLOWED_HOSTS"):
            monkeypatch.delenv(name, raising=False)
        return monkeypatch

    def test_is_this_machine_unless_told_otherwise(self):
        address = Address.from_environment()
        assert address.url == "http://127.0.0.1:8000"

    @pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000x"])
    def test_refuses_what_is_no_port(self, bare, port):
        bare.setenv("PORT", port)
        with pytest.raises(CannotServe, match="PORT"):
            Address.from_environment()

    def test_a_taken_port_is_said_before_anything_is_done(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with pytest.raises(CannotServe, match="make demo PORT="):
                Address("127.0.0.1", taken.getsockname()[1]).check_free()

    def test_the_site_answers_at_the_name_it_is_given(self):
        given = Address("portail.lan", 80).environment()
        assert "portail.lan" in given["PORTAL_ALLOWED_HOSTS"].split(",")
        assert given["PORTAL_BASE_URL"] == "http://portail.lan:80"

    def test_what_people_set_stays(self, bare):
        bare.setenv("PORTAL_ALLOWED_HOSTS", "chosen.example.org")
        given = Address("127.0.0.1", 80).environment()
        assert given["PORTAL_ALLOWED_HOSTS"] == "chosen.example.org"

    def test_an_address_in_version_6_is_typed_in_brackets(self):
        assert Address("::1", 80).bound == "[::1]:80"
        assert Address("::1", 80).url == "http://[::1]:80"


class TestServing:
    @pytest.fixture(autouse=True)
    def handlers(self):
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        kept = {number: signal.getsignal(number) for number in numbers}
        yield
        for number, handler in kept.items():
            signal.signal(number, handler)

    @pytest.fixture
    def run(self, monkeypatch):
        started = []
        popen = serving.subprocess.Popen

        def start(command, **options):
            started.append(popen(command, **options))
            return started[-1]

        monkeypatch.setattr(serving.subprocess, "Popen", start)

        def run(commands, on_ready=lambda: None, ready=True):
            monkeypatch.setattr(serving, "_commands", lambda address: commands)
            monkeypatch.setattr(serving, "_answers", lambda url: ready)
            stopped = serving.serve(Address("127.0.0.1", 80), on_ready=on_ready)
            assert all(process.returncode is not None for process in started)
            return stopped

        return run

    def test_a_signal_stops_both(self, run):
        assert run([WAITS, WAITS], lambda: os.kill(os.getpid(), signal.SIGTERM))

    def test_the_end_of_one_stops_the_other(self, run):
        assert not run([WAITS, ENDS], ready=False)

    def test_a_site_that_never_answers_is_given_up(self, run, monkeypatch):
        monkeypatch.setattr(serving, "START_WITHIN", 0.0)
        with pytest.raises(CannotServe, match="did not answer"):
            run([WAITS, WAITS], ready=False)
