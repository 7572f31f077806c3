from datetime import timedelta

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


class SessionFactory(DjangoModelFactory):
    """Six hours, in thirty days; ``past`` was held thirty days ago."""

    class Meta:
        model = models.Session

    class Params:
        past = factory.Trait(
            starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=30)),
            status=SessionStatus.HELD,
        )
        cancelled = factory.Trait(
            status=SessionStatus.CANCELLED, reason="Trop peu d’inscrits."
        )

    course = factory.SubFactory(TrainingPageFactory, published=True)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=6))
    place = "Lille"
