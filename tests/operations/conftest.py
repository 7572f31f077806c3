import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a file to import; what is not text already becomes a line of JSON."""

    def write(*lines: Any, encoding: str = "utf-8", name: str = "pages.jsonl") -> Path:
        path = tmp_path / name
        with path.open("wb") as file:
            for line in lines:
                if not isinstance(line, str | bytes):
                    line = json.dumps(line, ensure_ascii=False)
                if isinstance(line, str):
                    line = line.encode(encoding)
                file.write(line + "\n".encode(encoding))
        return path

    return write
