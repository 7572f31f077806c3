from typing import Any

from django.utils import timezone
from wagtail.management.commands import publish_scheduled
from wagtail.models import Page

from portal.core.scheduling import due_revisions, publish_due_revision


class Command(publish_scheduled.Command):
    """Wagtail's command, which does not stop at the first page that lacks something."""

    help = "Publishes and withdraws what is due."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        for page in Page.objects.filter(live=True, expire_at__lt=timezone.now()):
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        refused = [
            revision.object_str
            for revision in due_revisions()
            if not publish_due_revision(revision)
        ]
        for name in refused:
            self.stderr.write(f"Not published at its date: {name}")
