"""Compiles the catalogues that changed, so that tests read the sentences as they are
written today (`make catalogues` does the same for the site)."""

from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "locale"


def pytest_configure(config: pytest.Config) -> None:
    for source in LOCALE.glob("*/LC_MESSAGES/django.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as read, compiled.open("wb") as written:
            write_mo(written, read_po(read))
