"""A calendar that the search answers, with the embedded engine in a folder of its own."""

import contextlib
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override
from pytest_django import Settings

from search.engines import current_engine
from search.indexing.drain import drain
from tests.training.importing import LIST


@pytest.fixture
def index(db: None, settings: Settings, tmp_path: Path) -> Callable[[], object]:
    """Call it once the rows are made: the search then knows them."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_DRAIN = "never"
    return lambda: drain(current_engine())


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Import ``content`` and give the report, as the command writes it."""

    def imported(
        content: str | bytes, name: str = "a.ics", *options: str
    ) -> dict[str, Any]:
        path = tmp_path / name
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        output = StringIO()
        parent = (
            ()
            if any(o.startswith("--parent") for o in options)
            else (f"--parent={LIST}",)
        )
        with override("fr"), contextlib.suppress(SystemExit):
            call_command(
                "import_sessions",
                str(path),
                "--json",
                *parent,
                *options,
                stdout=output,
            )
        return json.loads(output.getvalue())

    return imported
