"""A session as a file tells it, whatever the file."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from training.moments import Part

# Fit for an address and for the identifier of a place in a page.
_SAFE_UID = re.compile(r"[A-Za-z0-9._@+=-]{1,160}")


@dataclass
class SessionRecord:
    """``fields`` holds what the file tells, by name of the session's field; what it
    does not tell is left as it is. Without ``uid`` a session is known by its course,
    its start and its place."""

    line: int
    parts: tuple[Part, ...]
    uid: str = ""
    sequence: int = 0  # which version of the event calendars hold already
    course: str = ""  # a title, a slug or an address; empty: the parent's
    all_day: bool = False
    territory: str = ""  # as written; also looked for in the place
    description: str = ""
    fields: dict[str, Any] = field(default_factory=dict)
    lines: int = 1  # records of the file that make it: its half-days

    @property
    def place(self) -> str:
        return str(self.fields.get("place", ""))


def safe_uid(text: str) -> str:
    """The identifier of an event, or one made from it where it does not fit."""
    text = text.strip()
    if not text or _SAFE_UID.fullmatch(text):
        return text
    return "ics-" + hashlib.sha256(text.encode(errors="replace")).hexdigest()[:40]
