from datetime import datetime, time, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.pages import ContentPageFactory, under
from training import models
from training.enums import SessionStatus


class TrainingPageFactory(ContentPageFactory):
    class Meta:
        model = models.TrainingPage

    class Params:
        proposed = factory.Trait(proposal=True)

    parent = under(models.TrainingIndexPage)
    title = factory.Sequence(lambda n: f"Formation {n}")
    objectives = "<p>Rédiger une clause sociale.</p>"


def at_nine(days: int) -> datetime:
    """In so many days, at nine: no session of these runs into the next day."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(9)))


class SessionFactory(DjangoModelFactory):
    """Six hours, in thirty days; ``past`` was held thirty days ago."""

    class Meta:
        model = models.Session

    class Params:
        past = factory.Trait(
            starts_at=factory.LazyFunction(lambda: at_nine(-30)),
            status=SessionStatus.HELD,
        )
        cancelled = factory.Trait(
            status=SessionStatus.CANCELLED, reason="Trop peu d’inscrits."
        )

    course = factory.SubFactory(TrainingPageFactory, published=True)
    starts_at = factory.LazyFunction(lambda: at_nine(30))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=6))
    place = "Lille"
