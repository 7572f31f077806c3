"""Logs say what happened and to which request; never a secret nor a personal datum."""

import json
import logging
import logging.config
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from portal.operations.logs import JsonLines, Seldom, TextLines, request_id

KEY = "k3y-of-production-0123456789"


def written(record: logging.LogRecord) -> dict[str, Any]:
    line = JsonLines([KEY]).format(record)
    assert "\n" not in line
    assert line.isascii()
    return json.loads(line)


def record(message: Any = "Done", *args: Any, **extra: Any) -> logging.LogRecord:
    error = extra.pop("error", None)
    info = (type(error), error, None) if error else None
    made = logging.LogRecord("portal.x", logging.INFO, __file__, 1, message, args, info)
    made.__dict__.update(extra)
    return made


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError("no text")

    __repr__ = __str__


class TestALine:
    def test_says_when_how_grave_and_where_from(self):
        line = written(record("Done in %d s", 3))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", line["time"])
        assert (line["level"], line["logger"]) == ("INFO", "portal.x")
        assert line["message"] == "Done in 3 s"

    def test_carries_the_request_that_it_belongs_to(self):
        token = request_id.set("abc-12345678")
        try:
            assert written(record())["request_id"] == "abc-12345678"
        finally:
            request_id.reset(token)
        assert "request_id" not in written(record())

    @given(st.text())
    def test_is_one_line_whatever_is_said(self, said):
        assert isinstance(written(record("%s", said))["message"], str)

    def test_cannot_be_forged(self):
        line = written(record("Hello\n{'level': 'ERROR'}\r\n\x1b[2K"))
        assert line["level"] == "INFO"

    @pytest.mark.parametrize(
        "bad",
        [
            record("%d and %d", "one"),
            record("%s", Unprintable()),
            record(Unprintable()),
            record(status=Unprintable()),
            record(path={1, 2}, user_id=object()),
            record({"a": Unprintable()}),
        ],
    )
    def test_is_written_whatever_is_wrong_with_it(self, bad):
        assert written(bad)["logger"] == "portal.x"

    def test_leaves_out_what_libraries_hang_on_it(self):
        line = written(record(request={"password": "x"}, email="a@example.org"))
        assert {"request", "email"} & line.keys() == set()


class TestDiscretion:
    @pytest.mark.parametrize(
        ("said", "hidden"),
        [
            (f"Refused with {KEY}", KEY),
            ("No route to postgres://portal:hunter2@db/portal", "hunter2"),
            ("Mail to marie.durand+x@example.org failed", "marie.durand"),
            ("Called 06 12 34 56 78", "12 34"),
            ("Called +33612345678", "33612345678"),
            ("GET /gestion/password_reset/confirm/MQ/c4f-9e1/", "c4f-9e1"),
            ("GET /fr/recherche/?type=fiche&q=marie+durand", "marie"),
        ],
    )
    def test_hides_in_a_message(self, said, hidden):
        assert hidden not in written(record(said))["message"]
        assert hidden not in TextLines([KEY]).format(record(said))

    def test_hides_in_a_traceback(self):
        error = IntegrityError(
            "duplicate key\nDETAIL:  Key (phone)=(call me) already exists."
        )
        line = written(record("Failed", error=error))
        assert "duplicate key" in line["exc_info"]
        assert "call me" not in line["exc_info"]

    @pytest.mark.parametrize(
        "said",
        [
            "Published at 12:30:45, 1,204 pages in 3.5 s",
            "SIRET 13002526500013 is known",
            "https://example.org/fiches/a-b?page=2",
        ],
    )
    def test_keeps_what_is_no_secret(self, said):
        assert written(record(said))["message"] == said


def test_what_fails_on_each_request_is_said_once_a_minute():
    seldom = Seldom(60)
    assert [seldom.filter(record()) for _ in range(3)] == [True, False, False]


class TestTheSettings:
    @pytest.fixture
    def configured(self):
        handlers = settings.LOGGING["handlers"]
        return {name: handler["formatter"] for name, handler in handlers.items()}

    def test_write_json(self, configured):
        assert set(configured.values()) == {"json"}

    def test_know_the_secrets(self):
        assert settings.SECRET_KEY in settings.LOGGING["formatters"]["json"]["secrets"]

    def test_let_no_library_write_lines_of_its_own(self):
        writing = [
            name
            for name, logger in logging.Logger.manager.loggerDict.items()
            for handler in getattr(logger, "handlers", ())
            if type(handler) is logging.StreamHandler
            and name != "django.server"  # that of `runserver`
            and not isinstance(handler.formatter, JsonLines)
        ]
        assert writing == []

    def test_keep_visitors_addresses_out(self):
        access = settings.LOGGING["loggers"]["gunicorn.access"]
        assert access["level"] == "ERROR"
