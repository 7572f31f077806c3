import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FILE_KEPT = timedelta(days=1)
REPORT_KEPT = timedelta(days=30)


class ImportRunQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Runs that someone should take, the oldest first."""
        now = timezone.now()
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=now)
        return self.filter(free, state__in=ImportRun.WAITING).order_by("created_at")

    def forget_old(self) -> None:
        """Files are kept a day, reports a month; both may hold personal data."""
        now = timezone.now()
        self.filter(created_at__lt=now - REPORT_KEPT).delete()
        self.filter(created_at__lt=now - FILE_KEPT).exclude(content=b"").update(
            content=b""
        )


class ImportRun(models.Model):
    """A file that someone brought in the admin: first checked, then imported.

    Whoever runs it holds a lease, renewed as it goes on: when its process is killed,
    another one starts again, and nothing is done twice.
    """

    class State(models.TextChoices):
        TO_CHECK = "to-check", _("Being read")
        CHECKED = "checked", _("To be confirmed")
        TO_WRITE = "to-write", _("Being imported")
        DONE = "done", _("Imported")
        REFUSED = "refused", _("Not imported")

    WAITING = (State.TO_CHECK, State.TO_WRITE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=255)
    language = models.CharField(max_length=12)  # of the person, for the messages
    content = models.BinaryField()
    options = models.JSONField(default=dict)
    # Which column is which, as the person said: {"0": "siret"}.
    places = models.JSONField(null=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.TO_CHECK
    )
    refusal = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    def lease(self, length: timedelta) -> bool:
        """Whether the caller has the run from now on."""
        mine = ImportRun.objects.waiting().filter(pk=self.pk, state=self.state)
        return mine.order_by().update(leased_until=timezone.now() + length) == 1

    def end(self, state: State, **fields: Any) -> None:
        for name, value in {**fields, "state": state, "leased_until": None}.items():
            setattr(self, name, value)
        self.save(update_fields=["state", "leased_until", *fields])
