import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import Modality, SeatState, SessionStatus
from training.querysets import SessionQuerySet


def new_uid() -> str:
    return str(uuid.uuid4())


class Session(models.Model):
    """One date of a course: a plain row, so that no old draft brings it back.

    ``course`` is the source-language page of the course. Times are kept in UTC and
    shown in Europe/Paris.
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
    remote_url = models.URLField(_("address of the remote room"), blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    seat_state = models.CharField(
        _("state of the seats"),
        max_length=8,
        choices=SeatState.choices,
        default=SeatState.UNKNOWN,
    )
    registration_url = models.URLField(_("address to register"), blank=True)
    registration_deadline = models.DateField(
        _("register before"), null=True, blank=True
    )
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
    example = models.BooleanField(
        _("example"), default=False, help_text=_("Marked as an example everywhere.")
    )
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
        return f"{self.course} – {self.starts_at:%Y-%m-%d}"

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError(
                {"ends_at": _("The end comes after the start. Check the two times.")}
            )
        if self.modality != Modality.REMOTE and not (self.territory or self.place):
            raise ValidationError({"place": _("Say where it takes place.")})
