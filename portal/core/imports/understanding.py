"""What was understood of a file, told to who brought it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.core.imports.columns import Columns, UnknownColumns
from portal.core.imports.kinds import ImportKind
from portal.core.imports.report import Outcome
from portal.core.models import ImportRun

LISTED = 100


@dataclass(frozen=True)
class Section:
    """The records of one outcome, the first of them listed."""

    key: str
    title: str
    entries: list[dict[str, Any]]
    more: int

    @property
    def is_change(self) -> bool:
        return self.key in {"created", "updated"}


def understood(run: ImportRun) -> list[tuple[str, str]]:
    """How the file was read: (what, how)."""
    report = run.report
    if "read" not in report:
        return []
    found = [(_("Encoding"), str(report["encoding"]))]
    if delimiter := report.get("delimiter"):
        found.append((_("Separator"), _separator(delimiter)))
    found += [(what, ", ".join(names)) for what, names in _columns(report) if names]
    return [*found, (_("Records"), str(report["read"]))]


def _columns(report: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The headings of a table, those that were read apart from the others."""
    places = report.get("places", {})
    headings = [
        (heading, str(place) in places)
        for place, heading in enumerate(report.get("headings", []))
        if heading
    ]
    return [
        (_("Columns read"), [heading for heading, known in headings if known]),
        (_("Columns left out"), [heading for heading, known in headings if not known]),
    ]


def _separator(delimiter: str) -> str:
    names = {
        ";": _("semicolon (;)"),
        ",": _("comma (,)"),
        "\t": _("tabulation"),
        "|": _("vertical bar (|)"),
    }
    return names.get(delimiter, delimiter)


def counts_of(run: ImportRun) -> dict[str, int]:
    """How many records were read, and what became of them or would."""
    names = ("read", "created", "updated", "unchanged")
    counts = {name: int(run.report.get(name, 0)) for name in names}
    dealt_with = counts["created"] + counts["updated"] + counts["unchanged"]
    return {**counts, "rejected": counts["read"] - dealt_with}


def sections_of(run: ImportRun, kind: ImportKind) -> list[Section]:
    """What became of the records, or would, what needs a look first."""
    return [section for section in _sections(run, kind) if section.entries]


def _sections(run: ImportRun, kind: ImportKind) -> Iterator[Section]:
    report, done = run.report, run.state == run.State.DONE
    rejected, warnings = report.get("rejected", []), report.get("warnings", [])
    by_outcome: dict[str, list[dict[str, Any]]] = {}
    for entry in report.get("changes", []):
        by_outcome.setdefault(entry["field"], []).append(entry)
    created = by_outcome.get(Outcome.CREATED, [])
    updated = by_outcome.get(Outcome.UPDATED, [])
    yield _section("rejected", _("Rejected"), rejected, kind.label_of)
    yield _section("warnings", _("To look at"), warnings, kind.label_of)
    yield _section("created", _("Created") if done else _("To create"), created)
    yield _section("updated", _("Changed") if done else _("To change"), updated)


def _section(
    key: str,
    title: str,
    entries: list[dict[str, Any]],
    label_of: Callable[[str], str] = lambda outcome: "",
) -> Section:
    shown = [{**entry, "field": label_of(entry["field"])} for entry in entries[:LISTED]]
    return Section(key, title, shown, max(0, len(entries) - LISTED))


class ColumnsForm(forms.Form):
    """One choice for each heading of a table: what its column holds."""

    def __init__(self, *args: Any, columns: Columns, run: ImportRun, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._columns = columns
        self.headings: list[str] = run.report.get("headings", [])
        known = run.report.get("places", {})
        choices = [("", _("Left out"))]
        choices += [(column.key, str(column.label)) for column in columns]
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=known.get(str(place), ""),
            )

    def places(self) -> dict[str, str]:
        """The key of each column that is not left out, by its place."""
        chosen = {
            str(place): self.cleaned_data.get(f"column-{place}", "")
            for place in range(len(self.headings))
        }
        return {place: key for place, key in chosen.items() if key}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = list(self.places().values())
        if len(chosen) > len(set(chosen)):
            raise forms.ValidationError(
                _("Two columns cannot hold the same thing: leave one of them out.")
            )
        try:
            places = {int(place): key for place, key in self.places().items()}
            self._columns.check(places, self.headings)
        except UnknownColumns as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return cleaned
