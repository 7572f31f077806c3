from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from portal.core.models import Territory
from portal.core.widgets import SearchOne
from training.announcing import cancel
from training.enums import SessionStatus
from training.forms.fields import ClockForm, MomentField
from training.models import Session, TrainingPage
from training.rights import courses_of, may_change

EXPLAINED = {SessionStatus.MOVED, SessionStatus.CANCELLED}


DATES = ("starts_at", "ends_at")


class SessionForm(ClockForm, WagtailAdminModelForm):
    """A date of a course, for those who may change the page of that course.

    The days of a session in several half-days are changed on a screen of their own.
    """

    class Meta(WagtailAdminModelForm.Meta):
        model = Session
        fields = [
            "course",
            "starts_at",
            "ends_at",
            "all_day",
            "modality",
            "territory",
            "place",
            "remote_url",
            "seats",
            "seat_state",
            "registration_url",
            "registration_deadline",
            "status",
            "reason",
        ]
        widgets = {
            "starts_at": AdminDateTimeInput,
            "ends_at": AdminDateTimeInput,
            "registration_deadline": AdminDateInput,
            "territory": SearchOne(Territory),
        }
        field_classes = {"starts_at": MomentField, "ends_at": MomentField}
        help_texts = {
            "starts_at": _("Day and hour in France."),
            "territory": _("Type a name, a postcode or an Insee code."),
            "seats": _("How many in all; leave empty if it is not known."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        courses = courses_of(user) if user else TrainingPage.objects.none()
        self.fields["course"].queryset = courses
        if self.instance.pk is not None:
            self.fields["course"].disabled = True
        if self.instance.half_days:
            for name in (*DATES, "all_day"):
                del self.fields[name]
        else:
            self._ask_clock_of_dates()

    def _ask_clock_of_dates(self) -> None:
        written = [
            moment
            for name in DATES
            if (moment := self.fields[name].naive(self.data.get(self.add_prefix(name))))
        ]
        self.ask_clock(written, self.instance.starts_at)
        for name in DATES:
            self.fields[name].clock = self.clock

    def clean_course(self) -> TrainingPage:
        course = self.cleaned_data["course"]
        if self.for_user is None or not may_change(self.for_user, course):
            raise forms.ValidationError(
                _("Sessions of a live course are changed by those who may publish it.")
            )
        return course

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("status") in EXPLAINED and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Tell readers why it was moved or cancelled."))
        deadline, start = cleaned.get("registration_deadline"), cleaned.get("starts_at")
        if deadline and start and deadline > timezone.localdate(start):
            self.add_error(
                "registration_deadline", _("One registers before the session starts.")
            )
        return cleaned


class CancelForm(WagtailAdminModelForm):
    """Why a session does not take place; the session stays, so that readers know."""

    class Meta:
        model = Session
        fields = ["reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = _("Why it is cancelled")

    def save(self, commit: bool = True) -> Session:
        return cancel(self.instance, self.cleaned_data["reason"], user=self.for_user)
