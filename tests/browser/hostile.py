"""What people of ill will put in a query or in a file to import."""

import json
from pathlib import Path

SCRIPT = "<img src=x onerror=alert(1)>"
QUERIES = [
    "<script>alert(1)</script>",
    f'">{SCRIPT}',
    f"</title>{SCRIPT}",
    "<svg onload=alert(1)>clause",
    "'-alert(1)-' javascript:alert(1)",
    "{{constructor.constructor('alert(1)')()}}",
]
PAGE = "zibeline"
BODIES = Path(__file__).parents[1] / "data" / "hostile_html.txt"


def write_page(folder: Path) -> Path:
    """A file of one page to import, hostile in each of its texts."""
    record = {
        "id": PAGE,
        "type": "fiche",
        "language": "fr",
        "title": f"La {PAGE} {SCRIPT} <b>&amp;",
        "summary": f"{SCRIPT} La {PAGE} \"onmouseover='alert(1)'",
        "body": f"<p>La {PAGE} dit&nbsp;:</p>" + BODIES.read_text(),
        "source_label": f"Source {SCRIPT}",
    }
    path = folder / "hostile.jsonl"
    path.write_text(json.dumps(record) + "\n")
    return path
