"""Publishes and withdraws what is due: what Wagtail's own command does, one by one.

Its command stops at the first object that cannot be published, and those behind it
would wait for ever.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from portal.core.publishing import PublicationRefused
from portal.operations.models import Job

logger = logging.getLogger(__name__)

JOB = "publication"
LEASE = timedelta(minutes=10)


class ScheduledPublication:
    """Keeps in mind what could not be done, so that it is said once and not at each
    try: it is tried again until its author mends it."""

    def __init__(self) -> None:
        self._said: set[tuple[str, object]] = set()

    def run(self) -> int:
        """Publish and withdraw what is due; return how many changed."""
        if not _anything_due() or not Job.take(JOB, lease=LEASE):
            return 0
        try:
            return sum(self._withdraw(thing) for thing in _expired()) + sum(
                self._publish(revision) for revision in _due_revisions()
            )
        finally:
            Job.give_back(JOB)

    def _publish(self, revision: Revision) -> bool:
        key = ("publish", revision.pk)
        try:
            with transaction.atomic():
                revision.publish(log_action="wagtail.publish.scheduled")
        except PublicationRefused as refusal:
            self._say(key, "Not published at its date: %s", refusal.messages[0])
            return False
        except Exception:
            self._say(key, "Revision %s not published", revision.pk, trace=True)
            return False
        logger.info("Published at its date: %s", revision.object_str)
        return True

    def _withdraw(self, thing: models.Model) -> bool:
        key = (f"withdraw {thing._meta.label}", thing.pk)
        try:
            with transaction.atomic():
                thing.unpublish(
                    set_expired=True, log_action="wagtail.unpublish.scheduled"
                )
        except Exception:
            self._say(key, "%s not withdrawn", thing, trace=True)
            return False
        logger.info("Withdrawn at its date: %s", thing)
        return True

    def _say(
        self, key: tuple[str, object], message: str, *args: object, trace: bool = False
    ) -> None:
        if key not in self._said:
            self._said.add(key)
            logger.warning(message, *args, exc_info=trace)


def _draftable_models() -> list[type[models.Model]]:
    return [Page] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


def _expired() -> Iterator[models.Model]:
    for model in _draftable_models():
        past = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from list(past.order_by("expire_at"))


def _due_revisions() -> list[Revision]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return list(due.order_by("approved_go_live_at"))


def _anything_due() -> bool:
    return bool(
        Revision.objects.filter(approved_go_live_at__lt=timezone.now()).exists()
        or next(_expired(), None)
    )
