"""What is written in the logs, one object of JSON a line; secrets and personal data
never are.

A record keeps the fields named here and no other: what a library hangs on it (requests,
headers, forms) is left out. Texts are searched for what should not stand in them.
"""

import logging
import re
import time
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

# Set for the time of a request; empty in the worker and in commands.
request_id: ContextVar[str] = ContextVar("request_id", default="")

FIELDS = ("method", "route", "path", "status", "duration_ms", "user_id")
HIDDEN = "[…]"
LONGEST = 20_000
# A password of a few letters is also a word: hiding it would hide the rest.
SHORTEST_SECRET = 8
NOT_TO_BE_WRITTEN = (
    # Who signs in, in the address of a server; tokens that open an account.
    (re.compile(r"(?<=://)[^/\s@'\"]*@"), f"{HIDDEN}@"),
    (re.compile(r"(?<=/password_reset/confirm/)[^\s'\"]+"), HIDDEN),
    (re.compile(r"(?<=[?&])(?:q|email|token|key|lieu)=[^&\s'\"]*"), HIDDEN),
    # Databases quote the row that they refuse.
    (re.compile(r"(?:DETAIL|CONTEXT): .*"), HIDDEN),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), HIDDEN),
    (re.compile(r"(?<![\d.])(?:\+33 ?|0)[1-9](?:[ .-]?\d\d){4}(?!\d)"), HIDDEN),
)


class Discretion:
    """Takes out of texts what nobody may read in a log."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        longest_first = sorted(known, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")

    def __call__(self, text: str) -> str:
        text = self._secrets.sub(HIDDEN, text)
        for found, instead in NOT_TO_BE_WRITTEN:
            text = found.sub(instead, text)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}{HIDDEN}"


def without_path(message: str, record: logging.LogRecord) -> str:
    """Django names the path that failed, which visitors write as they please."""
    path = getattr(getattr(record, "request", None), "path", "")
    return message.replace(path, HIDDEN) if len(path) > 1 else message


class JsonLines(JsonFormatter):
    """For production. ``secrets`` are texts that may not stand in a line."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._discreet = Discretion(secrets)

    def format(self, record: logging.LogRecord) -> str:
        try:
            return super().format(record)
        except Exception as error:  # noqa: BLE001 - a log stops nobody's work
            message = f"A record could not be written ({type(error).__name__})"
            substitute = logging.LogRecord(
                record.name, record.levelno, record.pathname, 0, message, None, None
            )
            return super().format(substitute)

    def add_fields(
        self,
        log_data: LogData,
        record: logging.LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        written = datetime.fromtimestamp(record.created, tz=UTC)
        log_data["time"] = written.isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = without_path(record.message, record)
        if request := getattr(record, "request_id", "") or request_id.get():
            log_data["request_id"] = request
        for name in FIELDS:
            if (value := getattr(record, name, None)) is not None:
                log_data[name] = value
        for name in ("exc_info", "stack_info"):
            if name in message_dict:
                log_data[name] = message_dict[name]

    def process_log_record(self, log_data: LogData) -> LogData:
        return {
            name: value
            if isinstance(value, int | float)
            else self._discreet(f"{value}")
            for name, value in log_data.items()
        }


class TextLines(logging.Formatter):
    """For one person's terminal; as discreet."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._discreet = Discretion(secrets)

    def format(self, record: logging.LogRecord) -> str:
        return self._discreet(super().format(record))


class Seldom(logging.Filter):
    """Lets one record through in ``seconds``: what fails on each request says so once."""

    def __init__(self, seconds: float = 60) -> None:
        super().__init__()
        self.seconds = seconds
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self.seconds
        return True
