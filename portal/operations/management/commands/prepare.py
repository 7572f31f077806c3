import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from portal.operations.alone import AlreadyRunning, alone
from portal.operations.demonstration import make_editor, static_files_digest
from search.indexing.background import held_back


class Command(BaseCommand):
    help = (
        "Makes the site ready: tables, starter content, index. What is already done is"
        " left alone, and nothing that people wrote is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="also examples, a demonstration editor and the files of the pages",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        steps: list[tuple[str, Callable[[], None]]] = [
            ("Database", self.migrate),
            ("Starter content", self.load_starter),
        ]
        if options["demo"]:
            steps += [
                ("Examples", self.load_examples),
                ("Demonstration editor", self.make_editor),
                ("Files of the pages", self.collect_static_files),
            ]
        # Last, so that it holds what the steps before it added.
        steps.append(("Search index", self.index))
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise CommandError(
                f"The database does not answer; see DATABASE_URL. {error}"
            ) from error
        try:
            with alone("prepare"):
                self.run_steps(steps)
        except AlreadyRunning as error:
            raise CommandError(
                "Another process is preparing this site. Wait until it has finished,"
                " then start again."
            ) from error

    def run_steps(self, steps: list[tuple[str, Callable[[], None]]]) -> None:
        for number, (name, run) in enumerate(steps, start=1):
            self.stdout.write(f"[{number}/{len(steps)}] {name}")
            started = time.monotonic()
            with held_back():  # the last step indexes, beside no other writer
                run()
            self.stdout.write(f"      done in {time.monotonic() - started:.1f} s")

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False)
        else:
            self.stdout.write("Tables are up to date.")

    def load_starter(self) -> None:
        call_command("load_starter", stdout=self.stdout)

    def load_examples(self) -> None:
        call_command("load_demo", stdout=self.stdout)

    def index(self) -> None:
        call_command("rebuild_search_index", if_needed=True, stdout=self.stdout)

    def make_editor(self) -> None:
        made = make_editor()
        self.stdout.write("Made." if made else "Already there.")

    def collect_static_files(self) -> None:
        stamp = settings.DATA_DIR / "stamps" / "static"
        digest = static_files_digest()
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        if manifest.exists() and stamp.exists() and stamp.read_text() == digest:
            self.stdout.write("Files are up to date.")
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=1)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest)
