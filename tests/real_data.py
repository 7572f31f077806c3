"""Real open data, in the forms that the portal takes; its folder: fixture `real_data`."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Types of the corpus that are more than a sheet to read.
TYPES = {"aide": "levier", "retour-experience": "pratique"}


def corpus(folder: Path) -> Iterator[dict[str, Any]]:
    """The 135 French documents as records of `import_pages`."""
    path = folder / "corpus" / "documents.jsonl"
    for line in path.read_text("utf-8").splitlines():
        document = json.loads(line)
        dated = re.match(r"\d{4}(-\d\d){0,2}", document["date"])
        yield {
            "id": document["id"],
            "type": TYPES.get(document["type"], "fiche"),
            "title": document["titre"],
            "body": document["texte"],
            "date": dated[0] if dated else "",
            "source_label": document["depot"],
            "source_url": document["url"],
        }


def write_corpus(folder: Path, path: Path) -> Path:
    """The corpus as a file to import, at ``path``."""
    lines = (json.dumps(record, ensure_ascii=False) for record in corpus(folder))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
