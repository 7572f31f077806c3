"""Runs the commands of the Dockerfile and of the compose file, as they are written, in
folders of their own: ``python -m tests.operations.image_rehearsal``.

For where no container engine is. Each stage is a root folder with the system of this
machine and its Python in place of the base image; the site then runs there as the
image's user, without new privileges, on a root that cannot be written, in a network
that has nothing else. What it does not show: the base image itself, and the servers.

Needs Linux, root, and the registry of packages for the first stage.
"""

import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from dockerfile_parse import DockerfileParser

PROJECT = Path(__file__).resolve().parents[2]
PYTHON = sys.base_prefix
PATH = f"{PYTHON}/bin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
SYSTEM = ("usr", "bin", "sbin", "lib", "lib64")
PASSED = ("PIP_INDEX_URL", "PIP_CERT", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY")
PATIENCE = 90.0
PAGE = """
import sys
from urllib.request import Request, urlopen
headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "br"}
with urlopen(Request("http://127.0.0.1:8000" + sys.argv[1], headers=headers)) as got:
    print(got.status, got.headers["Content-Encoding"], got.headers["Cache-Control"])
"""
Process = subprocess.Popen[bytes]


class Stage:
    """A stage of the Dockerfile, in a root folder where its commands run."""

    def __init__(self, base: str, folder: Path) -> None:
        self.name = base.partition(" AS ")[2]
        self.root = folder / (self.name or "final")
        self.environment = {"PATH": PATH}
        self.last: dict[str, str] = {}
        for name in ("app", "opt", "proc", "dev", PYTHON[1:], *SYSTEM):
            (self.root / name).mkdir(parents=True)
        (self.root / "tmp").mkdir()
        (self.root / "tmp").chmod(0o1777)
        shutil.copytree("/etc", self.root / "etc", symlinks=True)

    def command(
        self, words: list[str], *, closed: bool = False, **more: str
    ) -> list[str]:
        """``words`` in this root; ``closed`` takes away the network, the rights of
        root, and all writing but in the volume and /tmp."""
        root = self.root
        mounts = [
            *(f"mount --rbind /{name} {root / name}" for name in SYSTEM),
            f"mount --bind {PYTHON} {root}{PYTHON}",
            f"mount --rbind /dev {root}/dev",
            f"mount -t proc none {root}/proc",
        ]
        if closed:
            mounts = [
                f"mount --bind {root} {root}",
                *mounts,
                f"mount --bind {root}/data {root}/data",
                f"mount -t tmpfs none {root / 'tmp'}",
                f"mount -o remount,ro,bind {root}",
                "ip link set lo up",
            ]
        user = [f"--userspec={self.last['USER']}"] if closed else []
        given = [f"{k}={v}" for k, v in {**self.environment, **more}.items()]
        start = ["sh", "-c", 'cd /app && exec "$0" "$@"', *words]
        inside = shlex.join(["chroot", *user, str(root), "env", "-i", *given, *start])
        script = " && ".join([*mounts, f"exec setpriv --no-new-privs {inside}"])
        unshared = ["--mount", "--pid", "--fork", "--kill-child"]
        unshared += ["--net"] if closed else []
        return ["unshare", *unshared, "sh", "-c", script]

    def run(self, text: str) -> None:
        say(f"RUN {text[:90]}")
        shell = json.loads(self.last.get("SHELL", '["/bin/sh", "-c"]'))
        given = {name: os.environ[name] for name in PASSED if name in os.environ}
        subprocess.run(self.command([*shell, text], **given), check=True)

    def copy(self, text: str, stages: dict[str, "Stage"]) -> None:
        *sources, target = text.split()
        if sources[0].startswith("--from="):
            origin = stages[sources[0].removeprefix("--from=")].root
            source = origin / sources[1].lstrip("/")
            copied = self.root / target.lstrip("/")
            shutil.copytree(source, copied, symlinks=True, dirs_exist_ok=True)
            return
        rules = (PROJECT / ".dockerignore").read_text().splitlines()
        left_out = [rule.removeprefix("**/") for rule in rules if rule[:3] == "**/"]
        if sources == ["."]:
            sources = [rule[1:] for rule in rules if rule.startswith("!")]
        for name in sources:
            source = PROJECT / name
            if source.is_dir():
                ignored = shutil.ignore_patterns(*left_out)
                shutil.copytree(source, self.root / "app" / name, ignore=ignored)
            else:
                shutil.copy(source, self.root / "app" / name)


def build(folder: Path) -> Stage:
    """Do what the Dockerfile says; return its last stage."""
    stages: dict[str, Stage] = {}
    with (PROJECT / "Dockerfile").open("rb") as file:
        structure = DockerfileParser(fileobj=file).structure
    for step in structure:
        instruction, text = step["instruction"], step["value"]
        if instruction == "FROM":
            stage = Stage(text, folder)
            stages[stage.name] = stage
        elif instruction == "ENV":
            for pair in shlex.split(text):
                name, _, value = pair.partition("=")
                stage.environment[name] = value.replace("$PATH", PATH)
        elif instruction == "COPY":
            stage.copy(text, stages)
        elif instruction == "RUN":
            stage.run(text)
        elif instruction != "COMMENT":
            stage.last[instruction] = text
    return stage


def rehearse(final: Stage) -> None:
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    services: dict[str, Any] = compose["services"]
    given = {
        "PORTAL_SECRET_KEY": secrets.token_urlsafe(48),
        "PORTAL_ALLOWED_HOSTS": "127.0.0.1",
        "PORTAL_BASE_URL": "https://portail.example.org",
    }

    def closed(words: list[str], **changed: str) -> list[str]:
        return final.command(words, closed=True, **{**given, **changed})

    serve = json.loads(final.last["CMD"])
    for secret in ("", "x" * 50, "django-insecure-" + "0123456789" * 5):
        refused = subprocess.run(
            closed(serve, PORTAL_SECRET_KEY=secret), capture_output=True, text=True
        )
        check("a secret that everyone knows is refused", refused.returncode != 0)
        check("the refusal names it", "PORTAL_SECRET_KEY is missing" in refused.stderr)
    check("nothing is written beside the code", not succeeds(closed(["touch", "x"])))
    with timed("prepare"):
        subprocess.run(closed(services["prepare"]["command"]), check=True)

    with running(closed(serve)) as (process, inside):
        healthy = json.loads(final.last["HEALTHCHECK"].partition("CMD ")[2])
        with timed("web: ready"):
            wait(lambda: succeeds([*inside, *healthy]))
        page = [*inside, "python", "-c", PAGE]
        check("a page is served", output([*page, "/fr/"]).startswith("200 "))
        style = next((final.root / "opt/static/css").glob("portal.*.css")).name
        said = output([*page, f"/static/css/{style}"])
        check("styles are compressed", said.startswith("200 br "))
        check("styles are kept for ever", "immutable" in said)
        with timed("web: SIGTERM"):
            check("web stops when asked", stop(process) == 0)

    worker = services["worker"]
    with running(closed(worker["command"])) as (process, inside):
        test = worker["healthcheck"]["test"][1].replace("$$", "$")
        wait(lambda: succeeds([*inside, "sh", "-c", test]))
        check("the worker is found alive", True)
        with timed("worker: SIGTERM"):
            check("the worker stops when asked", stop(process) == 0)


@contextmanager
def running(command: list[str]) -> Iterator[tuple[Process, list[str]]]:
    """The process, and the words before a command to run beside it."""
    process = subprocess.Popen(command)
    try:
        wait(lambda: bool(children(process)))
        target = f"{children(process)[0]}"
        enter = ["nsenter", "--target", target, "--mount", "--net", "--root"]
        yield process, [*enter, "env", f"PATH=/opt/venv/bin:{PATH}"]
    finally:
        process.kill()
        process.wait()


def children(process: Process) -> list[int]:
    """``unshare --fork`` starts the command as its child, number 1 of its own."""
    text = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return [int(child) for child in text.split()]


def stop(process: Process) -> int:
    os.kill(children(process)[0], signal.SIGTERM)
    return process.wait(timeout=PATIENCE)


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


def output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True).stdout


def wait(held: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not held():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.3)


@contextmanager
def timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - started:.1f} s")


def check(what: str, held: bool) -> None:
    assert held, what
    say(f"ok: {what}")


def say(text: str) -> None:
    print(f"== {text}", flush=True)  # noqa: T201 - a command's output


def main() -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        sys.exit("Root on Linux is needed: each stage has a root folder of its own.")
    with tempfile.TemporaryDirectory(prefix="image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with timed("build"):
            final = build(folder)
        rehearse(final)
    say("The image's commands do what they should.")


if __name__ == "__main__":
    main()
