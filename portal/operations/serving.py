"""Serves the demonstration: the site and its worker, started and stopped together.

No server for production, where each process has a supervisor of its own.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import urlopen

START_WITHIN = 90.0
STOP_WITHIN = 20.0
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - recognised, never bound by ourselves


class CannotServe(Exception):
    """Says to the person at the terminal what is wrong and what to do."""


@dataclass(frozen=True)
class Address:
    """Where the site listens; ``url`` is what to type in a browser."""

    host: str
    port: int

    @classmethod
    def from_environment(cls) -> "Address":
        """HOST and PORT, as `make demo` gives them."""
        port = os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CannotServe("PORT must be a number from 1 to 65535.")
        return cls(os.environ.get("HOST") or "127.0.0.1", int(port))

    @property
    def bound(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in EVERYWHERE else self.host
        return f"http://{_bracketed(shown)}:{self.port}"

    def check_free(self) -> None:
        try:
            family = socket.getaddrinfo(self.host, self.port)[0][0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self.host, self.port))
        except OSError as error:
            message = (
                f"{self.bound} cannot be used ({error.strerror})."
                " Choose another: make demo PORT=8001"
            )
            raise CannotServe(message) from error

    def environment(self) -> dict[str, str]:
        """What the served processes need to know of it; what was given stays."""
        hosts = ["localhost", "127.0.0.1", "[::1]", _bracketed(self.host)]
        return {
            "PORTAL_BASE_URL": self.url,
            "PORTAL_ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts)),
            **os.environ,
        }


def serve(address: Address, *, on_ready: Callable[[], None]) -> bool:
    """Run site and worker until a signal, then stop both; whether a signal ended it."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda signum, _frame: stopping.append(signum))
    processes = [
        subprocess.Popen(command, env=address.environment())  # noqa: S603 - our own
        for command in _commands(address)
    ]
    announced = False
    deadline = time.monotonic() + START_WITHIN
    try:
        while not stopping and all(process.poll() is None for process in processes):
            if not announced and _answers(f"{address.url}/ready"):
                announced = True
                on_ready()
            elif not announced and time.monotonic() > deadline:
                message = f"The site did not answer within {START_WITHIN:.0f} seconds."
                raise CannotServe(message)
            time.sleep(0.2)
    finally:
        _stop(processes)
    return bool(stopping)


def _commands(address: Address) -> list[list[str]]:
    options = ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    options += ["--limit-request-line", "8190"]  # as in production
    return [
        [
            *[sys.executable, "-m", "gunicorn", "portal.wsgi"],
            *["--bind", address.bound, *options],
        ],
        [sys.executable, "manage.py", "worker"],
    ]


def _stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
