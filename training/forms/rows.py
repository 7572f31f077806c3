"""Rows of a form, each a day and its hours; blank ones do not count."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from training.forms.fields import ClockForm, HourField
from training.moments import PARIS, Part
from training.planning import DayRow


class DayRowsForm(ClockForm, forms.Form):
    """``rows`` gives those filled in; each has a day, and both hours or none. A day
    without hours has those of the day above it."""

    def __init__(
        self, *args: Any, row_count: int, parts: Sequence[Part] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row_count = max(row_count, len(parts))
        shown = [*parts, *[None] * (self.row_count - len(parts))]
        for number, part in enumerate(shown, start=1):
            self._add_row(number, part)
        self.ask_clock(self._written(), parts[0].start if parts else None)

    def _add_row(self, number: int, part: Part | None) -> None:
        start, end = (
            (moment.astimezone(PARIS) for moment in (part.start, part.end))
            if part
            else (None, None)
        )
        words = {"number": number}
        self.fields[f"day_{number}"] = forms.DateField(
            label=gettext("Day %(number)s") % words,
            widget=AdminDateInput,
            required=False,
            initial=start.date() if start else None,
        )
        for name, label, moment in (
            ("from", gettext("from"), start),
            ("to", gettext("to"), end),
        ):
            self.fields[f"{name}_{number}"] = HourField(
                label=label,
                widget=AdminTimeInput,
                required=False,
                initial=moment.time() if moment else None,
            )

    @property
    def row_fields(self) -> list[list[forms.BoundField]]:
        """The three fields of each row, to be drawn."""
        return [
            [self[f"{name}_{number}"] for name in ("day", "from", "to")]
            for number in range(1, self.row_count + 1)
        ]

    def _written(self) -> list[datetime]:
        """The days and hours that were sent, before they are checked."""
        found = []
        for number in range(1, self.row_count + 1) if self.is_bound else ():
            values = {
                name: self._sent(f"{name}_{number}") for name in ("day", "from", "to")
            }
            found += [
                datetime.combine(values["day"], values[name])
                for name in ("from", "to")
                if values["day"] and isinstance(values[name], time)
            ]
        return found

    def _sent(self, name: str) -> Any:
        try:
            return self.fields[name].clean(self.data.get(self.add_prefix(name)))
        except ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.rows: list[DayRow] = []
        for number in range(1, self.row_count + 1):
            self._clean_row(number, cleaned)
        if not self.rows and not self.errors:
            self.add_error("day_1", _("Write at least one day."))
        if len({row.start is None for row in self.rows}) > 1:
            self.add_error(None, _("Give the hours of each day, or of none of them."))
        return cleaned

    def _clean_row(self, number: int, cleaned: dict[str, Any]) -> None:
        day, start, end = (
            cleaned.get(f"{name}_{number}") for name in ("day", "from", "to")
        )
        if {f"day_{number}", f"from_{number}", f"to_{number}"} & set(self.errors):
            return
        if day is None:
            if start or end:
                self.add_error(f"day_{number}", _("Write the day too."))
        elif (start is None) != (end is None):
            missing = "from" if start is None else "to"
            self.add_error(f"{missing}_{number}", _("Write both hours, or none."))
        else:
            if start is None and self.rows:
                start, end = self.rows[-1].start, self.rows[-1].end
            self._add(DayRow(day, start, end), number)

    def _add(self, row: DayRow, number: int) -> None:
        try:
            part = row.part(clock=self.clock)
        except ValidationError as error:
            self.add_error(f"from_{number}", error)
            return
        if part.end <= part.start:
            message = _("The end comes after the start. Check the two times.")
            self.add_error(f"to_{number}", message)
            return
        self.rows.append(row)

    @property
    def all_day(self) -> bool:
        return all(row.start is None for row in self.rows)

    @property
    def parts(self) -> list[Part]:
        return sorted(row.part(clock=self.clock) for row in self.rows)
