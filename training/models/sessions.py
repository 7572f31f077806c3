import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import NOT_TAKING_PLACE, Modality, SeatState, SessionStatus
from training.moments import PARIS, Part, as_texts, faults, from_texts
from training.querysets import SessionQuerySet

# What a calendar tells of a session: a change here is a new version of its event.
TOLD = (
    "course_id",
    "starts_at",
    "ends_at",
    "half_days",
    "all_day",
    "modality",
    "place",
    "territory_id",
    "remote_url",
    "registration_url",
    "registration_deadline",
    "seat_state",
    "status",
    "reason",
)


def new_uid() -> str:
    return str(uuid.uuid4())


class Session(models.Model):
    """One date of a course: a plain row, so that no old draft brings it back.

    ``course`` is the source-language page of the course. Times are kept in UTC and
    shown in Europe/Paris. A session in several half-days lists them, each as two ISO
    moments; then it starts with the first one and ends with the last.
    """

    uid = models.CharField(
        _("identifier"), max_length=200, unique=True, default=new_uid, editable=False
    )
    course = models.ForeignKey(
        "training.TrainingPage",
        verbose_name=_("course"),
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    half_days = models.JSONField(
        _("half-days"), default=list, blank=True, editable=False
    )
    all_day = models.BooleanField(
        _("hours not known yet"),
        default=False,
        help_text=_("Only the days are shown."),
    )
    modality = models.CharField(
        _("modality"),
        max_length=12,
        choices=Modality.choices,
        default=Modality.ON_SITE,
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    territory = models.ForeignKey(
        "core.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )
    remote_url = models.URLField(
        _("address of the remote room"),
        blank=True,
        help_text=_(
            "Everyone sees it: leave it empty if only those who registered may come."
        ),
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    seat_state = models.CharField(
        _("state of the seats"),
        max_length=8,
        choices=SeatState.choices,
        default=SeatState.UNKNOWN,
    )
    registration_url = models.URLField(
        _("address to register"), blank=True, max_length=500
    )
    registration_deadline = models.DateField(_("register by"), null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=SessionStatus.choices,
        default=SessionStatus.OPEN,
    )
    reason = models.CharField(
        _("reason of a change"),
        max_length=200,
        blank=True,
        help_text=_("Why it was moved or cancelled: readers are told."),
    )
    moved_from = models.DateTimeField(
        _("first announced for"), null=True, blank=True, editable=False
    )
    example = models.BooleanField(
        _("example"), default=False, help_text=_("Marked as an example everywhere.")
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["course", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="training_session_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} – {self.starts_at.astimezone(PARIS):%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if self.status == SessionStatus.FULL:
            self.seat_state = SeatState.FULL
        with transaction.atomic():
            if self._count_change(fields) and fields is not None:
                kwargs["update_fields"] = {*fields, "sequence", "changed_at"}
            super().save(*args, **kwargs)

    def _count_change(self, fields: Iterable[str] | None) -> bool:
        """Whether a calendar has a new version to read; then it is counted."""
        if self.pk is None or (fields is not None and not _are_told(fields)):
            return False
        known = type(self).objects.select_for_update(of=("self",))
        before = known.filter(pk=self.pk).values("sequence", *TOLD).first()
        if before is None or all(before[name] == getattr(self, name) for name in TOLD):
            return False
        self.sequence = max(self.sequence, before["sequence"] + 1)
        self.changed_at = timezone.now()
        return True

    @property
    def parts(self) -> tuple[Part, ...]:
        """When it takes place: its half-days, or one stretch."""
        return from_texts(self.half_days) or (Part(self.starts_at, self.ends_at),)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Make it take place in ``parts``, at least one, in any order."""
        ordered = sorted(parts)
        self.starts_at, self.ends_at = ordered[0].start, ordered[-1].end
        self.half_days = as_texts(ordered) if len(ordered) > 1 else []

    @property
    def days(self) -> list[date]:
        return [day for part in self.parts for day in part.days]

    @property
    def is_full(self) -> bool:
        return self.seat_state == SeatState.FULL

    @property
    def takes_place(self) -> bool:
        return self.status not in NOT_TAKING_PLACE

    @property
    def is_past(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def registration_open(self) -> bool:
        """Whether one may still register today, as far as is known."""
        deadline = self.registration_deadline
        late = deadline is not None and deadline < timezone.localdate()
        return self.takes_place and not (self.is_full or self.is_past or late)

    def clean(self) -> None:
        if self.starts_at and self.ends_at:
            for fault in faults(self.parts):
                raise ValidationError({"ends_at": fault})
        if self.modality != Modality.REMOTE and not (self.territory or self.place):
            raise ValidationError({"place": _("Say where it takes place.")})


def _are_told(fields: Iterable[str]) -> bool:
    return not {name.removesuffix("_id") for name in TOLD}.isdisjoint(fields)
