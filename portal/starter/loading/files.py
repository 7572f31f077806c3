"""The files of the starter, read whole."""

import csv
import hashlib
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parents[1] / "content"


class StarterError(Exception):
    """A file of the starter is wrong; the message names the file and the cause."""


def read_yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise StarterError(f"{path.name}: {error}") from error


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pages_of(kind: str) -> dict[str, dict[str, Any]]:
    """The pages of one type by key (the file's name), in the order of their names."""
    return {
        path.stem: read_yaml(path)
        for path in sorted((CONTENT / "pages" / kind).glob("*.yaml"))
    }


def digest_of(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


def digest_of_folder() -> str:
    """Changes when any file of the starter does."""
    digest = hashlib.sha256()
    for path in sorted(CONTENT.rglob("*.*")):
        digest.update(path.relative_to(CONTENT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
