"""Imports of organisations from a text, as a person or a script asks for them."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from directory.importing.running import import_actors
from portal.core.imports.kinds import ImportRequest
from portal.core.imports.report import ImportReport

# La Poste, Insee, the Département du Nord, the Région Hauts-de-France.
SIRETS = ["35600000000048", "12002701600357", "22590001801244", "20005374200017"]


def table(rows: Sequence[Mapping[str, Any]], delimiter: str = ";") -> str:
    """A table whose columns are all the keys of ``rows``."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def bring(
    content: str | bytes | Sequence[Mapping[str, Any]],
    *,
    publish: bool = False,
    dry_run: bool = False,
    user: AbstractBaseUser | None = None,
    places: Mapping[int, str] | None = None,
    **options: str,
) -> ImportReport:
    """Import ``content``: bytes, a text in UTF-8, or the rows of a table."""
    if not isinstance(content, (str, bytes)):
        content = table(content)
    data = content.encode() if isinstance(content, str) else content
    return import_actors(
        ImportRequest(
            io.BytesIO(data),
            "table.csv",
            user=user,
            places=places,
            options={"publish": "1" if publish else "", **options},
            dry_run=dry_run,
        )
    )


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    rejected = len({entry.line for entry in report.rejected})
    return report.created, report.updated, report.unchanged, rejected


def entries(log: Any) -> list[dict[str, Any]]:
    return [asdict(entry) for entry in log]
