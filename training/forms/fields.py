"""Days and hours in forms: as people write them, and never the wrong one of two."""

import re
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.moments import Clock, clock_of, comes_twice, in_paris

_UNTOUCHED = ZoneInfo("Etc/UTC")
# « 9 h 30 », « 9h », « 09:30 », « 9.30 »
_HOUR = re.compile(r"([01]?\d|2[0-4])\s*(?:[h:.]\s*([0-5]\d)?)?(?::[0-5]\d)?\s*", re.I)


def read_hour(text: str) -> time | None:
    """An hour as people write it; ``None`` when it is none. Midnight may be 24."""
    found = _HOUR.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", " "))
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if hours == 24:
        return time(0, 0) if not minutes else None
    return time(hours, minutes)


class HourField(forms.TimeField):
    """An hour, « 9 h 30 » as well as 09:30."""

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str) and (hour := read_hour(value)):
            return hour
        return super().to_python(value)


class MomentField(forms.DateTimeField):
    """A day and an hour in France. ``clock`` says which of two that come twice."""

    clock: Clock | None = None

    def naive(self, value: Any) -> datetime | None:
        """The day and hour that were written, whichever clock; ``None`` if unread."""
        try:
            with timezone.override(_UNTOUCHED):
                found = super().to_python(value)
        except forms.ValidationError:
            return None
        return found.replace(tzinfo=None) if found else None

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(_UNTOUCHED):
            found = super().to_python(value)
        if found is None or found.tzinfo is not _UNTOUCHED:
            return found
        return in_paris(found.replace(tzinfo=None), self.clock)


class ClockForm(forms.BaseForm):
    """Asks which hour is meant, only of who writes one that comes twice."""

    def ask_clock(self, written: list[datetime], initial: datetime | None) -> None:
        """``written`` are the days and hours of the form; ``initial`` a moment that it
        shows."""
        known = clock_of(initial) if initial else None
        if known is None and not any(comes_twice(moment) for moment in written):
            return
        self.fields["clock"] = forms.ChoiceField(
            label=_("The hour that comes twice that night"),
            choices=Clock.choices,
            widget=forms.RadioSelect,
            required=False,
            initial=known,
        )

    @property
    def clock_field(self) -> forms.BoundField | None:
        """The question, when it has to be asked."""
        return self["clock"] if "clock" in self.fields else None

    @property
    def clock(self) -> Clock | None:
        name = self.add_prefix("clock")
        chosen = self.data.get(name, "")
        return Clock(chosen) if chosen in Clock.values else None
