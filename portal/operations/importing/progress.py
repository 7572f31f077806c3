"""A long import shows how far it is; what it wrote is found once it is over."""

import ctypes
import gc
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import connection, reset_queries
from tqdm import tqdm

from search.indexing.background import held_back
from search.indexing.drain import drain

logger = logging.getLogger(__name__)

INDEXED_AT_ONCE = 1_000  # records
# Of glibc: blocks from this size on, in bytes, go back to the machine once freed.
M_MMAP_THRESHOLD, GIVEN_BACK_FROM = -3, 128 * 1024
# What SQLite keeps of its file, in kibibytes: an import reads little of it again.
CACHE = 4_000


@contextmanager
def shown_progress(*, dry_run: bool) -> Iterator[Callable[[int, int], None]]:
    """Gives what to call after each record, with bytes read and how many there are.

    The index is brought up to date at the end: its writer holds as much memory as the
    import does, and a worker that runs beside keeps up anyway.
    """
    _keep_little_memory()
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
            bar.total = total
            bar.update(done - bar.n)

        yield advance
    if not dry_run:
        _give_back_memory()
        _bring_index_up_to_date()


def _bring_index_up_to_date() -> None:
    try:
        while drain(limit=INDEXED_AT_ONCE):
            reset_queries()  # kept in memory while debugging
            _give_back_memory()
    except Exception as error:
        # Its marks wait for the worker.
        logger.error("The index could not be brought up to date: %s", error)
        logger.debug("Because", exc_info=True)


def _keep_little_memory() -> None:
    """Without this, the more a process frees at once the more of it the C library
    keeps: a writer of the index leaves tens of megabytes in pieces."""
    with suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, GIVEN_BACK_FROM)


def _give_back_memory() -> None:
    gc.collect()
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
