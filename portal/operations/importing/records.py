"""One line of an import of pages → a record, or the reasons why it is none.

What a field should not hold is said and left out; without an identifier and a title
there is no record.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from portal.core.imports.encodings import is_doubly_encoded
from portal.core.imports.report import ImportReport
from portal.core.markup.characters import one_line
from portal.core.sanitising import plain_text
from search.documents import VOCABULARY_FACETS
from search.facets import TERRITORY
from search.text.excerpt import word_end

TYPES = ("pratique", "outil", "levier", "fiche", "page")
DEFAULT_TYPE = "fiche"
DEFAULT_LANGUAGE = "fr"
LISTS = (*VOCABULARY_FACETS, TERRITORY)
TEXTS = (
    "id",
    "type",
    "title",
    "summary",
    "body",
    "language",
    "date",
    "source_label",
    "source_url",
)

LONGEST_ID = 200
LONGEST_LABEL = 120
LONGEST_TITLE = 255
LONGEST_ADDRESS = 2000
FIRST_YEAR = 1800
# The content that ships with the portal has its own loader.
RESERVED_LABEL = "starter"

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_valid_address = URLValidator(["http", "https"])


@dataclass(frozen=True)
class Record:
    """A page as its source gives it: texts are clean lines, but ``body`` is as sent."""

    line: int
    id: str
    title: str
    type: str = DEFAULT_TYPE
    summary: str = ""
    body: str = ""
    language: str = DEFAULT_LANGUAGE
    date: str = ""
    source_label: str = ""
    source_url: str = ""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date else None


def read_record(text: str, line: int, report: ImportReport) -> Record | None:
    """The record on ``line``; None when it is rejected, and the report says why."""
    data = _object(text, line, report)
    return None if data is None else _Reader(data, line, report).read()


def _object(text: str, line: int, report: ImportReport) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = _("This is not JSON: it goes wrong at the end of this extract.")
        text = text[max(0, error.pos - 60) : error.pos + 1]
    except (ValueError, RecursionError):  # numbers of thousands of figures, depth
        message = _("This JSON is too long or too deep to be read.")
    else:
        if isinstance(data, dict):
            return data
        message = _("A line holds one page: a JSON object, between { and }.")
    report.reject(line, "", text, message)
    return None


class _Reader:
    def __init__(self, data: dict[str, Any], line: int, report: ImportReport) -> None:
        self.data = data
        self.line = line
        self.report = report
        self.rejected = False

    def read(self) -> Record | None:
        known = {"id": self.identifier(), "title": self.title()}
        values = {key: found for key in LISTS if (found := self.list_of(key))}
        record = Record(
            line=self.line,
            **known,
            type=self.type(),
            summary=self.text("summary", plain_text),
            body=self.text("body", str),
            language=self.text("language", one_line).lower() or DEFAULT_LANGUAGE,
            date=self.date(),
            source_label=self.label(),
            source_url=self.address(),
            values=values,
        )
        for key in sorted(self.data.keys() - {*TEXTS, *LISTS}):
            self.warn(one_line(key), self.data[key], _("Unknown key: left out."))
        return None if self.rejected else record

    def warn(self, name: str, value: object, message: str) -> None:
        self.report.warn(self.line, name, value, message)

    def reject(self, name: str, value: object, message: str) -> None:
        self.rejected = True
        self.report.reject(self.line, name, value, message)

    def text(self, name: str, clean: Callable[[str], str]) -> str:
        """The text of a field; what is no text is left out, garbled text rejected."""
        value = self.data.get(name)
        if value is None:
            return ""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.warn(name, value, _("This should be a text: left out."))
            return ""
        if is_doubly_encoded(value):
            message = _("The encoding is wrong: accents were encoded twice.")
            self.reject(name, value, message)
        elif "\ufffd" in value:
            message = _("The encoding was wrong before: letters are lost.")
            self.warn(name, value, message)
        return clean(value)

    def identifier(self) -> str:
        return self.required(
            "id", LONGEST_ID, _("The identifier is missing."), one_line
        )

    def title(self) -> str:
        title = self.required("title", None, _("The title is missing."), plain_text)
        if len(title) > LONGEST_TITLE:
            self.warn("title", title, _("The title is too long: cut."))
            title = f"{title[: word_end(title, LONGEST_TITLE - 1)].rstrip()}…"
        return title

    def required(
        self, name: str, longest: int | None, missing: str, clean: Callable[[str], str]
    ) -> str:
        text = self.text(name, clean)
        if not text:
            self.reject(name, self.data.get(name), missing)
        elif longest and len(text) > longest:
            self.too_long(name, text, longest)
        return text

    def too_long(self, name: str, text: str, longest: int) -> None:
        message = _("This is longer than %(count)d characters.") % {"count": longest}
        self.reject(name, text, message)

    def type(self) -> str:
        value = self.text("type", one_line)
        if value and value not in TYPES:
            message = _("Unknown type: imported as “%(type)s”.") % {
                "type": DEFAULT_TYPE
            }
            self.warn("type", value, message)
        return value if value in TYPES else DEFAULT_TYPE

    def label(self) -> str:
        label = self.text("source_label", plain_text)
        if len(label) > LONGEST_LABEL:
            self.too_long("source_label", label, LONGEST_LABEL)
        if label == RESERVED_LABEL:
            message = _("This name is that of the content that ships with the portal.")
            self.reject("source_label", label, message)
        return label

    def address(self) -> str:
        value = self.text("source_url", one_line)
        if not value:
            return ""
        try:
            if len(value) > LONGEST_ADDRESS:
                raise ValidationError("")
            _valid_address(value)
        except ValidationError:
            message = _("This is no web address (http or https): left out.")
            self.warn("source_url", value, message)
            return ""
        return value

    def date(self) -> str:
        value = self.text("date", one_line)
        if not value or _is_date(value):
            return value
        message = _("This is no date (2024, 2024-05 or 2024-05-31): left out.")
        self.warn("date", value, message)
        return ""

    def list_of(self, name: str) -> tuple[str, ...]:
        value = self.data.get(name)
        given = value if isinstance(value, list) else [] if value is None else [value]
        texts = {one_line(entry): None for entry in given if isinstance(entry, str)}
        for entry in given:
            if not isinstance(entry, str):
                self.warn(name, entry, _("This should be a text: left out."))
        return tuple(text for text in texts if text)


def _is_date(value: str) -> bool:
    match = _DATE.fullmatch(value)
    if not match:
        return False
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return FIRST_YEAR <= day.year <= date.today().year + 10
