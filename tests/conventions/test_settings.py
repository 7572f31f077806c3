"""Base settings are those of production; the environment is read once and strictly."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import boolean
from tests.conventions.project_files import PROJECT, text_of

SECRET = "hunter2-of-production"
PRODUCTION = {
    "PORTAL_SECRET_KEY": "k" * 50 + "0123456789abcdefghij",
    "PORTAL_ALLOWED_HOSTS": "portail.example.org",
}
WRONG = [
    ("PORTAL_SECRET_KEY", SECRET),
    ("PORTAL_ADMIN_PATH", f"../{SECRET}"),
    ("PORTAL_BASE_URL", SECRET),
    ("PORTAL_FROM_EMAIL", SECRET),
    ("PORTAL_CONTACT", SECRET),
    ("DATABASE_URL", f"mysql://portal:{SECRET}@db/portal"),
    ("DATABASE_URL", SECRET),
    ("DATABASE_URL", "postgres://"),
    ("PORTAL_ALLOWED_HOSTS", " , "),
    ("PORTAL_ALLOWED_HOSTS", f"https://{SECRET}/"),
    ("PORTAL_ALLOWED_HOSTS", f"{SECRET} {SECRET}"),
    ("DATABASE_URL", f"postgres://portal:{SECRET}@db:port/portal"),
    ("SEARCH_SHARDS", f"-1{SECRET}"),
    ("SEARCH_REPLICAS", SECRET),
    ("CACHE_URL", f"unknown://{SECRET}@cache"),
    ("EMAIL_URL", f"pigeon://portal:{SECRET}@mail"),
    ("EMAIL_URL", f"smtp://portal:{SECRET}@mail:port"),
    ("PORTAL_DATA_DIR", f"/dev/null/{SECRET}"),
]


@pytest.fixture
def environment(monkeypatch, tmp_path):
    for name in {name for name, _value in WRONG} | {"PORTAL_ALLOWED_HOSTS"}:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**PRODUCTION, "PORTAL_DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def base() -> dict[str, object]:
    return runpy.run_path(str(PROJECT / "portal" / "settings" / "base.py"))


class TestProduction:
    def test_starts_with_a_secret_and_a_host(self, environment):
        settings = base()
        assert settings["DEBUG"] is False
        assert settings["SECURE_SSL_REDIRECT"]
        assert settings["SESSION_COOKIE_SECURE"]
        assert settings["ALLOWED_HOSTS"] == ["portail.example.org"]

    @pytest.mark.parametrize("name", PRODUCTION)
    def test_refuses_to_start_without(self, environment, name):
        environment.delenv(name)
        with pytest.raises(ImproperlyConfigured, match=name):
            base()

    def test_ignores_debug(self, environment):
        environment.setenv("PORTAL_DEBUG", "1")
        assert base()["DEBUG"] is False


class TestAWrongValue:
    @pytest.mark.parametrize(("name", "value"), WRONG)
    def test_stops_the_start_and_is_not_shown(self, environment, name, value):
        environment.setenv(name, value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            base()
        message = str(refusal.value)
        assert name in message
        assert SECRET not in message

    def test_is_in_no_traceback(self, tmp_path):
        done = subprocess.run(
            [sys.executable, "-c", "import portal.settings.base"],
            cwd=PROJECT,
            env={
                "PATH": os.environ["PATH"],
                **PRODUCTION,
                "PORTAL_DATA_DIR": str(tmp_path),
                "DATABASE_URL": f"postgres://portal:{SECRET}@db:port/portal",
            },
            capture_output=True,
            text=True,
        )
        assert done.returncode != 0
        assert "DATABASE_URL" in done.stderr
        assert SECRET not in done.stderr


def test_the_deployment_check_is_clean(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            **PRODUCTION,
            "PORTAL_DATA_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_readme_tells_each_variable():
    read = set(
        re.findall(
            r'"((?:PORTAL|TEST)_[A-Z_]+|[A-Z]+_URL)"',
            "".join(
                text_of(f"portal/settings/{name}.py")
                for name in ("base", "dev", "environment")
            ),
        )
    )
    untold = {name for name in read if f"`{name}`" not in text_of("README.md")}
    assert untold == set()


class TestSwitches:
    @pytest.mark.parametrize(
        ("value", "on"), [("1", True), ("True", True), ("0", False), ("off", False)]
    )
    def test_are_read(self, monkeypatch, value, on):
        monkeypatch.setenv("PORTAL_DEBUG", value)
        assert boolean("PORTAL_DEBUG", default=not on) is on

    def test_are_never_guessed(self, monkeypatch):
        monkeypatch.setenv("PORTAL_DEBUG", "maybe")
        with pytest.raises(ImproperlyConfigured, match="PORTAL_DEBUG"):
            boolean("PORTAL_DEBUG", default=True)
