from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from directory.enums import CoverageState

# How long a person is named without being asked again: three years.
KEPT = timedelta(days=1096)


class ContactQuerySet(models.QuerySet):
    def lapsing(self, day: date) -> Self:
        """Those that name a person and may not be kept on ``day`` any more, unless the
        person is asked again before."""
        last = day - KEPT
        return self.filter(
            ~Q(person=""),
            Q(checked_on__isnull=True) | Q(checked_on__lt=last),
            withdrawn_on__isnull=True,
            informed_on__lt=last,
        )

    def visible(self) -> Self:
        """Those that a visitor may see something of, functional addresses first."""
        functional = Q(person="")
        named = ~Q(person="") & ~Q(shown=[])
        return self.filter(functional | named, withdrawn_on__isnull=True).order_by(
            models.Case(models.When(person="", then=0), default=1),
            "sort_order",
            "pk",
        )


class CoverageQuerySet(models.QuerySet):
    def current(self, today: date | None = None) -> Self:
        """Those that hold today."""
        day = today or timezone.localdate()
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
        )

    def covered(self) -> Self:
        return self.filter(state=CoverageState.COVERED)

    def nobody(self) -> Self:
        return self.filter(state=CoverageState.NOBODY)

    def shown(self) -> Self:
        """Those whose organisation has a live page."""
        return self.filter(actor__live=True)
