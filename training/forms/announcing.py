"""Announcing sessions of a course: dates, once or repeated, then what they share."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from portal.core.models import Territory
from portal.core.widgets import SearchOne
from training.announcing import last_session, like_the_last
from training.enums import Modality, SeatState, SessionStatus
from training.forms.rows import DayRowsForm
from training.models import Session, TrainingPage
from training.moments import PARIS
from training.planning import Planned, Repeat, plan, too_many
from training.wording import when

ROWS = 10
SHOWN_ROWS = 3
SEPARATE, TOGETHER = "separate", "together"


@dataclass(frozen=True)
class Choice:
    """A date that may be announced, as it is listed before it is."""

    value: str  # its place in the list
    label: str
    problem: str
    checked: bool
    possible: bool


class DetailsMixin(forms.Form):
    """What is the same for all the dates that are announced together."""

    modality = forms.ChoiceField(
        label=_("How"), choices=Modality.choices, widget=forms.RadioSelect
    )
    territory = forms.ModelChoiceField(
        label=_("Commune"),
        queryset=Territory.objects.all(),
        required=False,
        help_text=_("Type a name, a postcode or an Insee code."),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("A building, a room, a street."),
    )
    remote_url = forms.URLField(
        label=_("Address of the remote room"),
        required=False,
        assume_scheme="https",
        help_text=Session._meta.get_field("remote_url").help_text,
    )
    status = forms.ChoiceField(
        label=_("Registration"),
        choices=[
            (SessionStatus.OPEN, SessionStatus.OPEN.label),
            (SessionStatus.ANNOUNCED, _("Not open yet")),
        ],
        widget=forms.RadioSelect,
        initial=SessionStatus.OPEN,
    )
    registration_url = forms.URLField(
        label=_("Address to register"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    register_days_before = forms.IntegerField(
        label=_("Registration ends, in days before the start"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("Leave empty when there is no last day."),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=32_000,
        required=False,
        help_text=_("How many in all; leave empty if it is not known."),
    )

    DETAILS = (
        "modality",
        "territory",
        "place",
        "remote_url",
        "status",
        "registration_url",
        "register_days_before",
        "seats",
    )

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.DETAILS]

    def details(self) -> dict[str, Any]:
        """The fields that sessions have under the same name."""
        found = {
            name: self.cleaned_data[name]
            for name in self.DETAILS
            if name != "register_days_before"
        }
        known = found["seats"] is not None
        state = SeatState.OPEN if known else SeatState.UNKNOWN
        return {**found, "seat_state": state}


class AnnounceForm(DetailsMixin, DayRowsForm):
    """Dates of ``course``. A repetition is seen before it is announced: ``choices``
    are its dates, ``seen`` says that the person saw these very ones."""

    together = forms.ChoiceField(
        label=_("These days are"),
        choices=[
            (SEPARATE, _("As many sessions")),
            (TOGETHER, _("The half-days of one session")),
        ],
        widget=forms.RadioSelect,
        initial=SEPARATE,
        required=False,
    )
    repeat = forms.ChoiceField(
        label=_("Repeat"), choices=Repeat.choices, required=False
    )
    until = forms.DateField(
        label=_("Repeat until"), widget=AdminDateInput, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, course: TrainingPage, **kwargs: Any) -> None:
        self.course = course
        self.choices: list[Choice] = []
        super().__init__(
            *args, row_count=ROWS, initial=self._like_the_last(course), **kwargs
        )
        self.fields["territory"].widget = SearchOne(Territory)
        self.fields["territory"].widget.choices = self.fields["territory"].choices

    def _like_the_last(self, course: TrainingPage) -> dict[str, Any]:
        last, initial = last_session(course), like_the_last(course)
        if last is None or last.all_day:
            return initial
        for name, moment in zip(("from", "to"), _edges(last), strict=True):
            initial[f"{name}_1"] = moment.astimezone(PARIS).time()
        deadline = last.registration_deadline
        if deadline:
            days = (timezone.localdate(last.starts_at) - deadline).days
            initial["register_days_before"] = max(days, 0)
        return initial

    @property
    def shown_rows(self) -> list[list[forms.BoundField]]:
        return self.row_fields[:SHOWN_ROWS]

    @property
    def more_rows(self) -> list[list[forms.BoundField]]:
        return self.row_fields[SHOWN_ROWS:]

    @property
    def has_more(self) -> bool:
        return any(field.value() for row in self.more_rows for field in row)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        repeat, until = cleaned.get("repeat"), cleaned.get("until")
        if repeat and not until and "until" not in self.errors:
            self.add_error("until", _("Write the last day of the repetition."))
        place = cleaned.get("place") or cleaned.get("territory")
        if cleaned.get("modality") not in (None, Modality.REMOTE) and not place:
            self.add_error("place", _("Say where it takes place."))
        if self.errors:
            return cleaned
        self.planned = plan(
            self.rows,
            together=cleaned.get("together") == TOGETHER,
            repeat=repeat or Repeat.NONE,
            until=until,
            clock=self.clock,
        )
        if message := too_many(self.planned):
            raise ValidationError(message)
        self.choices = list(self._choices())
        if not self.asks_to_see:
            self._check_kept()
        return cleaned

    def _check_kept(self) -> None:
        if not self.kept:
            problems = [choice.problem for choice in self.choices if choice.problem]
            raise ValidationError(problems or gettext("Choose at least one date."))

    @property
    def signature(self) -> str:
        """Changes when what would be announced does."""
        dates = repr([(p.day, p.parts, p.fault) for p in self.planned])
        return hashlib.sha256(dates.encode()).hexdigest()[:16]

    @property
    def is_seen(self) -> bool:
        return self.cleaned_data.get("seen") == self.signature

    @property
    def asks_to_see(self) -> bool:
        """Whether the dates have to be shown before they are announced."""
        repeated = bool(self.cleaned_data.get("repeat"))
        return "see" in self.data or (repeated and not self.is_seen)

    @property
    def kept(self) -> list[Planned]:
        """The dates to announce: those ticked, or all when no list was shown."""
        chosen = set(self.data.getlist("keep")) if self.is_seen else None
        return [
            planned
            for planned, choice in zip(self.planned, self.choices, strict=True)
            if choice.possible
            and (choice.value in chosen if chosen is not None else choice.checked)
        ]

    def _choices(self) -> Iterator[Choice]:
        starts = [planned.parts[0].start for planned in self.planned if planned.parts]
        known = set(
            self.course.sessions.filter(starts_at__in=starts).values_list(
                "starts_at", flat=True
            )
        )
        ticked = set(self.data.getlist("keep")) if self.is_seen else None
        now = timezone.now()
        for place, planned in enumerate(self.planned):
            value, problem = str(place), planned.fault
            if planned.parts and planned.parts[0].start in known:
                problem = gettext("A session of this course is announced at that time.")
            elif planned.parts and planned.parts[0].start < now:
                problem = gettext("This day is past.")
            label = (
                when(planned.parts, all_day=self.all_day)
                if planned.parts
                else f"{planned.day:%d/%m/%Y}"
            )
            checked = not problem if ticked is None else value in ticked
            yield Choice(value, label, problem, checked, bool(planned.parts))


class DatesForm(DayRowsForm):
    """Other days and hours for a session that was announced."""

    told = forms.ChoiceField(
        label=_("Readers"),
        choices=[
            ("yes", _("are told that it was moved, from which day and why")),
            ("", _("are told nothing: the dates were a mistake")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
        required=False,
    )
    reason = forms.CharField(label=_("Why it is moved"), max_length=200, required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        parts = session.parts
        super().__init__(*args, row_count=len(parts) + 2, parts=parts, **kwargs)
        if session.all_day:
            for number in range(1, len(parts) + 1):
                for name in ("from", "to"):
                    self.fields[f"{name}_{number}"].initial = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("told") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Tell readers why it was moved or cancelled."))
        if not self.errors:
            planned = plan(self.rows, together=True, clock=self.clock)
            if planned[0].fault:
                raise ValidationError(planned[0].fault)
        return cleaned


def _edges(session: Session) -> tuple[Any, Any]:
    return session.parts[0].start, session.parts[0].end
