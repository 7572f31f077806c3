from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """When a recurring job may next be taken: what workers share so that one runs it.

    Taking a job moves ``due_at`` ahead by a lease in one update, and only one worker's
    update changes the row. A worker killed meanwhile gives the job up when the lease
    ends; no lock and no transaction is held while the job runs.
    """

    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def take(cls, name: str, *, lease: timedelta) -> bool:
        """Whether the caller has the job now, for at most ``lease``."""
        now = timezone.now()
        due = cls.objects.filter(name=name)
        if due.filter(due_at__gt=now).exists():
            return False  # the usual case writes nothing
        cls.objects.get_or_create(name=name, defaults={"due_at": now})
        return due.filter(due_at__lte=now).update(due_at=now + lease) == 1

    @classmethod
    def give_back(cls, name: str, *, due_at: datetime | None = None) -> None:
        """The job is done: it may be taken again from ``due_at``, or at once."""
        cls.objects.filter(name=name).update(due_at=due_at or timezone.now())
