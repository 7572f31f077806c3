from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from portal.core.models import Territory
from portal.core.widgets import SearchOne
from training.enums import SessionStatus
from training.models import Session, TrainingPage
from training.rights import courses_of, may_change

EXPLAINED = {SessionStatus.MOVED, SessionStatus.CANCELLED}


class SessionForm(WagtailAdminModelForm):
    """A date of a course, for those who may change the page of that course."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Session
        fields = [
            "course",
            "starts_at",
            "ends_at",
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


class CancelForm(forms.ModelForm):
    """Why a session does not take place; the session stays, so that readers know."""

    class Meta:
        model = Session
        fields = ["reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = _("Why it is cancelled")

    def save(self, commit: bool = True) -> Session:
        self.instance.status = SessionStatus.CANCELLED
        return super().save(commit)
