from typing import Any

from django.core.management.base import BaseCommand

from portal.starter.examples import load_examples


class Command(BaseCommand):
    help = "Adds what is only an example (future sessions), marked so everywhere."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Examples: {load_examples()} sessions added.")
