"""Reads the environment once; a wrong value stops the start.

The message names the variable and the form that is expected, never the value:
several of them carry a password.
"""

import os
import re
import warnings
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator, validate_email

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parents[2]
env = environ.Env()

BASE_URL_FORM = re.compile(r"https?://[^\s/@?#]+")
# As Django compares them: a name, ".name" with what lies below it, or "*".
HOST_FORM = re.compile(
    r"\*|\.?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]", re.IGNORECASE
)
BOOLEANS = {"1", "yes", "on", "true"}
ADMIN_PATH_FORM = re.compile(r"[a-z0-9][a-z0-9-]*")


def read(name: str, parse: Callable[[str], T], *, form: str) -> T:
    """Return ``parse(name)``, or stop with the variable's name and its form."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they quote the value too
            return parse(name)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ImproperlyConfigured,
        ValidationError,
    ):
        message = f"{name} is missing or not understood. Expected: {form}."
        # The cause is left out: it often quotes the value.
        raise ImproperlyConfigured(message) from None


def data_folder() -> Path:
    folder = Path(env.str("PORTAL_DATA_DIR", default=str(PROJECT / "var"))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError
    except OSError:
        message = "PORTAL_DATA_DIR must name a folder that can be made and written."
        raise ImproperlyConfigured(message) from None
    return folder


def static_folder(data: Path) -> Path:
    """Where the files of the pages are collected; an image brings its own."""
    return Path(env.str("PORTAL_STATIC_DIR", default=str(data / "static"))).resolve()


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for the default database.

    SQLite writes ahead and takes its write lock when a transaction starts, so that
    two editors wait for each other instead of failing ("database is locked").
    """

    def parse(name: str) -> dict[str, Any]:
        config = environ.Env.db_url_config(env.str(name, "sqlite:///portal.sqlite3"))
        known = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
        if config["ENGINE"] not in known or not config["NAME"]:
            raise ValueError
        return dict(config)

    config = read(
        "DATABASE_URL",
        parse,
        form="sqlite:///file.sqlite3 or postgres://user:password@host:port/name",
    )
    if config["ENGINE"].endswith("sqlite3"):
        if config["NAME"] != ":memory:":
            config["NAME"] = str(folder / config["NAME"])
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-32000;"
            ),
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        config["CONN_MAX_AGE"] = 60
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "connect_timeout": 5,
            "options": f"-c lock_timeout=5s -c statement_timeout={_statement_time()}s",
        }
    return config


def _statement_time() -> int:
    """Seconds; the web server asks for less (see portal/wsgi.py)."""
    return read(
        "PORTAL_STATEMENT_TIMEOUT",
        lambda name: env.int(name, 300),
        form="a number of seconds, 0 for no limit",
    )


def admin_path() -> str:
    def parse(name: str) -> str:
        value = env.str(name, "gestion").strip("/")
        if not ADMIN_PATH_FORM.fullmatch(value):
            raise ValueError
        return value

    return read(
        "PORTAL_ADMIN_PATH",
        parse,
        form="one part of an address in lower case, such as gestion",
    )


def base_url() -> str:
    def parse(name: str) -> str:
        value = env.str(name, "http://localhost:8000").rstrip("/")
        if not BASE_URL_FORM.fullmatch(value):
            raise ValueError
        return value

    return read("PORTAL_BASE_URL", parse, form="https://host, as visitors type it")


def from_email() -> str:
    def parse(name: str) -> str:
        value = env.str(name, "portail@localhost")
        validate_email(parseaddr(value)[1])
        return value

    return read("PORTAL_FROM_EMAIL", parse, form="address@host, or Name <address@host>")


def contact() -> str:
    def parse(name: str) -> str:
        value = env.str(name, "")
        if value.startswith("https://"):
            URLValidator(schemes=["https"])(value)
        elif value:
            validate_email(value)
        return value

    return read("PORTAL_CONTACT", parse, form="address@host, or https://host/form")


def secret_key() -> str:
    def parse(name: str) -> str:
        value = env.str(name)
        guessed = value.startswith("django-insecure-") or len(set(value)) < 10
        if len(value) < 32 or guessed:
            raise ValueError
        return value

    return read(
        "PORTAL_SECRET_KEY", parse, form="at least 32 random characters, kept secret"
    )


def mail() -> dict[str, Any]:
    return read(
        "EMAIL_URL",
        lambda name: environ.Env.email_url_config(env.str(name, "consolemail://")),
        form="smtp+tls://user:password@host:port, or consolemail:// to print mails",
    )


def cache() -> dict[str, Any]:
    """Django's settings for the cache. One on a server that is away is an empty cache,
    and no page waits for it longer than a second."""

    def parse(name: str) -> dict[str, Any]:
        config = dict(environ.Env.cache_url_config(env.str(name, "locmemcache://")))
        if "redis" in config["BACKEND"]:
            config["BACKEND"] = "django_redis.cache.RedisCache"
            config["OPTIONS"] = {
                **config.get("OPTIONS", {}),
                "IGNORE_EXCEPTIONS": True,
                "SOCKET_CONNECT_TIMEOUT": 1,
                "SOCKET_TIMEOUT": 1,
            }
        return config

    return read("CACHE_URL", parse, form="locmemcache:// or rediscache://host:port/1")


def secrets() -> list[str]:
    """What may not stand in a log: the key, and the passwords of addresses."""
    found = [env.str("PORTAL_SECRET_KEY", "")]
    for name in ("DATABASE_URL", "SEARCH_URL", "CACHE_URL", "EMAIL_URL"):
        # As it is written, and as it is meant.
        _, _, given = (
            env.str(name, "").partition("://")[2].rpartition("@")[0].partition(":")
        )
        found += [given, unquote(given)]
    return [secret for secret in found if secret]


def boolean(name: str, *, default: bool) -> bool:
    def parse(name: str) -> bool:
        value = env.str(name, str(default)).lower()
        if value not in {*BOOLEANS, "0", "no", "off", "false"}:
            raise ValueError
        return value in BOOLEANS

    return read(name, parse, form="true or false")


def allowed_hosts() -> list[str]:
    def parse(name: str) -> list[str]:
        hosts = [host.strip() for host in env.str(name).split(",") if host.strip()]
        if not hosts or not all(map(HOST_FORM.fullmatch, hosts)):
            raise ValueError
        return hosts

    return read("PORTAL_ALLOWED_HOSTS", parse, form="host names separated by commas")


def whole_number(name: str, *, default: int | None, least: int = 0) -> int | None:
    def parse(name: str) -> int | None:
        value = env.int(name, default)
        if value is not None and value < least:
            raise ValueError
        return None if value is None else int(value)

    return read(name, parse, form=f"a whole number from {least}")
