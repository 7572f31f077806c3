from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from portal.core.models import ContentPage
from training.enums import NOT_TAKING_PLACE, SessionStatus


class SessionQuerySet(models.QuerySet):
    def upcoming(self, now: datetime | None = None) -> Self:
        """Sessions that are not over and still take place, soonest first."""
        return (
            self.not_over(now)
            .exclude(status__in=NOT_TAKING_PLACE)
            .order_by("starts_at", "pk")
        )

    def not_over(self, now: datetime | None = None) -> Self:
        """Upcoming sessions and those that would be, had they not been cancelled."""
        found = self.filter(ends_at__gte=now or timezone.now())
        return found.exclude(status=SessionStatus.HELD).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> Self:
        """Sessions that are over, the latest first."""
        over = models.Q(ends_at__lt=now or timezone.now())
        return self.filter(over | models.Q(status=SessionStatus.HELD)).order_by(
            "-starts_at", "-pk"
        )

    def of_course(self, page: ContentPage) -> Self:
        """Sessions of a course, whichever language its page is read in."""
        return self.filter(course_id=page.facts.pk)
