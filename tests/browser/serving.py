"""A site prepared and served as `make demo` does it: gunicorn, files named by their
digest and compressed, starter content, examples, index.

Preparing it takes a minute, so it is kept under ``var/tests`` until what decides of it
changes; each run works on a copy. With REQUIRE_ALL=1 nothing is kept.
"""

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

from tests.plugins.completeness import required
from tests.plugins.database import tables_digest
from tests.plugins.database_copies import FOLDER, tables_file

SITES = FOLDER / "sites"
DATABASE = "portal.sqlite3"
STARTS_WITHIN = 120.0
# What decides of the tables, the content and the index; files of pages and templates
# are looked at on each run.
DECIDING = (
    "requirements.lock",
    "locale/*/LC_MESSAGES/*.po",
    "portal/**/*.py",
    "portal/starter/content/**/*.*",
    "directory/**/*.py",
    "knowledge/**/*.py",
    "search/**/*.py",
    "training/**/*.py",
)
# The suite's own settings are not the site's.
OWN = ("PORTAL_", "DJANGO_", "DATABASE_URL", "SEARCH_URL", "CACHE_URL", "EMAIL_URL")


def environment(folder: Path) -> dict[str, str]:
    """What `make demo` gives to its processes."""
    given = {
        name: text for name, text in os.environ.items() if not name.startswith(OWN)
    }
    return {
        **given,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PORTAL_DEBUG": "0",
        "PORTAL_DATA_DIR": str(folder),
    }


def manage(folder: Path, *command: str) -> None:
    """Run a command of the site; what it said is told when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.PROJECT,
        env=environment(folder),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def make_site(folder: Path) -> None:
    """Fill ``folder`` with a site of this run's own."""
    if required():
        manage(folder, "prepare", "--demo")
        return
    prepared = SITES / _digest()
    with _alone():
        _prepare(prepared)
        shutil.copytree(
            prepared,
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("static"),
        )
    (folder / "static").symlink_to(prepared / "static")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the site of ``folder``; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    command = ["tests.browser.failing:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--threads", "4", "--log-level", "warning"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *command, *options],
            cwd=settings.PROJECT,
            env=environment(folder),
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + STARTS_WITHIN
        while not _answers(f"{address}/ready"):
            ended = process.poll() is not None or time.monotonic() > deadline
            assert not ended, f"The site did not start:\n{log.read_text()}"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _prepare(folder: Path) -> None:
    if not folder.exists():
        older = sorted(SITES.glob("*"), key=os.path.getmtime)
        for forgotten in older[:-2]:
            shutil.rmtree(forgotten)
        folder.mkdir()
        digest = tables_digest()
        if digest and (tables := tables_file(digest)).exists():
            shutil.copy(tables, folder / DATABASE)
        for part in ("static", "stamps") if older else ():
            shutil.copytree(older[-1] / part, folder / part, symlinks=True)
    try:
        manage(folder, "prepare", "--demo")
    except BaseException:
        shutil.rmtree(folder)
        raise


def _digest() -> str:
    digest = hashlib.sha256()
    for pattern in DECIDING:
        for path in sorted(settings.PROJECT.glob(pattern)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time prepares."""
    SITES.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "sites.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as response:  # noqa: S310 - our own
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
