"""Serves the demonstration: the site and its worker, started and stopped together.

Run by `make demo` as ``python -m portal.operations.serving``; it is no server for
production, where each process has a supervisor of its own.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from portal.settings.environment import admin_path, data_folder

START_WITHIN = 90.0
STOP_WITHIN = 20.0


def main() -> int:
    host = os.environ.get("HOST") or "127.0.0.1"
    port = os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        say("PORT must be a number from 1 to 65535.")
        return 2
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - shown only
    shown = f"[{shown}]" if ":" in shown else shown
    address = f"http://{shown}:{port}"
    if not is_free(host, int(port)):
        say(f"Port {port} of {host} is taken. Choose another: make demo PORT=8001")
        return 1
    os.environ.setdefault("PORTAL_BASE_URL", address)
    os.environ.setdefault(
        "PORTAL_ALLOWED_HOSTS", ",".join(("localhost", "127.0.0.1", "[::1]", shown))
    )
    bound = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return serve(bound, address)


def serve(bound: str, address: str) -> int:
    """Start both processes, say where the site is, and wait for the end of either."""
    stopping = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.append(True))
    python = sys.executable
    options = ["--workers", "2", "--threads", "4", "--log-level", "warning"]
    commands = [
        [python, "-m", "gunicorn", "portal.wsgi", "--bind", bound, *options],
        [python, "manage.py", "worker"],
    ]
    processes = [subprocess.Popen(command) for command in commands]  # noqa: S603 - ours
    announced = False
    deadline = time.monotonic() + START_WITHIN
    try:
        while not stopping and all(p.poll() is None for p in processes):
            if not announced and answers(f"{address}/ready"):
                announced = True
                announce(address)
            elif not announced and time.monotonic() > deadline:
                say(f"The site did not answer within {START_WITHIN:.0f} seconds.")
                break
            time.sleep(0.2)
    finally:
        stop(processes)
    if stopping and announced:
        say("Stopped.")
        return 0
    return 0 if stopping else 1


def announce(address: str) -> None:
    password = Path(data_folder() / "demo-password").read_text().strip()
    say(
        f"""
  The portal     {address}/fr/
  The search     {address}/fr/recherche/
  Editing        {address}/{admin_path()}/
                 user demo, password {password}

  Ctrl-C stops it.
"""
    )


def stop(processes: list["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def is_free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - what the person at the terminal reads


if __name__ == "__main__":
    sys.exit(main())
