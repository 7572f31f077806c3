from typing import Any

from wagtail.management.commands import publish_scheduled

from portal.operations.publication import ScheduledPublication


class Command(publish_scheduled.Command):
    """Wagtail's command, which does not stop at the first page that lacks something."""

    help = "Publishes and withdraws what is due, once, as the worker does."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        publication = ScheduledPublication()
        publication.run()
        for what in sorted(publication.undone):
            self.stderr.write(f"Not done at its date: {what}")
