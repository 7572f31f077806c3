"""A long import shows how far it is, and what it wrote is found as it goes."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from tqdm import tqdm

from search.indexing.background import held_back
from search.indexing.drain import drain

logger = logging.getLogger(__name__)

INDEXED_EVERY = 200  # records
# What SQLite keeps of its file, in kibibytes: an import reads little of it again.
CACHE = 4_000


@contextmanager
def shown_progress(*, dry_run: bool) -> Iterator[Callable[[int, int], None]]:
    """Gives what to call after each record, with bytes read and how many there are.

    The index is brought up to date from time to time and at the end.
    """
    waiting = 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE}")
    with (
        tqdm(
            file=sys.stderr, desc="Import", unit="B", unit_scale=True, delay=0.3
        ) as bar,
        held_back(),
    ):

        def advance(done: int, total: int) -> None:
            nonlocal waiting
            bar.total = total
            bar.update(done - bar.n)
            waiting += 1
            if waiting == INDEXED_EVERY and not dry_run:
                waiting = 0
                _bring_index_up_to_date()

        yield advance
    if not dry_run:
        _bring_index_up_to_date()


def _bring_index_up_to_date() -> None:
    try:
        drain()
    except Exception as error:
        # Its marks wait for the worker.
        logger.error("The index could not be brought up to date: %s", error)
        logger.debug("Because", exc_info=True)
