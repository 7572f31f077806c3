"""``search``: the same search as on the site, for people and for scripts."""

import json
from html import unescape
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.commands import NOTHING_DONE, RefusingCommand
from search import service
from search.addresses import PAGE, SORT, WITHOUT, Q
from search.facets import KEYS
from search.labels import current_memory
from search.query import MAX_PAGE_SIZE, PAGE_SIZE
from search.reading import printable, read
from search.report import as_json
from search.results import FacetValue, SearchResults


class BadUsage(CommandError):
    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=NOTHING_DONE)


class Command(RefusingCommand):
    help = "Searches as the site does, and prints hits, counts and notes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", nargs="?", default="", metavar="QUERY")
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
        )
        parser.add_argument(
            "--filter",
            action="append",
            default=[],
            metavar="KEY=VALUE",
            help=f"may be repeated; keys: {', '.join(KEYS)}",
        )
        parser.add_argument("--without", action="append", default=[], metavar="WHAT")
        parser.add_argument("--sort", default="", metavar="S")
        parser.add_argument("--page", default="1", metavar="N")
        parser.add_argument("--size", type=int, default=PAGE_SIZE, metavar="N")
        parser.add_argument("--json", action="store_true")

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except BadUsage as error:
            if not options["json"]:
                raise
            self.refuse(error, as_json=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["size"] <= MAX_PAGE_SIZE:
            raise BadUsage(f"--size goes from 1 to {MAX_PAGE_SIZE}.")
        with override(options["language"]):
            results = self._search(options)
            if options["json"]:
                self.stdout.write(json.dumps(as_json(results)))
            else:
                self._print(results)

    def _search(self, options: dict[str, Any]) -> SearchResults:
        parameters: dict[str, list[str]] = {
            Q: [options["query"]],
            SORT: [options["sort"]],
            PAGE: [options["page"]],
            WITHOUT: options["without"],
        }
        for given in options["filter"]:
            key, equals, value = given.partition("=")
            if not equals or (key in parameters and key not in KEYS):
                raise BadUsage(f"--filter takes KEY=VALUE, not “{printable(given)}”.")
            parameters.setdefault(key, []).append(value)
        memory = current_memory()
        asked = read(
            parameters,
            memory,
            language=options["language"],
            today=timezone.localdate(),
            size=options["size"],
        )
        return service.search(asked, memory=memory)

    def _print(self, results: SearchResults) -> None:
        write = self.stdout.write
        write(_("%(count)s results") % {"count": results.total})
        for note in results.notes:
            write(f"  * {note.text}")
        for hit in results.hits:
            write("")
            write(f"{hit.title}  [{hit.kind}]")
            write(f"  {hit.url}")
            for fragment in hit.highlights or (hit.summary,):
                write(f"  {unescape(strip_tags(str(fragment)))}")
        for facet in results.facets:
            write("")
            write(f"{facet.label} ({facet.key})")
            for value in facet.values:
                self._print_value(value, depth=1)
        for relaxation in results.relaxations:
            write(
                _("Without “%(filter)s”: %(count)s results")
                % {"filter": relaxation.label, "count": relaxation.total}
            )

    def _print_value(self, value: FacetValue, depth: int) -> None:
        mark = "x" if value.selected else " "
        indent = "  " * depth
        self.stdout.write(
            f"{indent}[{mark}] {value.label} ({value.value}): {value.count}"
        )
        for child in value.children:
            self._print_value(child, depth + 1)
