"""Publishes and withdraws what is due: what Wagtail's own command does, one by one.

Its command stops at the first object that cannot be published, and those behind it
would wait for ever.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from portal.core.publishing import PublicationRefused
from portal.core.scheduling import due_revisions, note_refusal
from portal.operations.models import Job

logger = logging.getLogger(__name__)

JOB = "publication"
LEASE = timedelta(minutes=10)


class ScheduledPublication:
    """``undone`` is what could not be done, said once and not at each try: it is tried
    again until its author mends it."""

    def __init__(self) -> None:
        self.undone: set[str] = set()

    def run(self) -> int:
        """Publish and withdraw what is due; return how many changed."""
        if not _anything_due() or not Job.take(JOB, lease=LEASE):
            return 0
        try:
            return sum(self._withdraw(thing) for thing in _expired()) + sum(
                self._publish(revision) for revision in due_revisions()
            )
        finally:
            Job.give_back(JOB)

    def _publish(self, revision: Revision) -> bool:
        def publish() -> bool:
            if not _due().filter(pk=revision.pk).exists():
                return False  # another revision of the same page went before it
            revision.publish(log_action="wagtail.publish.scheduled")
            return True

        def note(refusal: PublicationRefused) -> None:
            note_refusal(revision, refusal)

        return self._attempt(f"publication of {revision.object_str}", publish, note)

    def _withdraw(self, thing: DraftStateMixin) -> bool:
        def withdraw() -> bool:
            thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            return True

        return self._attempt(f"withdrawal of {thing}", withdraw)

    def _attempt(
        self,
        what: str,
        act: Callable[[], bool],
        note: Callable[[PublicationRefused], None] | None = None,
    ) -> bool:
        try:
            with transaction.atomic():
                done = act()
        except PublicationRefused as refusal:
            if note is not None:
                note(refusal)
            if what not in self.undone:
                logger.warning("Refused, the %s: %s", what, refusal)
        except Exception:
            if what not in self.undone:
                logger.exception("Failed, the %s", what)
        else:
            self.undone.discard(what)
            if done:
                logger.info("Done at its date, the %s", what)
            return done
        self.undone.add(what)
        return False


def _draftable_models() -> list[type[DraftStateMixin]]:
    return [Page] + [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]


def _expired() -> Iterator[DraftStateMixin]:
    for model in _draftable_models():
        past = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from list(past.order_by("expire_at"))


def _due() -> models.QuerySet[Revision]:
    return Revision.objects.filter(approved_go_live_at__lt=timezone.now())


def _anything_due() -> bool:
    return _due().exists() or next(_expired(), None) is not None
