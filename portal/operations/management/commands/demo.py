import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from portal.operations.demonstration import USERNAME, password_file
from portal.operations.serving import Address, CannotServe, serve


class Command(BaseCommand):
    help = "Prepares the site with examples, then serves it until Ctrl-C."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            address = Address.from_environment()
            address.check_free()
            call_command("prepare", demo=True, stdout=self.stdout)
            self.stdout.write("Starting the site and its worker")
            stopped = serve(address, on_ready=lambda: self.announce(address))
        except CannotServe as reason:
            self.stderr.write(str(reason))
            sys.exit(1)
        self.stdout.write("Stopped." if stopped else "The site ended by itself.")
        if not stopped:
            sys.exit(1)

    def announce(self, address: Address) -> None:
        self.stdout.write(
            f"""
  The portal   {address.url}/fr/
  The search   {address.url}/fr/recherche/
  Editing      {address.url}/{settings.ADMIN_PATH}/
               user {USERNAME}, password {password_file().read_text().strip()}

  Ctrl-C stops it.
"""
        )
        self.stdout.flush()
