"""What commands share that people and scripts run: how they say that nothing was done."""

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

NOTHING_DONE = 2


class RefusingCommand(BaseCommand):
    """Exits with 2 when nothing was done, and says why: in words on the error output,
    or with ``--json`` as one object on the standard output."""

    def create_parser(
        self, prog_name: str, subcommand: str, **kwargs: Any
    ) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        # Django's parser then raises, where it would print its usage and exit.
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as error:
            # Raised while reading the options, before there are any.
            self.refuse(error, as_json="--json" in argv)

    def refuse(self, why: Exception, *, as_json: bool) -> NoReturn:
        if as_json:
            self.stdout.write(json.dumps({"error": str(why)}))
        else:
            self.stderr.write(str(why))
        sys.exit(NOTHING_DONE)
