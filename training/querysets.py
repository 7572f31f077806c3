from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from portal.core.models import ContentPage
from training.enums import SessionStatus


class SessionQuerySet(models.QuerySet):
    def upcoming(self, now: datetime | None = None) -> Self:
        """Sessions that are not over and still take place, soonest first."""
        return (
            self.filter(ends_at__gte=now or timezone.now())
            .exclude(status__in=[SessionStatus.CANCELLED, SessionStatus.HELD])
            .order_by("starts_at", "pk")
        )

    def past(self, now: datetime | None = None) -> Self:
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at")

    def of_course(self, page: ContentPage) -> Self:
        """Sessions of a course, whichever language its page is read in."""
        return self.filter(course_id=page.facts.pk)
